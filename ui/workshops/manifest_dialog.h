// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/control_plane_client.h"

#include <QDialog>
#include <QPointer>
#include <QTextCursor>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace portolan::ui {

/// One object as its manifest, to be changed and put. What is refused is told beside the text, and its line is marked; the
/// text is never lost by it. Put is what the control plane would take, and what nobody has changed meanwhile, or what
/// somebody insists on. Show it with open(); it deletes itself once closed. In the GUI thread.
class ManifestDialog final : public QDialog
{
    Q_OBJECT

public:
    using Client = std::shared_ptr<ControlPlaneClient>;
    using Fetch = std::function<Task<Result<std::string>>()>;

    /// What is edited.
    struct Subject {
        QString title; ///< "Edit the portal berlin"
        QString hint; ///< what to know before
        std::string kind; ///< of the manifest
        QString text = {}; ///< what a new one begins with
        /// The manifest as it is now; null for a new one. The task must not look at the subject, which may be gone.
        Fetch fetch = {};
    };

    ManifestDialog(Client client, Subject subject, QWidget *parent);

    [[nodiscard]] QPlainTextEdit &editor() const { return *m_editor; }
    [[nodiscard]] QListWidget &problems() const { return *m_problems; }
    [[nodiscard]] QPushButton *applyButton() const { return m_apply; }

    /// Asks first where something was changed; not while it is put.
    void reject() override;

Q_SIGNALS:
    /// It was put.
    void applied(const portolan::Manifest &manifest);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Problem {
        std::string pointer; ///< of the whole text; empty: nowhere
        QString text;
        int line = 0; ///< where it is known otherwise; 0: by the pointer
    };

    void layOut();
    [[nodiscard]] QWidget *makeFoot();
    void load();
    void apply();
    /// The one manifest of the text; nothing where it is none that can be put, which was told.
    [[nodiscard]] std::optional<Manifest> checked();
    /// Whether it may be put over what is there now.
    [[nodiscard]] bool mayReplace(const Result<std::string> &now);
    void begin(const std::string &text);
    void setBusy(bool busy);
    void tell(const QString &text, const char *look);
    /// `base`: where the pointers of the error begin.
    void refuse(const Error &error, std::string_view base);
    void warn(const QString &text, const std::vector<Problem> &problems = {});
    void showProblems(const std::vector<Problem> &problems);
    void goTo(int row);
    void breakLine();
    void showPlace();
    static Task<void> fetch(QPointer<ManifestDialog> self, Fetch fetch);
    static Task<void> put(QPointer<ManifestDialog> self, Client client, Fetch fetch, Manifest manifest);

    Client m_client;
    Subject m_subject;
    QPlainTextEdit *m_editor;
    QListWidget *m_problems;
    QLabel *m_told;
    QLabel *m_place;
    QPushButton *m_cancel;
    QPushButton *m_apply;
    std::vector<QTextCursor> m_places; ///< of the problems, also while lines move
    QString m_begun; ///< what the editor began with
    std::string m_original; ///< the manifest as somebody has last seen it
    std::string m_path; ///< where the original is put; empty for a new one
    QString m_warnedOf; ///< the text whose warnings were shown
    bool m_gone = false; ///< the original is, and that was told
    bool m_putting = false;
};

} // namespace portolan::ui
