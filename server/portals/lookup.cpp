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

constexpr std::size_t mostKept = 1000; ///< listings, or candidates: tenants come and go

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
          m_portalId(m_environment->value.portalId()),
          m_sessions(Sessions::groupOf(user, m_environment->value.workshop)),
          m_landed(isThere())
    {
        const std::lock_guard lock(m_lookup.m_mutex);
        m_lookup.m_flights.insert(this);
        if (!m_landed)
            m_lookup.count(*this, 1);
    }
    Flight(const Flight &) = delete;
    Flight &operator=(const Flight &) = delete;
    ~Flight()
    {
        const std::lock_guard lock(m_lookup.m_mutex);
        m_lookup.m_flights.erase(this);
        land();
    }

    [[nodiscard]] const store::ItemPtr<WorkshopEnvironment> &environment() const { return m_environment; }
    [[nodiscard]] const std::string &portalId() const { return m_portalId; }

    /// Whether the session is among the allocated ones already; the portal's answer comes later.
    [[nodiscard]] bool isThere() const
    {
        const auto sessions = m_lookup.m_state.workshopSessions.page(Sessions::byUserWorkshop, m_sessions,
                                                                     {.limit = everything});
        return std::ranges::any_of(sessions.items, [this](const auto &session) {
            return session->value.environmentId() == m_environment->id
                   && session->value.phase() == SessionPhase::Allocated;
        });
    }
    [[nodiscard]] bool hasLanded() const { return m_landed; }
    void land()
    {
        if (!std::exchange(m_landed, true))
            m_lookup.count(*this, -1);
    }

private:
    Lookup &m_lookup;
    const store::ItemPtr<WorkshopEnvironment> m_environment;
    const std::string m_portalId;
    const std::string m_sessions; ///< in the index of users and workshops
    bool m_landed; ///< is among them: it counts no longer
};

void Lookup::count(const Flight &flight, int requests) const
{
    if (!m_options.countInFlight)
        return;
    for (const std::string *id : {&flight.environment()->id, &flight.portalId()}) {
        const auto counted = m_inFlight.try_emplace(*id).first;
        counted->second += requests;
        if (counted->second == 0)
            m_inFlight.erase(counted);
    }
}

void Lookup::landFlights() const
{
    // Before they are looked at: what lands meanwhile is found the next time.
    const std::uint64_t moment = m_state.workshopSessions.changes();
    if (m_landedAt == moment)
        return;
    for (Flight *flight : m_flights)
        if (!flight->hasLanded() && flight->isThere())
            flight->land();
    m_landedAt = moment;
}

bool Lookup::isResting(const std::string &portalId) const
{
    const std::lock_guard lock(m_mutex);
    return rests(portalId);
}

bool Lookup::rests(const std::string &portalId) const
{
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

Lookup::Basis Lookup::basis() const
{
    return {m_state.tenants.changes(), m_state.clusters.changes(), m_state.portals.changes(),
            m_state.environments.changes()};
}

std::shared_ptr<const Lookup::Listing> Lookup::workshopsFor(const Tenant *tenant) const
{
    const Basis basis = this->basis(); // before it is read: what changes meanwhile makes it anew
    const std::string key = tenant ? tenant->name : std::string();
    {
        const std::lock_guard lock(m_keptMutex);
        if (const auto kept = m_listings.find(key); kept != m_listings.end() && kept->second.basis == basis)
            return kept->second.listing;
    }
    auto listing = std::make_shared<Listing>(workshopsIn(tenant ? portalsOf(*tenant) : allPortals()));
    const std::lock_guard lock(m_keptMutex);
    if (m_listings.size() >= mostKept)
        m_listings.clear();
    m_listings.insert_or_assign(key, KeptListing{.basis = basis, .listing = listing});
    return listing;
}

Lookup::CandidatesPtr Lookup::candidatesOf(const Tenant &tenant, const std::string &workshop) const
{
    // Before it is read, as above.
    const Basis basis = this->basis();
    const std::uint64_t moment = m_state.workshopSessions.changes();
    const auto key = std::pair(tenant.name, workshop);
    CandidatesPtr kept;
    {
        const std::lock_guard lock(m_keptMutex);
        if (const auto found = m_candidates.find(key); found != m_candidates.end() && found->second->basis == basis)
            kept = found->second;
    }
    if (kept && kept->moment == moment)
        return kept;
    // Sessions change far more often than what they are of.
    auto made = kept ? std::make_shared<Candidates>(*kept) : std::make_shared<Candidates>();
    made->basis = basis;
    made->moment = moment;
    if (!kept)
        findEnvironments(*made, tenant, workshop);
    readLoads(*made);
    const std::lock_guard lock(m_keptMutex);
    if (m_candidates.size() >= mostKept)
        m_candidates.clear();
    m_candidates.insert_or_assign(key, made);
    return made;
}

void Lookup::findEnvironments(Candidates &candidates, const Tenant &tenant, const std::string &workshop) const
{
    std::map<std::string_view, std::size_t> places;
    for (auto &portal : portalsOf(tenant)) {
        places.emplace(portal->id, candidates.portals.size());
        candidates.portals.push_back(std::move(portal));
    }
    for (auto &item : m_state.environments.page(Environments::byWorkshop, workshop, {.limit = everything}).items) {
        const auto place = places.find(item->value.portalId());
        if (place == places.end())
            continue;
        candidates.hosted = true;
        if (item->value.phase == EnvironmentPhase::Running)
            candidates.environments.push_back({.item = std::move(item), .portal = place->second, .load = {}});
    }
    // The order of registration: by portals, and within them by age, as they come.
    std::ranges::stable_sort(candidates.environments, {}, &Candidates::Environment::portal);
}

void Lookup::readLoads(Candidates &candidates) const
{
    candidates.portalLoads.clear();
    for (const auto &portal : candidates.portals)
        candidates.portalLoads.push_back({.capacity = static_cast<std::int32_t>(portal->value.maximum()),
                                          .allocated = static_cast<std::int32_t>(allocatedIn(m_state, portal->value))});
    for (auto &[item, portal, load] : candidates.environments) {
        const Fill fill = fillOf(m_state, item->value);
        load = {.capacity = static_cast<std::int32_t>(item->value.capacity()),
                .allocated = static_cast<std::int32_t>(fill.allocated),
                .available = static_cast<std::int32_t>(fill.available)};
    }
}

Lookup::Standings Lookup::standingsOf(const Tenant &tenant, const std::string &workshop,
                                      const std::set<std::string> *tried) const
{
    Standings standings;
    // Of one moment: a session that is stored meanwhile would count twice, or not at all.
    for (int attempt = 0; attempt < attemptsAtOneMoment; ++attempt) {
        standings = {.candidates = candidatesOf(tenant, workshop), .numbers = {}, .places = {}};
        addInFlight(standings, tried);
        if (m_state.workshopSessions.changes() == standings.candidates->moment)
            break;
    }
    return standings;
}

void Lookup::addInFlight(Standings &standings, const std::set<std::string> *tried) const
{
    const Candidates &candidates = *standings.candidates;
    const std::lock_guard lock(m_mutex);
    landFlights();
    const auto inFlightAt = [this](const std::string &id) {
        const auto found = m_inFlight.find(id);
        return found == m_inFlight.end() ? 0 : found->second;
    };
    std::vector<bool> leftOut;
    for (const auto &portal : candidates.portals)
        leftOut.push_back(tried && rests(portal->id));
    std::optional<std::size_t> added;
    for (std::size_t place = 0; place < candidates.environments.size(); ++place) {
        const auto &[item, portal, load] = candidates.environments[place];
        if (leftOut[portal] || (tried && tried->contains(item->id)))
            continue;
        if (std::exchange(added, portal) != portal) {
            schedule::PortalLoad whole = candidates.portalLoads[portal];
            whole.inFlight = inFlightAt(candidates.portals[portal]->id);
            standings.numbers.addPortal(whole);
        }
        schedule::EnvironmentLoad own = load;
        own.inFlight = inFlightAt(item->id);
        standings.numbers.add(own);
        standings.places.push_back(place);
    }
}

Result<AllocationExplanation> Lookup::explain(const std::string &tenant, const std::string &workshop) const
{
    const auto item = m_state.tenants.find(tenant);
    if (!item)
        return fail(ErrorCode::NotFound, "Tenant not available");
    const Standings standings = standingsOf(item->value, workshop);
    AllocationExplanation explanation{.tenant = tenant, .workshop = workshop};
    std::string before;
    for (const schedule::Ranked &ranked : schedule::rank(standings.numbers)) {
        const std::size_t place = standings.places[ranked.index];
        const WorkshopEnvironment &environment = standings.candidates->environments[place].item->value;
        const schedule::EnvironmentLoad &own = standings.numbers.environment(ranked.index);
        explanation.candidates.push_back({.cluster = environment.cluster,
                                          .portal = environment.portal,
                                          .environment = environment.name,
                                          .portalHasRoom = ranked.standing.portalHasRoom,
                                          .environmentHasRoom = ranked.standing.environmentHasRoom,
                                          .portalRoom = ranked.standing.portalRoom,
                                          .available = ranked.standing.available,
                                          .environmentRoom = ranked.standing.environmentRoom,
                                          .portalUnlimited = standings.numbers.portal(ranked.index).capacity == 0,
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
        const auto grant = co_await driverOf(portal->value).request(portal, std::move(request));
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
    const Standings standings = standingsOf(tenant, workshop, &tried);
    hosted = standings.candidates->hosted;
    const auto best = schedule::best(standings.numbers);
    if (!best)
        return nullptr;
    return std::make_unique<Flight>(*this, standings.candidates->environments[standings.places[*best]].item, user);
}

bool Lookup::anyRests(const Tenant &tenant, const std::string &workshop) const
{
    return std::ranges::any_of(candidatesOf(tenant, workshop)->environments, [this](const auto &environment) {
        return isResting(environment.item->value.portalId());
    });
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
        const auto grant = co_await driverOf(portal->value).request(portal, std::move(request));
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
