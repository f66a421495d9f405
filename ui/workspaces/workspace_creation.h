// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QElapsedTimer>
#include <QPointer>

namespace portolan::ui {

/// The making of one workspace, from the asking until it runs, with or without somebody who watches: it goes on while no
/// window shows it, and while the connection is lost and comes back. In the GUI thread.
class WorkspaceCreation final : public QObject
{
    Q_OBJECT

public:
    enum class Phase : std::uint8_t { Idle, Asking, Starting, Stopping, Done, Failed, Cancelled };

    /// The session must outlive it.
    explicit WorkspaceCreation(Session &session, QObject *parent = nullptr);

    /// Begins, and begins anew after it has failed or was cancelled.
    void start(WorkspaceCreate wanted);
    /// Stops the start. What was made until then stays, stopped.
    void cancel();
    /// Goes as soon as nothing is under way.
    void deleteWhenDone();

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] bool isUnderWay() const
    {
        return m_phase == Phase::Asking || m_phase == Phase::Starting || m_phase == Phase::Stopping;
    }
    /// Of what is being made; empty until the control plane has taken it on.
    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] std::chrono::seconds elapsed() const;

Q_SIGNALS:
    void phaseChanged(portolan::ui::WorkspaceCreation::Phase phase);
    /// What it does now, for people.
    void stepped(const QString &what);
    /// How much of it is done.
    void progressed(int percent);
    void succeeded(const QString &name);
    void failed(const QString &why);

private:
    void enter(Phase phase);
    void fail(const Error &error);
    void fail(const QString &why);
    void follow();
    void stop();
    void take(const JobProgress &step);
    void end(const Result<ProvisionJob> &job);
    static Task<void> askFor(QPointer<WorkspaceCreation> self, std::shared_ptr<ControlPlaneClient> client,
                             WorkspaceCreate wanted);
    static Task<void> followJob(QPointer<WorkspaceCreation> self, std::shared_ptr<ControlPlaneClient> client,
                                std::string job, int round);
    static Task<void> askToStop(QPointer<WorkspaceCreation> self, std::shared_ptr<ControlPlaneClient> client,
                                std::string name);

    Session &m_session;
    Phase m_phase = Phase::Idle;
    QString m_name;
    std::string m_job;
    std::shared_ptr<ControlPlaneClient> m_client; ///< the one that is asked about the job
    int m_round = 0; ///< tells the following of the job from older ones, which are not heard any more
    std::int64_t m_lastStep = 0;
    bool m_cancelled = false;
    bool m_deleting = false;
    QElapsedTimer m_clock;
    qint64 m_took = 0; ///< milliseconds, once it has ended
};

} // namespace portolan::ui
