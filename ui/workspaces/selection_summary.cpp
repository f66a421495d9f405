// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/selection_summary.h"

#include "ui/widgets/action_button.h"
#include "ui/workspaces/workspace_actions.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace portolan::ui {

SelectionSummary::SelectionSummary(Session &session, WorkspaceActions &actions, QWidget *parent)
    : QWidget(parent), m_session(session), m_title(new QLabel(this)), m_states(new QVBoxLayout)
{
    const Metrics metrics(*this);
    setLook(*m_title, "title");
    m_states->setSpacing(metrics.step(1));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics.step(4), metrics.step(3), metrics.step(4), metrics.step(3));
    column->setSpacing(metrics.step(3));
    column->addWidget(m_title);
    column->addLayout(m_states);
    for (const WorkspaceAction which : {WorkspaceAction::Start, WorkspaceAction::Stop, WorkspaceAction::Delete})
        column->addWidget(new ActionButton(actions.action(which), ActionButton::Text::Whole, this), 0, Qt::AlignLeft);
    column->addStretch();
}

void SelectionSummary::setSelection(const std::vector<std::string> &selected)
{
    std::map<std::string, int> states;
    for (const std::string &name : selected)
        if (const WorkspaceDetails *workspace = m_session.workspace(name))
            ++states[workspace->status];
    m_title->setText(tr("%n workspaces selected", nullptr, int(selected.size())));
    if (states == m_shown)
        return;
    m_shown = states;
    while (auto *item = m_states->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto &[status, count] : states) {
        StateLook look = lookOfWorkspace(status);
        look.word = tr("%1 %2").arg(QLocale().toString(count), look.word.toLower());
        auto *chip = new StateChip(this);
        chip->setState(look);
        m_states->addWidget(chip);
    }
}

} // namespace portolan::ui
