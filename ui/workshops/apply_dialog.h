// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"
#include "ui/widgets/table/table_view.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QPushButton;

namespace portolan::ui {

/// Puts what manifests say: shows first what would become of each, and where a line is wrong; does it when somebody
/// agrees, and shows what came of it. Nothing is done while any of them is refused. Show it with open(); it deletes
/// itself once closed. In the GUI thread.
class ApplyDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    ApplyDialog(Session &session, const QStringList &files, QWidget *parent);
    ~ApplyDialog() override;

    [[nodiscard]] TableView &manifests() const { return *m_view; }
    [[nodiscard]] QPushButton *applyButton() const { return m_apply; }

    /// Not while they are put: half of them are not taken back by closing.
    void reject() override;

private:
    struct Entry {
        Manifest manifest;
        QString file;
        std::string state = "looking";
        QString reason = {};
    };
    using Client = std::shared_ptr<ControlPlaneClient>;

    void layOut();
    void read(const QStringList &files);
    void take(const Result<std::vector<Entry>> &entries);
    [[nodiscard]] static Result<std::vector<Entry>> entriesOf(const QStringList &files);
    void put(bool dryRun);
    static Task<void> putAll(QPointer<ApplyDialog> self, Client client, bool dryRun);
    /// Whether to go on with the next.
    bool note(std::size_t at, const Result<PutOutcome> &outcome, bool dryRun);
    void finish(bool dryRun);
    [[nodiscard]] TableRow rowOf(std::size_t at) const;
    [[nodiscard]] int count(std::string_view state) const;
    void tell(const QString &text, const char *look);

    Session &m_session;
    Client m_client;
    TableModel m_model;
    TableView *m_view;
    QLabel *m_told;
    QLabel *m_problems;
    QPushButton *m_close;
    QPushButton *m_apply;
    std::vector<Entry> m_entries;
};

} // namespace portolan::ui
