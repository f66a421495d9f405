// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/audit/audit_record.h"
#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"

#include <QPointer>

#include <stop_token>

class QLabel;
class QToolButton;

namespace portolan::ui {

class DetailView;
struct AuditVerdict;

/// Who did what, from where, and what came of it, the newest first; older records by the page, and whether the chain of
/// their hashes is whole. In the GUI thread.
///
/// No event tells of a record: it looks anew when it is shown, when something happens that is told, and when asked to.
/// It looks at nothing before it was shown once, and holds at most `mostRoom` records.
class AuditPane final : public SplitPane
{
    Q_OBJECT

public:
    static constexpr std::size_t mostRoom = 100'000;

    /// Both must outlive it; `settings` may be null.
    AuditPane(Session &session, Settings *settings, QWidget *parent = nullptr);
    ~AuditPane() override;

    [[nodiscard]] QAction *refresh() const { return m_refresh; }
    [[nodiscard]] QAction *older() const { return m_older; }
    /// Verifies the log, or stops that.
    [[nodiscard]] QAction *verify() const { return m_verify; }
    [[nodiscard]] bool isVerifying() const { return m_verifying; }
    [[nodiscard]] QList<QAction *> commands() const;

protected:
    void firstShown() override;
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    [[nodiscard]] QWidget *makeHeader();
    [[nodiscard]] QWidget *makeFooter();
    [[nodiscard]] DetailView *makeDetail();
    void connectSession();
    void clear();
    void reload();
    void loadOlder();
    /// The newest ones, or with `before` the ones right below that number.
    static Task<void> fetch(QPointer<AuditPane> self, std::shared_ptr<ControlPlaneClient> client, int round,
                            std::int64_t before);
    void putPage(AuditHistory page, bool newest);
    void toggleVerification();
    static Task<void> runVerification(QPointer<AuditPane> self, std::shared_ptr<ControlPlaneClient> client,
                                      std::stop_token cancel);
    void showProgress(std::int64_t done, std::int64_t all);
    void showVerdict(const AuditVerdict &verdict);
    /// Why the log may not be read now, for people; empty when it may.
    [[nodiscard]] QString refusal() const;
    void showState();
    void showActions();
    void showDetail();
    [[nodiscard]] const AuditRecord *find(const std::string &id) const;

    TableOf<AuditRecord> m_rows;
    TableModel m_model;
    RowActions *m_rowActions = nullptr;
    QAction *m_refresh;
    QAction *m_older;
    QAction *m_verify;
    DetailView *m_detail = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const AuditRecord &)>>> m_facts;
    QWidget *m_verdict = nullptr;
    StateChip *m_verdictState = nullptr;
    QLabel *m_verdictText = nullptr;
    QToolButton *m_copyHead = nullptr;
    QLabel *m_range = nullptr;
    QString m_head; ///< what verifying has found last
    std::map<std::int64_t, AuditRecord> m_records; ///< those that the table has, by number
    std::int64_t m_oldest = 0; ///< that the server keeps
    QTimer m_reloading;
    std::stop_source m_stop; ///< of the verification that runs
    int m_round = 0; ///< answers of earlier ones come too late
    bool m_active = false; ///< was shown once
    bool m_loaded = false;
    bool m_loadingOlder = false;
    bool m_verifying = false;
};

} // namespace portolan::ui
