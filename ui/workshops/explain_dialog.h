// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_view.h"
#include "ui/workshops/workshop_feed.h"

#include <QDialog>

class QLabel;

namespace portolan::ui {

class WorkshopChoice;

/// Where a session of a workshop would go now, and why there: the environments in the order in which they would be
/// asked, kept up to date. Show it with open(); it deletes itself once closed. In the GUI thread.
class ExplainDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Both must outlive it. `tenant` and `workshop` are chosen at first; the first of each where they are empty.
    ExplainDialog(Session &session, WorkshopFeed &feed, const QString &tenant, const QString &workshop,
                  QWidget *parent);
    ~ExplainDialog() override;

    [[nodiscard]] TableView &candidates() const { return *m_view; }

private:
    void layOut();
    void showChoice();
    void explain();
    void showExplanation(const AllocationExplanation &explanation);
    void tell(const QString &text, const char *look);
    static Task<void> fetch(QPointer<ExplainDialog> self, std::shared_ptr<ControlPlaneClient> client,
                            std::string tenant, std::string workshop, int round);

    Session &m_session;
    TableModel m_model;
    TableView *m_view;
    WorkshopChoice *m_choice;
    QLabel *m_told;
    int m_round = 0; ///< answers of earlier ones come too late
};

} // namespace portolan::ui
