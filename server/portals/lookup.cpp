// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/lookup.h"

#include "server/portals/environments.h"

#include <algorithm>

namespace portolan::portals {

namespace {

using Portals = store::Stored<TrainingPortal>;
using Environments = store::Stored<WorkshopEnvironment>;
using Sessions = store::Stored<WorkshopSession>;
using SteadyClock = std::chrono::steady_clock;

/// So often the load is read anew because sessions changed while it was read; the last one is taken as it is.
constexpr int attemptsAtOneMoment = 5;

std::unexpected<Error> unavailable(std::string detail, std::string_view reason, std::chrono::seconds retryAfter)
{
    return fail(ErrorCode::Unavailable, std::move(detail),
                {{"reason", std::string(reason)}, {"retryAfter", std::to_string(retryAfter.count())}});
}

/// Whether the portal itself is to blame, and not what it was asked.
bool isFault(const Error &error)
{
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout
           || error.code == ErrorCode::BadGateway || error.code == ErrorCode::PermissionDenied
           || error.code == ErrorCode::Unauthenticated || error.code == ErrorCode::TooLarge;
}

WorkshopGranted grantedBy(const WorkshopRequest &wanted, const std::string &cluster, const std::string &portal,
                          const std::string &environment, const SessionGrant &grant, const std::string &base)
{
    return {.clusterName = cluster,
            .portalName = portal,
            .environmentName = environment,
            .sessionName = grant.session,
            .clientUserId = wanted.clientUserId,
            .sessionActivationUrl = grant.url.starts_with('/') ? base + grant.url : grant.url,
            .tenantName = wanted.tenantName};
}

SessionRequest requestOf(const WorkshopRequest &wanted, const identity::Principal &client, std::string environment,
                         std::shared_ptr<AuditSlip> audit)
{
    return {.environment = std::move(environment),
            .user = wanted.clientUserId,
            .tenant = wanted.tenantName,
            .client = client.username,
            .email = wanted.userEmailAddress,
            .firstName = wanted.userFirstName,
            .lastName = wanted.userLastName,
            .indexUrl = wanted.clientIndexUrl,
            .analyticsUrl = wanted.analyticsWebhookUrl,
            .parameters = wanted.workshopParams,
            .audit = std::move(audit)};
}

} // namespace

/// A portal that is being asked for a session.
class Lookup::Flight
{
public:
    Flight(Lookup &lookup, store::ItemPtr<WorkshopEnvironment> environment, std::string_view user)
        : m_lookup(lookup),
          m_environment(std::move(environment)),
          m_sessions(Sessions::groupOf(user, m_environment->value.workshop))
    {
        const std::lock_guard lock(m_lookup.m_mutex);
        m_lookup.m_flights.insert(this);
    }
    Flight(const Flight &) = delete;
    Flight &operator=(const Flight &) = delete;
    ~Flight()
    {
        const std::lock_guard lock(m_lookup.m_mutex);
        m_lookup.m_flights.erase(this);
    }

    [[nodiscard]] const store::ItemPtr<WorkshopEnvironment> &environment() const { return m_environment; }

    /// Whether the session is among the allocated ones already; the portal's answer comes later.
    [[nodiscard]] bool hasLanded() const
    {
        const auto sessions = m_lookup.m_state.workshopSessions.page(Sessions::byUserWorkshop, m_sessions,
                                                                     {.limit = everything});
        return std::ranges::any_of(sessions.items, [this](const auto &session) {
            return session->value.environmentId() == m_environment->id
                   && session->value.phase() == SessionPhase::Allocated;
        });
    }

private:
    Lookup &m_lookup;
    store::ItemPtr<WorkshopEnvironment> m_environment;
    const std::string m_sessions; ///< in the index of users and workshops
};

std::map<std::string, std::int32_t> Lookup::inFlight() const
{
    std::map<std::string, std::int32_t> counts;
    if (!m_options.countInFlight)
        return counts;
    const std::lock_guard lock(m_mutex);
    for (const Flight *flight : m_flights) {
        if (flight->hasLanded())
            continue;
        ++counts[flight->environment()->id];
        ++counts[flight->environment()->value.portalId()];
    }
    return counts;
}

bool Lookup::isResting(const std::string &portalId) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_health.find(portalId);
    return found != m_health.end() && found->second.restsUntil > SteadyClock::now();
}

void Lookup::note(const std::string &portalId, bool failed)
{
    const std::lock_guard lock(m_mutex);
    if (!failed) {
        m_health.erase(portalId);
        return;
    }
    Health &health = m_health[portalId];
    ++health.failures;
    if (health.failures < m_options.failuresToRest)
        return;
    const int doublings = std::min(health.failures - m_options.failuresToRest, 16);
    health.restsUntil = SteadyClock::now()
                        + std::min<std::chrono::milliseconds>(m_options.firstRest * (1 << doublings),
                                                              m_options.longestRest);
}

bool Lookup::mayUse(const identity::Principal &client, std::string_view tenant) const
{
    if (client.has(Role::Admin) || client.has(Role::Operator))
        return true;
    const auto user = m_state.users.find(client.username);
    return user && matchesAnyGlob(user->value.tenants, tenant);
}

bool Lookup::mayReach(const identity::Principal &client, const TrainingPortal &portal) const
{
    if (client.has(Role::Admin) || client.has(Role::Operator))
        return true;
    const auto cluster = m_state.clusters.find(portal.cluster);
    return cluster && std::ranges::any_of(m_state.tenants.all(), [&](const auto &tenant) {
               const TenantSpec &spec = tenant->value.spec;
               return mayUse(client, tenant->value.name)
                      && spec.clusters.matches(portal.cluster, cluster->value.spec.labels)
                      && spec.portals.matches(portal.name, portal.spec.portal.labels);
           });
}

std::vector<store::ItemPtr<TrainingPortal>> Lookup::allPortals() const
{
    std::vector<store::ItemPtr<TrainingPortal>> portals;
    for (const auto &cluster :
         m_state.clusters.page(store::Stored<Cluster>::byCreated, "", {.limit = everything}).items)
        std::ranges::move(m_state.portals.page(Portals::byCluster, cluster->id, {.limit = everything}).items,
                          std::back_inserter(portals));
    return portals;
}

std::vector<store::ItemPtr<TrainingPortal>> Lookup::portalsOf(const Tenant &tenant) const
{
    std::vector<store::ItemPtr<TrainingPortal>> portals;
    for (const auto &cluster :
         m_state.clusters.page(store::Stored<Cluster>::byCreated, "", {.limit = everything}).items) {
        if (!tenant.spec.clusters.matches(cluster->id, cluster->value.spec.labels))
            continue;
        for (auto &portal : m_state.portals.page(Portals::byCluster, cluster->id, {.limit = everything}).items)
            if (tenant.spec.portals.matches(portal->value.name, portal->value.spec.portal.labels))
                portals.push_back(std::move(portal));
    }
    return portals;
}

WorkshopList Lookup::workshopsIn(const std::vector<store::ItemPtr<TrainingPortal>> &portals) const
{
    WorkshopList list;
    std::map<std::string, std::size_t, std::less<>> places;
    for (const auto &portal : portals)
        for (const auto &item :
             m_state.environments.page(Environments::byPortal, portal->id, {.limit = everything}).items) {
            const WorkshopEnvironment &environment = item->value;
            if (environment.phase != EnvironmentPhase::Running)
                continue;
            const auto [place, isNew] = places.try_emplace(environment.workshop, list.workshops.size());
            if (isNew)
                list.workshops.emplace_back();
            list.workshops[place->second] = {.name = environment.workshop,
                                             .title = environment.title,
                                             .description = environment.description,
                                             .labels = environment.labels};
        }
    return list;
}

std::shared_ptr<const Lookup::Listing> Lookup::workshopsFor(const Tenant *tenant) const
{
    constexpr std::size_t mostListings = 1000; // Tenants come and go.
    // Before it is read: what changes meanwhile makes it anew.
    const Basis basis{m_state.tenants.changes(), m_state.clusters.changes(), m_state.portals.changes(),
                      m_state.environments.changes()};
    const std::string key = tenant ? tenant->name : std::string();
    {
        const std::lock_guard lock(m_listingMutex);
        if (const auto kept = m_listings.find(key); kept != m_listings.end() && kept->second.basis == basis)
            return kept->second.listing;
    }
    auto listing = std::make_shared<Listing>(workshopsIn(tenant ? portalsOf(*tenant) : allPortals()));
    const std::lock_guard lock(m_listingMutex);
    if (m_listings.size() >= mostListings)
        m_listings.clear();
    m_listings.insert_or_assign(key, KeptListing{.basis = basis, .listing = listing});
    return listing;
}

schedule::Candidates Lookup::numbersOf(const std::vector<store::ItemPtr<TrainingPortal>> &portals,
                                       const std::vector<store::ItemPtr<WorkshopEnvironment>> &environments) const
{
    const auto inFlight = this->inFlight();
    const auto inFlightAt = [&](const std::string &id) {
        const auto found = inFlight.find(id);
        return found == inFlight.end() ? 0 : found->second;
    };
    std::map<std::string_view, schedule::PortalLoad> loads;
    for (const auto &portal : portals)
        loads[portal->id] = {.capacity = static_cast<std::int32_t>(portal->value.maximum()),
                             .allocated = static_cast<std::int32_t>(allocatedIn(m_state, portal->value)),
                             .inFlight = inFlightAt(portal->id)};
    schedule::Candidates numbers;
    std::string portalId;
    for (const auto &item : environments) {
        if (std::string own = item->value.portalId(); own != portalId) {
            portalId = std::move(own);
            numbers.addPortal(loads.at(portalId));
        }
        const Fill fill = fillOf(m_state, item->value);
        numbers.add({.capacity = static_cast<std::int32_t>(item->value.capacity()),
                     .allocated = static_cast<std::int32_t>(fill.allocated),
                     .available = static_cast<std::int32_t>(fill.available),
                     .inFlight = inFlightAt(item->id)});
    }
    return numbers;
}

Lookup::Candidates Lookup::candidatesOf(
    const Tenant &tenant, const std::string &workshop,
    const std::function<bool(const store::Versioned<WorkshopEnvironment> &)> &leavesOut) const
{
    Candidates candidates;
    const auto portals = portalsOf(tenant);
    std::map<std::string_view, std::size_t> places;
    for (const auto &portal : portals)
        places.emplace(portal->id, places.size());
    auto &running = candidates.environments;
    for (auto &item : m_state.environments.page(Environments::byWorkshop, workshop, {.limit = everything}).items) {
        if (!places.contains(item->value.portalId()))
            continue;
        candidates.hosted = true;
        if (item->value.phase == EnvironmentPhase::Running && !(leavesOut && leavesOut(*item)))
            running.push_back(std::move(item));
    }
    // The order of registration: by portals, and within them by age, as they come.
    std::ranges::stable_sort(running, {}, [&](const auto &item) { return places.at(item->value.portalId()); });
    // Of one moment: a session that is stored meanwhile would count twice, or not at all.
    for (int attempt = 0; attempt < attemptsAtOneMoment; ++attempt) {
        const std::uint64_t moment = m_state.workshopSessions.changes();
        candidates.numbers = numbersOf(portals, running);
        if (m_state.workshopSessions.changes() == moment)
            break;
    }
    return candidates;
}

Result<AllocationExplanation> Lookup::explain(const std::string &tenant, const std::string &workshop) const
{
    const auto item = m_state.tenants.find(tenant);
    if (!item)
        return fail(ErrorCode::NotFound, "Tenant not available");
    const Candidates candidates = candidatesOf(item->value, workshop);
    AllocationExplanation explanation{.tenant = tenant, .workshop = workshop};
    std::string before;
    for (const schedule::Ranked &ranked : schedule::rank(candidates.numbers)) {
        const WorkshopEnvironment &environment = candidates.environments[ranked.index]->value;
        const schedule::EnvironmentLoad &own = candidates.numbers.environment(ranked.index);
        explanation.candidates.push_back({.cluster = environment.cluster,
                                          .portal = environment.portal,
                                          .environment = environment.name,
                                          .portalHasRoom = ranked.standing.portalHasRoom,
                                          .environmentHasRoom = ranked.standing.environmentHasRoom,
                                          .portalRoom = ranked.standing.portalRoom,
                                          .available = ranked.standing.available,
                                          .environmentRoom = ranked.standing.environmentRoom,
                                          .portalUnlimited = candidates.numbers.portal(ranked.index).capacity == 0,
                                          .environmentUnlimited = own.capacity == 0,
                                          .inFlight = own.inFlight,
                                          .resting = isResting(environment.portalId()),
                                          .reason = ranked.because.reason,
                                          .because = schedule::toText(ranked.because, before)});
        before = environment.name;
    }
    return explanation;
}

Task<Result<WorkshopGranted>> Lookup::request(WorkshopRequest wanted, identity::Principal client, std::string base,
                                              std::shared_ptr<AuditSlip> audit)
{
    if (!mayUse(client, wanted.tenantName))
        co_return fail(ErrorCode::PermissionDenied, "Client not allowed access to tenant");
    const auto user = m_state.users.find(client.username);
    if (user && !user->value.workshopUser.empty())
        wanted.clientUserId = user->value.workshopUser;
    const auto deadline = SteadyClock::now() + m_options.deadline;
    if (wanted.clientUserId.empty())
        co_return co_await allocate(std::move(wanted), std::move(client), std::move(base), std::move(audit), deadline);
    // Whoever asks twice at once waits for the first, and is given the same session.
    const auto turn = co_await m_users.take(Sessions::groupOf(wanted.clientUserId, wanted.workshopName));
    if (auto again = co_await reconnect(wanted, client, base, audit, deadline))
        co_return std::move(*again);
    co_return co_await allocate(std::move(wanted), std::move(client), std::move(base), std::move(audit), deadline);
}

Task<std::optional<WorkshopGranted>> Lookup::reconnect(WorkshopRequest wanted, identity::Principal client,
                                                       std::string base, std::shared_ptr<AuditSlip> audit,
                                                       SteadyClock::time_point deadline)
{
    const auto sessions = m_state.workshopSessions
                              .page(Sessions::byUserWorkshop,
                                    Sessions::groupOf(wanted.clientUserId, wanted.workshopName), {.limit = everything})
                              .items;
    if (sessions.empty())
        co_return std::nullopt;
    for (const auto &portal : allPortals()) {
        const bool reaches = mayReach(client, portal->value);
        // The first of each portal, as upstream: by environment, then by age.
        store::ItemPtr<WorkshopSession> first;
        for (const auto &session : sessions)
            if (session->value.portalId() == portal->id
                // The client's own is found where no tenant has the portal any more: clusters are drained like that.
                && (reaches || (session->value.client == client.username && mayUse(client, session->value.tenant)))
                && (!first
                    || std::tie(session->value.environment, session->value.number)
                           < std::tie(first->value.environment, first->value.number)))
                first = session;
        if (!first || !first->value.isAlive() || isResting(portal->id) || SteadyClock::now() >= deadline)
            continue;
        auto request = requestOf(wanted, client, first->value.environment, audit);
        request.session = first->value.name;
        request.deadline = std::min(SteadyClock::now() + m_options.portalDeadline, deadline);
        const auto grant = co_await driverOf(portal->value).request(portal->value, std::move(request));
        note(portal->id, !grant && isFault(grant.error()));
        if (grant)
            co_return grantedBy(wanted, portal->value.cluster, portal->value.name, first->value.environment, *grant,
                                base);
    }
    co_return std::nullopt;
}

std::unique_ptr<Lookup::Flight> Lookup::choose(const Tenant &tenant, const std::string &workshop,
                                               const std::string &user, const std::set<std::string> &tried,
                                               bool &hosted)
{
    // One at a time, so that each sees those that were chosen before.
    const std::lock_guard lock(m_choice);
    const Candidates candidates = candidatesOf(tenant, workshop, [&](const auto &environment) {
        return tried.contains(environment.id) || isResting(environment.value.portalId());
    });
    hosted = candidates.hosted;
    const auto best = schedule::best(candidates.numbers);
    return best ? std::make_unique<Flight>(*this, candidates.environments[*best], user) : nullptr;
}

bool Lookup::anyRests(const Tenant &tenant, const std::string &workshop) const
{
    return std::ranges::any_of(candidatesOf(tenant, workshop).environments,
                               [this](const auto &environment) { return isResting(environment->value.portalId()); });
}

Task<Result<WorkshopGranted>> Lookup::allocate(WorkshopRequest wanted, identity::Principal client, std::string base,
                                               std::shared_ptr<AuditSlip> audit, SteadyClock::time_point deadline)
{
    using namespace std::chrono_literals;
    const auto tenant = m_state.tenants.find(wanted.tenantName);
    if (!tenant)
        co_return unavailable("Tenant not available", "tenant-unknown", 60s);
    std::set<std::string> tried;
    bool failed = false;
    while (SteadyClock::now() < deadline) {
        // Ranked anew each time: others were given places meanwhile.
        bool hosted = false;
        // By a name of its own the session is found again, should the portal's answer be lost.
        const bool userIsMadeUp = wanted.clientUserId.empty();
        const std::string user = userIsMadeUp ? randomUuid(m_random) : wanted.clientUserId;
        const auto flight = choose(tenant->value, wanted.workshopName, user, tried, hosted);
        if (!hosted)
            co_return unavailable("Workshop not available", "workshop-unknown", 60s);
        if (!flight)
            break;
        const store::ItemPtr<WorkshopEnvironment> environment = flight->environment();
        tried.insert(environment->id);
        const auto portal = m_state.portals.find(environment->value.portalId());
        if (!portal)
            continue;
        auto request = requestOf(wanted, client, environment->value.name, audit);
        request.user = user;
        request.userIsMadeUp = userIsMadeUp;
        request.deadline = std::min(SteadyClock::now() + m_options.portalDeadline, deadline);
        const auto grant = co_await driverOf(portal->value).request(portal->value, std::move(request));
        const bool isDown = !grant && isFault(grant.error());
        note(portal->id, isDown);
        failed = failed || isDown;
        if (grant)
            co_return grantedBy(wanted, portal->value.cluster, portal->value.name, environment->value.name, *grant,
                                base);
    }
    if (failed || SteadyClock::now() >= deadline || anyRests(tenant->value, wanted.workshopName))
        co_return unavailable("Workshop not available", "portals-unreachable", 10s);
    co_return unavailable("Workshop not available", "no-capacity", 30s);
}

} // namespace portolan::portals
