// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/keyed_lock.h"
#include "core/base/random.h"
#include "core/model/user/principal.h"
#include "core/model/workshop/explanation.h"
#include "core/model/workshop/workshop_request.h"
#include "core/schedule/allocation.h"
#include "server/portals/portal_driver.h"
#include "server/state/state.h"

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>

namespace portolan::portals {

/// Finds workshops for tenants and hands their sessions out (lookup spec section 4). The ranking is core/schedule; around
/// it: whoever asks twice at once for one user gets one session, what is being asked for counts as allocated, and a portal
/// that fails rests. For any thread with an event loop.
class Lookup
{
public:
    struct Options {
        std::chrono::milliseconds portalDeadline{5'000}; ///< for one portal
        std::chrono::milliseconds deadline{20'000}; ///< for the whole request
        bool countInFlight = true;
        int failuresToRest = 3; ///< in a row
        std::chrono::milliseconds firstRest{1'000}; ///< doubled with each failure more
        std::chrono::milliseconds longestRest{60'000};
    };

    /// The drivers outlive it. Without one for remote portals there are none.
    Lookup(State &state, Random &random, PortalDriver &builtin, Options options, PortalDriver *remote = nullptr)
        : m_state(state), m_random(random), m_builtin(builtin), m_remote(remote), m_options(options)
    {}

    /// PermissionDenied for a tenant that is none of the client's. Unavailable with a "reason" otherwise: tenant-unknown,
    /// workshop-unknown, no-capacity, portals-unreachable. `base`: how users reach this server.
    /// `audit`: may be committed with the session.
    [[nodiscard]] Task<Result<WorkshopGranted>> request(WorkshopRequest wanted, identity::Principal client,
                                                        std::string base, std::shared_ptr<AuditSlip> audit = {});
    /// Where a session would be asked for now, and why. NotFound for a tenant that is not there.
    [[nodiscard]] Result<AllocationExplanation> explain(const std::string &tenant, const std::string &workshop) const;

    /// The workshops that a tenant may ask for, or, where there is none, those of all portals: each once, where it stands
    /// first, as it stands last (lookup spec section 1.4). The same object until something of it may have changed.
    struct Listing {
        WorkshopList list;
        store::CachedText text; ///< its form in the API
    };
    [[nodiscard]] std::shared_ptr<const Listing> workshopsFor(const Tenant *tenant) const;
    /// In the order of registration, clusters first.
    [[nodiscard]] std::vector<store::ItemPtr<TrainingPortal>> portalsOf(const Tenant &tenant) const;
    [[nodiscard]] std::vector<store::ItemPtr<TrainingPortal>> allPortals() const;

    /// Whether the client may use the tenant: an administrator any, others those that their globs match.
    [[nodiscard]] bool mayUse(const identity::Principal &client, std::string_view tenant) const;
    /// Whether any tenant that the client may use has the portal.
    [[nodiscard]] bool mayReach(const identity::Principal &client, const TrainingPortal &portal) const;

    [[nodiscard]] PortalDriver &driverOf(const TrainingPortal &portal) const
    {
        return portal.isBuiltin() || !m_remote ? m_builtin : *m_remote;
    }

private:
    struct Health {
        int failures = 0;
        std::chrono::steady_clock::time_point restsUntil = {};
    };
    class Flight;
    using Basis = std::array<std::uint64_t, 4>; ///< the changes of what listings and candidates are made of
    /// A workshop's environments in the portals of a tenant, and how full they are, requests in flight aside.
    struct Candidates {
        Basis basis;
        std::uint64_t moment = 0; ///< the changes of sessions
        bool hosted = false; ///< some portal has the workshop, whether it can be asked or not
        std::vector<store::ItemPtr<TrainingPortal>> portals; ///< in the order of registration
        std::vector<schedule::PortalLoad> portalLoads; ///< of the same
        struct Environment {
            store::ItemPtr<WorkshopEnvironment> item;
            std::size_t portal; ///< its place among them
            schedule::EnvironmentLoad load;
        };
        std::vector<Environment> environments; ///< those that run, in the order of registration
    };
    using CandidatesPtr = std::shared_ptr<const Candidates>;
    /// Those that can be asked now, with the requests in flight.
    struct Standings {
        CandidatesPtr candidates;
        schedule::Candidates numbers;
        std::vector<std::size_t> places; ///< of these among the candidates
    };
    struct KeptListing {
        Basis basis;
        std::shared_ptr<const Listing> listing;
    };

    [[nodiscard]] WorkshopList workshopsIn(const std::vector<store::ItemPtr<TrainingPortal>> &portals) const;
    [[nodiscard]] Basis basis() const;
    /// The same object until something of it may have changed.
    [[nodiscard]] CandidatesPtr candidatesOf(const Tenant &tenant, const std::string &workshop) const;
    void findEnvironments(Candidates &candidates, const Tenant &tenant, const std::string &workshop) const;
    void readLoads(Candidates &candidates) const;
    /// Without those that were tried and those of portals that rest, where it is said which were tried.
    [[nodiscard]] Standings standingsOf(const Tenant &tenant, const std::string &workshop,
                                        const std::set<std::string> *tried = nullptr) const;
    void addInFlight(Standings &standings, const std::set<std::string> *tried) const;
    [[nodiscard]] Task<std::optional<WorkshopGranted>> reconnect(WorkshopRequest wanted, identity::Principal client,
                                                                 std::string base, std::shared_ptr<AuditSlip> audit,
                                                                 std::chrono::steady_clock::time_point deadline);
    [[nodiscard]] Task<Result<WorkshopGranted>> allocate(WorkshopRequest wanted, identity::Principal client,
                                                         std::string base, std::shared_ptr<AuditSlip> audit,
                                                         std::chrono::steady_clock::time_point deadline);
    /// The first candidate that was not tried and does not rest; nothing where there is none. `hosted`: whether there are
    /// candidates at all.
    [[nodiscard]] std::unique_ptr<Flight> choose(const Tenant &tenant, const std::string &workshop,
                                                 const std::string &user, const std::set<std::string> &tried,
                                                 bool &hosted);
    [[nodiscard]] bool anyRests(const Tenant &tenant, const std::string &workshop) const;
    [[nodiscard]] bool isResting(const std::string &portalId) const;
    /// With m_mutex.
    [[nodiscard]] bool rests(const std::string &portalId) const;
    void note(const std::string &portalId, bool failed);
    /// Counts no longer as in flight what is among the allocated sessions by now. With m_mutex.
    void landFlights() const;
    void count(const Flight &flight, int requests) const;

    State &m_state;
    Random &m_random;
    PortalDriver &m_builtin;
    PortalDriver *const m_remote;
    const Options m_options;
    KeyedLock m_users; ///< by user and workshop
    std::mutex m_choice;
    mutable std::mutex m_mutex;
    std::map<std::string, Health> m_health; ///< by portal; those that fail
    std::set<Flight *> m_flights;
    /// Of those that have not landed, by environment and by portal.
    mutable std::unordered_map<std::string, std::int32_t> m_inFlight;
    mutable std::uint64_t m_landedAt = 0; ///< the changes of sessions when that was looked at last
    mutable std::mutex m_keptMutex;
    mutable std::map<std::string, KeptListing> m_listings; ///< by tenant; "" of all portals
    mutable std::map<std::pair<std::string, std::string>, CandidatesPtr> m_candidates; ///< by tenant and workshop
};

} // namespace portolan::portals
