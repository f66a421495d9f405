// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/workshop_look.h"

#include "ui/session/caller.h"
#include "ui/widgets/error_text.h"
#include "ui/workspaces/workspace_look.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

using identity::Permission;

struct WorkshopLook {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::WorkshopLook)
};

QString refusalInState(WorkshopSessionState state, WorkshopSessionAction action)
{
    if (state == WorkshopSessionState::Stopping)
        return action == WorkshopSessionAction::End ? WorkshopLook::tr("It is ending already.")
                                                    : WorkshopLook::tr("It is ending.");
    if (state == WorkshopSessionState::Stopped)
        return WorkshopLook::tr("It has ended.");
    return {};
}

QString refusalOfTerminal(const Session &session, const WorkshopSessionDetails &of)
{
    if (of.workspace.empty())
        return WorkshopLook::tr("It runs in a portal elsewhere.");
    const WorkspaceDetails *workspace = session.workspace(of.workspace);
    return workspace ? refusalOf(session.profile(), *workspace, WorkspaceAction::OpenTerminal)
                     : WorkshopLook::tr("Its workspace is not there, or not yours to see.");
}

/// 0 is no limit.
TableCell fill(std::int64_t used, std::int64_t warm, std::int64_t limit)
{
    if (limit <= 0)
        return used;
    return Capacity{.used = double(used), .limit = double(limit), .reserved = warm > 0 ? double(used + warm) : 0.0};
}

TableCell room(std::int64_t used, std::int64_t limit)
{
    return limit <= 0 ? TableCell() : TableCell(std::max<std::int64_t>(limit - used, 0));
}

} // namespace

std::string stateOfSession(const WorkshopSessionDetails &session)
{
    switch (session.state) {
    case WorkshopSessionState::Starting:
        return "starting";
    case WorkshopSessionState::Waiting:
        return session.user.empty() ? "warm" : "waiting";
    case WorkshopSessionState::Running:
        return "running";
    case WorkshopSessionState::Stopping:
        return "ending";
    case WorkshopSessionState::Stopped:
        break;
    }
    return "ended";
}

StateLook lookOfSession(std::string_view state)
{
    if (state == "starting")
        return {Shape::HalfDisc, Tone::Busy, WorkshopLook::tr("Starting")};
    if (state == "warm")
        return {Shape::Ring, Tone::Idle, WorkshopLook::tr("Kept warm")};
    if (state == "waiting")
        return {Shape::Ring, Tone::Busy, WorkshopLook::tr("Awaits its user")};
    if (state == "running")
        return {Shape::Disc, Tone::Ok, WorkshopLook::tr("Running")};
    if (state == "ending")
        return {Shape::HalfDisc, Tone::Busy, WorkshopLook::tr("Ending")};
    return {Shape::Square, Tone::Idle, WorkshopLook::tr("Ended")};
}

QString textOfEnd(SessionEnd end, const QString &detail)
{
    switch (end) {
    case SessionEnd::Finished:
        return WorkshopLook::tr("Its user has finished it.");
    case SessionEnd::Ended:
        return WorkshopLook::tr("%1 has ended it.").arg(detail);
    case SessionEnd::NotActivated:
        return WorkshopLook::tr("Its user did not come in time.");
    case SessionEnd::Expired:
        return WorkshopLook::tr("Its time was up.");
    case SessionEnd::Orphaned:
        return WorkshopLook::tr("Nobody looked at it any more.");
    case SessionEnd::NotReady:
        return WorkshopLook::tr("Its workspace was not ready in time.");
    case SessionEnd::Vanished:
        return WorkshopLook::tr("Its workspace is no longer there (%1).").arg(detail);
    case SessionEnd::NotNeeded:
        return WorkshopLook::tr("Fewer sessions are kept warm now.");
    case SessionEnd::Displaced:
        return WorkshopLook::tr("It was kept warm, and its place was needed.");
    case SessionEnd::Withdrawn:
        return WorkshopLook::tr("Its environment was taken away.");
    case SessionEnd::Unclaimed:
        break;
    }
    return WorkshopLook::tr("The request that it was made for was given up.");
}

QString reasonOfSession(const WorkshopSessionDetails &session)
{
    if (session.end)
        return textOfEnd(*session.end, QString::fromStdString(session.endDetail));
    if (session.state == WorkshopSessionState::Starting)
        return WorkshopLook::tr("Its workspace is being started.");
    if (session.state == WorkshopSessionState::Waiting)
        return session.user.empty() ? WorkshopLook::tr("It runs, and is nobody's: the next who asks gets it at once.")
                                    : WorkshopLook::tr("It runs. Its user has not opened it yet; it ends when nobody "
                                                       "comes.");
    return {};
}

StateLook lookOfPhase(std::string_view phase)
{
    if (phase == "Running")
        return {Shape::Disc, Tone::Ok, WorkshopLook::tr("Running")};
    if (phase == "Pending")
        return {Shape::Ring, Tone::Idle, WorkshopLook::tr("Pending")};
    if (phase == "Stopping")
        return {Shape::HalfDisc, Tone::Busy, WorkshopLook::tr("Going")};
    if (phase == "Unreachable")
        return {Shape::Cross, Tone::Bad, WorkshopLook::tr("Unreachable")};
    return {Shape::Ring, Tone::Idle, QString::fromUtf8(phase.data(), qsizetype(phase.size()))};
}

std::string reachOfTenant(const WorkshopFeed::Tenant &tenant)
{
    return tenant.details.selectsAll ? "every" : tenant.portals.empty() ? "none" : "some";
}

StateLook lookOfReach(std::string_view reach)
{
    if (reach == "every")
        return {Shape::Triangle, Tone::Warn, WorkshopLook::tr("Every portal")};
    if (reach == "none")
        return {Shape::Ring, Tone::Idle, WorkshopLook::tr("No portal")};
    return {Shape::Disc, Tone::Ok, WorkshopLook::tr("Selected portals")};
}

QString reasonOfReach(const WorkshopFeed::Tenant &tenant)
{
    if (tenant.details.selectsAll)
        return WorkshopLook::tr("It has no selectors, so that every portal is open to its clients, also each that is "
                                "made later. Give it a selector of portals or clusters where that is not meant.");
    if (tenant.portals.empty())
        return WorkshopLook::tr("No portal matches its selectors: its clients can ask for nothing.");
    return {};
}

TableCell fillOf(const EnvironmentDetails &environment)
{
    return fill(environment.allocated, environment.available, environment.capacity);
}

TableCell fillOf(const WorkshopFeed::Portal &portal)
{
    std::int64_t warm = 0;
    for (const EnvironmentDetails &environment : portal.environments)
        warm += environment.available;
    return fill(portal.details.allocated, warm, portal.details.capacity);
}

TableCell roomIn(const EnvironmentDetails &environment)
{
    return room(environment.allocated, environment.capacity);
}

TableCell roomIn(const WorkshopFeed::Portal &portal)
{
    return room(portal.details.allocated, portal.details.capacity);
}

std::string joined(const std::vector<std::string> &words)
{
    std::string all;
    for (const std::string &word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::string withoutCluster(std::string_view id)
{
    return std::string(id.substr(id.find('/') + 1));
}

QString refusalOf(const Session &session, const WorkshopSessionDetails &of, WorkshopSessionAction action)
{
    if (action == WorkshopSessionAction::Explain)
        return of.tenant.empty() && session.isLive() ? WorkshopLook::tr("No tenant has asked for it.")
                                                     : refusalOfExplanation(session);
    if (!session.isLive())
        return WorkshopLook::tr("The control plane is not connected.");
    if (const QString refused = refusalInState(of.state, action); !refused.isEmpty())
        return refused;
    if (action == WorkshopSessionAction::OpenTerminal)
        return refusalOfTerminal(session, of);
    if (!mayDoToAll(session.profile(), Permission::WorkshopSessionWrite))
        return WorkshopLook::tr("Your role may not change sessions.");
    if (action == WorkshopSessionAction::Extend && of.user.empty())
        return WorkshopLook::tr("It is nobody's: its time has not begun.");
    if (action == WorkshopSessionAction::Extend && of.state != WorkshopSessionState::Running)
        return WorkshopLook::tr("Its user has not opened it: its time has not begun.");
    if (action == WorkshopSessionAction::Extend && !of.expires)
        return WorkshopLook::tr("It has no end.");
    return {};
}

QString refusalOfPortalChange(const Session &session)
{
    if (!session.isLive())
        return WorkshopLook::tr("The control plane is not connected.");
    return mayDoToAll(session.profile(), Permission::PortalWrite)
               ? QString()
               : WorkshopLook::tr("Your role may not change portals and tenants.");
}

QString refusalOfManifests(const Session &session)
{
    if (!session.isLive())
        return WorkshopLook::tr("The control plane is not connected.");
    return mayDoToAll(session.profile(), Permission::WorkshopWrite)
               ? QString()
               : WorkshopLook::tr("Your role may not change workshops and portals.");
}

QString refusalOfExplanation(const Session &session)
{
    if (!session.isLive())
        return WorkshopLook::tr("The control plane is not connected.");
    return mayDoToAll(session.profile(), Permission::WorkshopRequest)
               ? QString()
               : WorkshopLook::tr("Your role may not ask for workshops.");
}

} // namespace portolan::ui
