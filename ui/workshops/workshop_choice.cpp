// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/workshop_choice.h"

#include "ui/widgets/error_text.h"

#include <QComboBox>

namespace portolan::ui {

WorkshopChoice::WorkshopChoice(Session &session, WorkshopFeed &feed, const QString &tenant, const QString &workshop,
                               QWidget *window)
    : QObject(window),
      m_session(session),
      m_tenants(new QComboBox(window)),
      m_workshops(new QComboBox(window)),
      m_wanted(workshop)
{
    m_tenants->setAccessibleName(tr("Tenant"));
    m_workshops->setAccessibleName(tr("Workshop"));
    for (const auto &[name, entry] : feed.tenants())
        m_tenants->addItem(QString::fromStdString(name));
    if (const int place = m_tenants->findText(tenant); place >= 0)
        m_tenants->setCurrentIndex(place);
    connect(m_tenants, &QComboBox::currentTextChanged, this, &WorkshopChoice::load);
    connect(m_workshops, &QComboBox::currentTextChanged, this, &WorkshopChoice::changed);
    load();
}

QString WorkshopChoice::tenant() const
{
    return m_tenants->currentText();
}

QString WorkshopChoice::workshop() const
{
    return m_workshops->currentText();
}

void WorkshopChoice::set(State state, const QString &trouble)
{
    m_state = state;
    m_trouble = trouble;
    Q_EMIT changed();
}

void WorkshopChoice::load()
{
    const auto client = m_session.client();
    if (m_tenants->count() == 0)
        return set(State::Nothing, tr("There is no tenant, and sessions are asked for through one."));
    if (!client)
        return set(State::Failed, tr("The control plane is not connected."));
    set(State::Loading, tr("Loading…"));
    detach(fetch(this, client, tenant().toStdString(), ++m_round));
}

Task<void> WorkshopChoice::fetch(QPointer<WorkshopChoice> self, std::shared_ptr<ControlPlaneClient> client,
                                 std::string tenant, int round)
{
    const auto workshops = co_await client->workshops(tenant);
    if (!self || self->m_round != round)
        co_return;
    {
        const QSignalBlocker blocker(self->m_workshops);
        const QString before = self->m_wanted.isEmpty() ? self->workshop() : std::exchange(self->m_wanted, {});
        self->m_workshops->clear();
        if (workshops)
            for (const WorkshopSummary &workshop : *workshops)
                self->m_workshops->addItem(QString::fromStdString(workshop.name));
        if (const int place = self->m_workshops->findText(before); place >= 0)
            self->m_workshops->setCurrentIndex(place);
    }
    if (!workshops)
        self->set(State::Failed, sentenceOf(workshops.error()));
    else if (workshops->empty())
        self->set(State::Nothing, tr("No portal of this tenant offers a workshop."));
    else
        self->set(State::Ready, {});
}

} // namespace portolan::ui
