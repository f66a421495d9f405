// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/educates/mirror.h"

#include "server/portals/environments.h"
#include "server/portals/session_event.h"

#include <charconv>
#include <set>

namespace portolan::portals {

namespace {

using Environments = store::Stored<WorkshopEnvironment>;
using Sessions = store::Stored<WorkshopSession>;

EnvironmentPhase phaseOf(std::string_view state)
{
    if (state == "RUNNING")
        return EnvironmentPhase::Running;
    return state == "STARTING" ? EnvironmentPhase::Pending : EnvironmentPhase::Stopping;
}

WorkshopEnvironment told(WorkshopEnvironment environment, const CatalogEnvironment &item)
{
    environment.workshop = item.workshop.name;
    environment.resource = item.workshop.resource.empty() ? item.workshop.name : item.workshop.resource;
    environment.title = item.workshop.title;
    environment.description = item.workshop.description;
    environment.labels.clear();
    for (const auto &[name, value] : item.workshop.labels)
        environment.labels.push_back({.name = name, .value = value});
    environment.phase = phaseOf(item.state);
    environment.rules.capacity = std::max<std::int64_t>(item.capacity, 0);
    environment.rules.reserved = std::max<std::int64_t>(item.reserved, 0);
    environment.rules.expires = std::chrono::seconds(std::clamp<std::int64_t>(item.duration, 0, 366LL * 24 * 3600));
    environment.toldAllocated = std::max<std::int64_t>(item.allocated, 0);
    environment.toldAvailable = std::max<std::int64_t>(item.available, 0);
    return environment;
}

WorkshopSession told(WorkshopSession session, const CatalogSession &item, const WorkshopEnvironment &environment,
                     Time now)
{
    session.workshop = environment.workshop;
    // One of a state that is not known here goes on, as far as anybody can tell.
    session.state = schema::enumFromName<WorkshopSessionState>(item.state).value_or(WorkshopSessionState::Running);
    session.user = item.user;
    if (!item.user.empty() && !session.allocated)
        session.allocated = item.started.value_or(now);
    // Of one whose user has not come it tells when it was given, and when it ends without.
    const bool isWaited = session.state == WorkshopSessionState::Starting
                          || session.state == WorkshopSessionState::Waiting;
    session.started = isWaited ? std::nullopt : item.started;
    session.expires = isWaited ? std::nullopt : item.expires;
    session.activateBy = isWaited ? item.expires : std::nullopt;
    return session;
}

Result<void> check(const EnvironmentCatalog &catalog)
{
    std::set<std::string_view> environments;
    for (const CatalogEnvironment &item : catalog.environments) {
        if (!isPortalName(item.name) || item.workshop.name.empty() || !environments.insert(item.name).second)
            return fail(ErrorCode::InvalidArgument, "an environment that cannot be named so");
        std::set<std::string_view> sessions;
        for (const CatalogSession &session : item.sessions.value_or(std::vector<CatalogSession>()))
            if (!isPortalName(session.name) || !sessions.insert(session.name).second)
                return fail(ErrorCode::InvalidArgument, "a session that cannot be named so");
    }
    return {};
}

/// Adds to one change, and counts what it adds.
class Mirror
{
public:
    Mirror(const State &state, const TrainingPortal &portal, const RowVersions &before)
        : m_state(state), m_portal(portal), m_before(before)
    {}

    void add(const CatalogEnvironment &item, std::int64_t number, Random &random)
    {
        const std::string id = WorkshopEnvironment::idOf(m_portal.cluster, m_portal.name, item.name);
        m_told.insert(id);
        const auto row = m_state.environments.find(id);
        WorkshopEnvironment next = told(row ? row->value
                                            : WorkshopEnvironment{.name = item.name,
                                                                  .portal = m_portal.name,
                                                                  .cluster = m_portal.cluster,
                                                                  .uid = randomUuid(random),
                                                                  .number = number,
                                                                  .portalCreated = m_portal.created},
                                        item);
        for (const CatalogSession &session : item.sessions.value_or(std::vector<CatalogSession>()))
            add(session, next);
        if (!row || next != row->value) {
            m_change.record(environmentEvent(row ? "changed" : "created", id));
            put(std::move(next), row ? row->version : store::absent);
        }
    }

    void removeWhatIsGone()
    {
        for (const auto &environment :
             m_state.environments.page(Environments::byPortal, m_portal.id(), {.limit = everything}).items) {
            for (const auto &session :
                 m_state.workshopSessions.page(Sessions::byEnvironment, environment->id, {.limit = everything}).items)
                if (!m_told.contains(session->id) && wasThere(session->id, session->version)) {
                    m_change.record(sessionEvent("deleted", session->value));
                    m_change.remove<WorkshopSession>(session->id, session->version);
                    m_isEmpty = false;
                }
            if (!m_told.contains(environment->id)) {
                m_change.record(environmentEvent("deleted", environment->id));
                m_change.remove<WorkshopEnvironment>(environment->id, environment->version);
                m_isEmpty = false;
            }
        }
    }

    std::optional<store::Change> take()
    {
        if (m_isEmpty)
            return std::nullopt;
        m_change.expectPresent(std::string(store::Stored<TrainingPortal>::kind), m_portal.id());
        return std::move(m_change);
    }

private:
    [[nodiscard]] bool wasThere(const std::string &id, std::int64_t version) const
    {
        const auto before = m_before.find(id);
        return before != m_before.end() && before->second == version;
    }

    void add(const CatalogSession &item, const WorkshopEnvironment &environment)
    {
        const std::string id = WorkshopSession::idOf(environment.id(), item.name);
        m_told.insert(id);
        const auto row = m_state.workshopSessions.find(id);
        if (row && !wasThere(id, row->version))
            return; // It was changed here meanwhile.
        if (!row && m_before.contains(id))
            return; // It was ended here meanwhile.
        const Time now = m_state.clock().now();
        WorkshopSession next = told(row ? row->value
                                        : WorkshopSession{.name = item.name,
                                                          .environment = environment.name,
                                                          .portal = environment.portal,
                                                          .cluster = environment.cluster,
                                                          .number = numberOfName(item.name),
                                                          .created = item.started.value_or(now)},
                                    item, environment, now);
        if (row && next == row->value)
            return;
        m_change.record(sessionEvent(row ? "changed" : "created", next));
        put(std::move(next), row ? row->version : store::absent);
    }

    template <class Model>
    void put(Model model, std::int64_t expected)
    {
        m_change.put(std::move(model), expected);
        m_isEmpty = false;
    }

    const State &m_state;
    const TrainingPortal &m_portal;
    const RowVersions &m_before;
    store::Change m_change;
    bool m_isEmpty = true;
    std::set<std::string> m_told; ///< ids
};

} // namespace

std::int64_t numberOfName(std::string_view name)
{
    std::size_t begin = name.size();
    while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9')
        --begin;
    std::int64_t number = 0;
    const auto read = std::from_chars(name.data() + begin, name.data() + name.size(), number);
    return read.ec == std::errc() ? number : 0;
}

bool isPortalName(std::string_view name)
{
    constexpr std::size_t longest = 253;
    return !name.empty() && name.size() <= longest && name.front() != '.'
           && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.'; });
}

RowVersions versionsOf(const State &state, const TrainingPortal &portal)
{
    RowVersions versions;
    for (const auto &environment :
         state.environments.page(Environments::byPortal, portal.id(), {.limit = everything}).items)
        for (const auto &session :
             state.workshopSessions.page(Sessions::byEnvironment, environment->id, {.limit = everything}).items)
            versions.emplace(session->id, session->version);
    return versions;
}

Result<std::optional<store::Change>> mirrored(const State &state, const TrainingPortal &portal,
                                              const EnvironmentCatalog &catalog, const RowVersions &before,
                                              Random &random)
{
    if (auto checked = check(catalog); !checked)
        return std::unexpected(std::move(checked.error()));
    std::int64_t last = 0;
    for (const auto &item : state.environments.page(Environments::byPortal, portal.id(), {.limit = everything}).items)
        last = std::max(last, item->value.number);
    Mirror mirror(state, portal, before);
    for (const CatalogEnvironment &item : catalog.environments)
        mirror.add(item, ++last, random);
    mirror.removeWhatIsGone();
    return mirror.take();
}

} // namespace portolan::portals
