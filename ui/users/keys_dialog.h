// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace portolan::ui {

/// The public keys with which a user comes in over SSH: shown by their fingerprints, added and removed. Show it with
/// open(); it deletes itself once closed. In the GUI thread.
class KeysDialog final : public QDialog
{
    Q_OBJECT

public:
    KeysDialog(Session &session, std::string user, QWidget *parent);

private:
    void layOut();
    void chooseFile();
    void add();
    void removeCurrent();
    void update();
    void showProblem(const QString &text);
    static Task<void> load(QPointer<KeysDialog> self, std::shared_ptr<ControlPlaneClient> client, std::string user);
    static Task<void> change(QPointer<KeysDialog> self, std::shared_ptr<ControlPlaneClient> client, std::string user,
                             KeysChange added, std::optional<int> removed);

    std::shared_ptr<ControlPlaneClient> m_client;
    std::string m_user;
    QString m_refused; ///< why they may not be changed
    QListWidget *m_list;
    QLabel *m_empty;
    QPushButton *m_remove;
    QPlainTextEdit *m_text;
    QPushButton *m_file;
    QPushButton *m_add;
    QLabel *m_problem;
    bool m_busy = false;
};

} // namespace portolan::ui
