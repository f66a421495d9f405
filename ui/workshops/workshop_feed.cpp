// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/workshop_feed.h"

#include "ui/session/caller.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace portolan::ui {
namespace {

/// Past this many changed sessions, the list is asked for instead of each.
constexpr std::size_t listInstead = 20;
constexpr auto askAtMostEvery = std::chrono::milliseconds(250);

Error tooLate()
{
    return {.code = ErrorCode::Cancelled, .detail = "another control plane was chosen"};
}

/// "CLUSTER/PORTAL" of "CLUSTER/PORTAL/ENVIRONMENT/SESSION".
std::string portalOf(const std::string &sessionId)
{
    const auto first = sessionId.find('/');
    return first == sessionId.npos ? std::string() : sessionId.substr(0, sessionId.find('/', first + 1));
}

} // namespace

WorkshopFeed::WorkshopFeed(Session &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_asking.setSingleShot(true);
    m_asking.setInterval(askAtMostEvery);
    connect(&m_asking, &QTimer::timeout, this, &WorkshopFeed::ask);
    connect(&session, &Session::eventHappened, this, &WorkshopFeed::take);
    connect(&session, &Session::eventsSkipped, this, &WorkshopFeed::reload);
    connect(&session, &Session::workspacesLoaded, this, [this] {
        if (m_session.state() == ConnectionState::Idle)
            forget(); // another control plane comes
        else
            reload();
    });
}

std::string WorkshopFeed::idOf(const TrainingPortalDetails &portal)
{
    return TrainingPortal::idOf(portal.cluster, portal.name);
}

std::string WorkshopFeed::idOf(const EnvironmentDetails &environment)
{
    return WorkshopEnvironment::idOf(environment.cluster, environment.portal, environment.name);
}

std::string WorkshopFeed::idOf(const WorkshopSessionDetails &session)
{
    return WorkshopSession::idOf(WorkshopEnvironment::idOf(session.cluster, session.portal, session.environment),
                                 session.name);
}

void WorkshopFeed::start()
{
    if (!std::exchange(m_started, true))
        reload();
}

void WorkshopFeed::reload()
{
    if (!m_started || !m_session.client())
        return;
    ++m_round; // what is on its way is older
    m_fetching = false;
    m_dirty = {.places = true, .fill = false, .portals = {}, .definitions = true, .allSessions = true, .sessions = {}};
    ask();
}

void WorkshopFeed::forget()
{
    ++m_round;
    m_fetching = m_loaded = false;
    m_dirty = {};
    m_portals.clear();
    m_tenants.clear();
    m_definitions.clear();
    m_sessions.clear();
    Q_EMIT changed();
}

const WorkshopFeed::Portal *WorkshopFeed::portal(const std::string &id) const
{
    const auto found = m_portals.find(id);
    return found == m_portals.end() ? nullptr : &found->second;
}

const WorkshopFeed::Tenant *WorkshopFeed::tenant(const std::string &name) const
{
    const auto found = m_tenants.find(name);
    return found == m_tenants.end() ? nullptr : &found->second;
}

const Workshop *WorkshopFeed::definition(const std::string &name) const
{
    const auto found = m_definitions.find(name);
    return found == m_definitions.end() ? nullptr : &found->second;
}

std::vector<std::string> WorkshopFeed::portalsOffering(const std::string &definition) const
{
    std::vector<std::string> ids;
    for (const auto &[id, portal] : m_portals)
        if (portal.details.phase != PortalPhase::Stopping && std::ranges::contains(portal.offers, definition))
            ids.push_back(id);
    return ids;
}

const WorkshopSessionDetails *WorkshopFeed::session(const std::string &id) const
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : &found->second;
}

bool WorkshopFeed::mayRead() const
{
    return mayDoToAll(m_session.profile(), identity::Permission::WorkshopRead);
}

bool WorkshopFeed::mayReadSessions() const
{
    return mayDoToAll(m_session.profile(), identity::Permission::WorkshopSessionWrite);
}

void WorkshopFeed::take(const Event &event)
{
    static constexpr std::array<std::string_view, 6> places{"portal",  "environment", "tenant",
                                                            "cluster", "workshop",    "user"};
    if (!m_started || event.type.starts_with("session.")) // somebody has logged in
        return;
    if (event.subjectKind == "workshop-session") {
        m_dirty.sessions.insert(event.subject);
        m_dirty.portals.insert(portalOf(event.subject));
        m_dirty.fill = true;
    } else if (std::ranges::contains(places, event.subjectKind)) {
        m_dirty.places = true; // of a user: the clients of a tenant
        m_dirty.definitions = m_dirty.definitions || event.subjectKind == "workshop";
    } else {
        return;
    }
    if (!m_asking.isActive())
        m_asking.start();
}

/// One round at a time: what happens meanwhile comes with the next.
void WorkshopFeed::ask()
{
    const auto client = m_session.client();
    if (!client || m_fetching || m_dirty.isEmpty() || !mayRead())
        return;
    m_fetching = true;
    detach(fetch(this, client, m_round, std::exchange(m_dirty, {})));
}

void WorkshopFeed::fail(const Error &error)
{
    if (error.code != ErrorCode::Cancelled && m_session.isLive()) // else the connection says what is wrong
        Q_EMIT failed(error);
}

Task<void> WorkshopFeed::fetch(QPointer<WorkshopFeed> self, Client client, int round, Dirty dirty)
{
    auto done = Result<void>();
    if (dirty.places || dirty.fill)
        done = co_await fetchPortals(self, client, round, dirty);
    if (done && dirty.places)
        done = co_await fetchTenants(self, client, round);
    if (done && dirty.definitions)
        done = co_await fetchDefinitions(self, client, round);
    if (done)
        done = co_await fetchSessions(self, client, round, dirty);
    if (!self || !self->isCurrent(round))
        co_return;
    self->m_fetching = false;
    if (done) {
        self->m_loaded = true;
        Q_EMIT self->changed();
        if (!self->m_dirty.isEmpty())
            self->m_asking.start();
    } else {
        self->m_dirty.places = self->m_dirty.definitions = self->m_dirty.allSessions = true; // with the next event
        self->fail(done.error());
    }
}

void WorkshopFeed::put(TrainingPortalDetails details)
{
    const std::string id = idOf(details);
    m_portals[id].details = std::move(details);
}

Task<Result<void>> WorkshopFeed::fetchPortals(QPointer<WorkshopFeed> self, Client client, int round, Dirty dirty)
{
    auto portals = co_await client->portals();
    if (!self || !self->isCurrent(round))
        co_return std::unexpected(tooLate());
    if (!portals)
        co_return std::unexpected(portals.error());
    std::set<std::string> ids;
    std::vector<ControlPlaneClient::PortalPath> filled;
    for (TrainingPortalDetails &portal : *portals) {
        const std::string id = idOf(portal);
        ids.insert(id);
        if (dirty.places || dirty.portals.contains(id) || !self->m_portals.contains(id))
            filled.push_back({.cluster = portal.cluster, .portal = portal.name});
        self->put(std::move(portal));
    }
    std::erase_if(self->m_portals, [&ids](const auto &entry) { return !ids.contains(entry.first); });
    for (const auto &path : filled)
        if (auto done = co_await fillPortal(self, client, round, path); !done)
            co_return done;
    co_return Result<void>();
}

/// What is in it, and what it offers where its spec is another.
Task<Result<void>> WorkshopFeed::fillPortal(QPointer<WorkshopFeed> self, Client client, int round,
                                            ControlPlaneClient::PortalPath path)
{
    const std::string id = TrainingPortal::idOf(path.cluster, path.portal);
    auto environments = co_await client->environments(path);
    if (!self || !self->isCurrent(round))
        co_return std::unexpected(tooLate());
    if (!environments && environments.error().code == ErrorCode::NotFound) {
        self->m_portals.erase(id); // gone meanwhile
        co_return Result<void>();
    }
    if (!environments)
        co_return std::unexpected(environments.error());
    self->m_portals[id].environments = std::move(*environments);
    const std::int64_t generation = self->m_portals[id].details.generation;
    if (self->m_portals[id].offersAsOf == generation)
        co_return Result<void>();
    auto spec = co_await client->portalSpec(path);
    if (!self || !self->isCurrent(round))
        co_return std::unexpected(tooLate());
    if (!spec && spec.error().code != ErrorCode::NotFound)
        co_return std::unexpected(spec.error());
    Portal &portal = self->m_portals[id];
    portal.offers.clear();
    portal.offersAsOf = generation;
    if (spec)
        for (PortalWorkshop &workshop : spec->workshops)
            portal.offers.push_back(std::move(workshop.name));
    co_return Result<void>();
}

Task<Result<void>> WorkshopFeed::fetchDefinitions(QPointer<WorkshopFeed> self, Client client, int round)
{
    auto definitions = co_await client->workshopDefinitions();
    if (!self || !self->isCurrent(round))
        co_return std::unexpected(tooLate());
    if (!definitions)
        co_return std::unexpected(definitions.error());
    self->m_definitions.clear();
    for (Workshop &workshop : *definitions)
        self->m_definitions.insert_or_assign(workshop.name, std::move(workshop));
    co_return Result<void>();
}

Task<Result<void>> WorkshopFeed::fetchTenants(QPointer<WorkshopFeed> self, Client client, int round)
{
    auto tenants = co_await client->tenants();
    if (!tenants)
        co_return std::unexpected(tenants.error());
    std::map<std::string, Tenant> fresh;
    for (TenantDetails &tenant : *tenants) {
        const std::string name = tenant.name;
        const auto portals = co_await client->tenantPortals(name);
        if (!portals && portals.error().code == ErrorCode::NotFound)
            continue; // gone meanwhile
        if (!portals)
            co_return std::unexpected(portals.error());
        Tenant &entry = fresh[name];
        entry.details = std::move(tenant);
        for (const TrainingPortalDetails &portal : *portals)
            entry.portals.push_back(idOf(portal));
    }
    if (!self || !self->isCurrent(round))
        co_return std::unexpected(tooLate());
    self->m_tenants = std::move(fresh);
    co_return Result<void>();
}

Task<Result<void>> WorkshopFeed::fetchSessions(QPointer<WorkshopFeed> self, Client client, int round, Dirty dirty)
{
    if (!self || !self->mayReadSessions())
        co_return Result<void>();
    if (dirty.allSessions || dirty.sessions.size() > listInstead) {
        auto all = co_await client->workshopSessions({});
        if (!self || !self->isCurrent(round))
            co_return std::unexpected(tooLate());
        if (!all)
            co_return std::unexpected(all.error());
        self->m_sessions.clear();
        for (WorkshopSessionDetails &session : *all)
            self->m_sessions.insert_or_assign(idOf(session), std::move(session));
        co_return Result<void>();
    }
    for (const std::string &id : dirty.sessions) {
        std::vector<std::string> parts;
        for (const auto part : std::views::split(id, '/'))
            parts.emplace_back(part.begin(), part.end());
        if (parts.size() != 4)
            continue;
        auto session = co_await client->workshopSession(
            {.cluster = parts[0], .portal = parts[1], .environment = parts[2], .session = parts[3]});
        if (!self || !self->isCurrent(round))
            co_return std::unexpected(tooLate());
        if (session && session->state != WorkshopSessionState::Stopped)
            self->m_sessions.insert_or_assign(id, std::move(*session));
        else if (session || session.error().code == ErrorCode::NotFound)
            self->m_sessions.erase(id);
        else
            co_return std::unexpected(session.error());
    }
    co_return Result<void>();
}

} // namespace portolan::ui
