// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspace_creation.h"

#include "ui/workspaces/workspace_look.h"

namespace portolan::ui {

WorkspaceCreation::WorkspaceCreation(Session &session, QObject *parent) : QObject(parent), m_session(session)
{
    // After a lost connection the control plane may be at another address, which the old client does not know.
    connect(&session, &Session::stateChanged, this, [this](ConnectionState state) {
        if (state == ConnectionState::Live && !m_job.empty() && isUnderWay() && m_session.client() != m_client)
            follow();
    });
}

std::chrono::seconds WorkspaceCreation::elapsed() const
{
    const qint64 time = isUnderWay() ? m_clock.elapsed() : m_took;
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::milliseconds(time));
}

void WorkspaceCreation::start(WorkspaceCreate wanted)
{
    if (isUnderWay())
        return;
    const auto client = m_session.client();
    m_clock.start();
    m_cancelled = false;
    m_job.clear();
    m_lastStep = 0;
    m_name.clear();
    enter(Phase::Asking);
    if (!client) {
        fail(tr("The control plane is not connected."));
        return;
    }
    detach(askFor(this, client, std::move(wanted)));
}

void WorkspaceCreation::cancel()
{
    if (!isUnderWay() || m_cancelled)
        return;
    m_cancelled = true;
    if (m_phase == Phase::Starting)
        stop();
}

void WorkspaceCreation::deleteWhenDone()
{
    m_deleting = true;
    if (!isUnderWay())
        deleteLater();
}

void WorkspaceCreation::enter(Phase phase)
{
    if (isUnderWay())
        m_took = m_clock.elapsed();
    m_phase = phase;
    Q_EMIT phaseChanged(phase);
    if (m_deleting && !isUnderWay())
        deleteLater();
}

void WorkspaceCreation::fail(const Error &error)
{
    fail(sentenceOf(error));
}

void WorkspaceCreation::fail(const QString &why)
{
    enter(Phase::Failed);
    Q_EMIT failed(why);
}

Task<void> WorkspaceCreation::askFor(QPointer<WorkspaceCreation> self, std::shared_ptr<ControlPlaneClient> client,
                                     WorkspaceCreate wanted)
{
    const auto accepted = co_await client->createWorkspace(std::move(wanted));
    if (!self)
        co_return;
    if (!accepted) {
        self->fail(accepted.error());
        co_return;
    }
    self->m_name = QString::fromStdString(accepted->workspace);
    self->m_job = accepted->jobId;
    self->enter(Phase::Starting);
    self->follow();
    if (self->m_cancelled)
        self->stop();
}

void WorkspaceCreation::follow()
{
    m_client = m_session.client();
    detach(followJob(this, m_client, m_job, ++m_round));
}

Task<void> WorkspaceCreation::followJob(QPointer<WorkspaceCreation> self, std::shared_ptr<ControlPlaneClient> client,
                                        std::string job, int round)
{
    const auto ended = co_await client->waitForJob(job, [self, round](const JobProgress &step) {
        if (self && self->m_round == round)
            self->take(step);
    });
    if (self && self->m_round == round)
        self->end(ended);
}

void WorkspaceCreation::take(const JobProgress &step)
{
    if (step.id <= m_lastStep)
        return;
    m_lastStep = step.id;
    if (step.type == "progress") {
        bool isNumber = false;
        const int percent = QString::fromStdString(step.status).toInt(&isNumber);
        if (isNumber)
            Q_EMIT progressed(percent);
    } else if (!step.message.empty()) {
        Q_EMIT stepped(sentenceOf(step.message));
    }
}

void WorkspaceCreation::end(const Result<ProvisionJob> &job)
{
    if (m_phase != Phase::Starting) // a stop that was asked for ends it otherwise
        return;
    if (!job) {
        fail(job.error());
    } else if (job->outcome == "succeeded") {
        enter(Phase::Done);
        Q_EMIT succeeded(m_name);
    } else if (job->outcome == "cancelled") {
        enter(Phase::Cancelled);
    } else {
        fail(job->error.empty() ? tr("The control plane does not say why.") : sentenceOf(job->error));
    }
}

void WorkspaceCreation::stop()
{
    enter(Phase::Stopping);
    detach(askToStop(this, m_session.client(), m_name.toStdString()));
}

Task<void> WorkspaceCreation::askToStop(QPointer<WorkspaceCreation> self, std::shared_ptr<ControlPlaneClient> client,
                                        std::string name)
{
    const auto stopped = co_await client->stopWorkspace(name);
    if (!self || self->m_phase != Phase::Stopping)
        co_return;
    if (stopped)
        self->enter(Phase::Cancelled);
    else
        self->fail(tr("The start could not be stopped. %1").arg(sentenceOf(stopped.error())));
}

} // namespace portolan::ui
