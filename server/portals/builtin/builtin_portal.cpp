// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/builtin_portal.h"

#include "core/base/digest.h"
#include "core/base/encoding.h"
#include "core/base/quantity.h"
#include "core/base/text_pattern.h"
#include "core/schema/codec.h"
#include "server/control/workspace_service.h"
#include "server/portals/environments.h"
#include "server/state/amend.h"

namespace portolan::portals {

namespace {

constexpr std::size_t mostTokens = 8; ///< of one session that were not used yet; a new one takes the oldest's place
constexpr std::size_t mostBrowsers = 8;
constexpr std::size_t mostSessionsOfUser = 1000;

using Sessions = store::Stored<WorkshopSession>;

std::unexpected<Error> noneAvailable(std::string detail)
{
    return fail(ErrorCode::Conflict, std::move(detail), {{"reason", "no-capacity"}});
}

std::unexpected<Error> noSuchSession(std::string_view id)
{
    return fail(ErrorCode::NotFound, std::format("there is no workshop session \"{}\"", id));
}

/// Whether this sum is what a change was refused for.
bool isFull(const Error &error, std::string_view sum)
{
    return std::ranges::any_of(error.args, [sum](const auto &arg) { return arg.first == "sum" && arg.second == sum; });
}

void dropExpired(WorkshopSession &session, Time now)
{
    std::erase_if(session.tokens, [now](const ActivationToken &token) { return token.expires <= now; });
}

/// What the workshop declares, with what the client says of it; what it does not declare is left out (spec section 6.3).
std::vector<WorkshopParameter> parametersOf(const Workshop &workshop, const std::vector<WorkshopParameter> &wanted,
                                            Random &random)
{
    std::vector<WorkshopParameter> parameters;
    for (const WorkshopParameterRule &rule : workshop.spec.request.parameters) {
        WorkshopParameter parameter{.name = rule.name, .value = rule.value};
        if (rule.value.empty() && !rule.generate.empty())
            if (const auto pattern = TextPattern::parse(rule.from)) // others are not stored
                parameter.value = pattern->sample(random);
        for (const WorkshopParameter &said : wanted)
            if (said.name == rule.name)
                parameter.value = said.value;
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

void addAudit(store::Change &change, const SessionRequest &wanted, const WorkshopSession &session)
{
    if (!wanted.audit)
        return;
    AuditRecord record = wanted.audit->record;
    record.subjectKind = Sessions::kind;
    record.subject = session.id();
    change.audit(std::move(record));
}

void noteAudited(const SessionRequest &wanted)
{
    if (wanted.audit)
        wanted.audit->committed = true;
}

} // namespace

store::ItemPtr<WorkshopSession> BuiltinPortal::find(std::string_view portal, std::string_view session) const
{
    const auto item = m_state.portals.findByClaim("portal/address", std::string(portal));
    const auto end = session.rfind("-s");
    if (!item || end == session.npos)
        return nullptr;
    const auto &value = item->value;
    return m_state.workshopSessions.find(
        WorkshopSession::idOf(WorkshopEnvironment::idOf(value.cluster, value.name, session.substr(0, end)), session));
}

SessionGrant BuiltinPortal::grantOf(const WorkshopSession &session, const std::string &token,
                                    const std::string &indexUrl)
{
    return {.session = session.name,
            .url = std::format("/portals/{}/workshops/session/{}/activate/?token={}&index_url={}", session.portal,
                               session.name, token, percentEncode(indexUrl))};
}

Result<void> BuiltinPortal::withinCaps(const TrainingPortal &portal, const SessionRequest &wanted) const
{
    const std::int64_t cap = portal.spec.portal.sessions.ofNamed();
    if (cap == 0)
        return {};
    std::int64_t there = 0;
    for (const auto &item :
         m_state.workshopSessions.page(Sessions::byUser, wanted.user, {.limit = mostSessionsOfUser}).items)
        there += item->value.isAlive() && item->value.portalId() == portal.id() ? 1 : 0;
    if (there >= cap)
        return noneAvailable(std::format("the user has {} sessions in the portal {}, and may have no more", there,
                                         portal.name));
    return {};
}

void BuiltinPortal::assign(WorkshopSession &session, const SessionRequest &wanted, std::string tokenHash) const
{
    const Time now = m_state.clock().now();
    session.user = wanted.user;
    session.tenant = wanted.tenant;
    session.client = wanted.client;
    session.email = wanted.email;
    session.firstName = wanted.firstName;
    session.lastName = wanted.lastName;
    session.indexUrl = wanted.indexUrl;
    session.analyticsUrl = wanted.analyticsUrl;
    session.allocated = now;
    session.activateBy = now + wanted.timeout;
    session.tokens = {{.hash = std::move(tokenHash), .expires = now + wanted.timeout}};
}

Task<Result<SessionGrant>> BuiltinPortal::request(PortalPtr portal, SessionRequest wanted)
{
    const std::string environmentId = WorkshopEnvironment::idOf(portal->value.cluster, portal->value.name,
                                                                wanted.environment);
    // Whoever asks twice at once for one user gets one session, and no more in the portal than a user may have.
    const auto turn = co_await m_turns.take(Sessions::groupOf(wanted.user, portal->id));
    const std::string token = randomToken(m_random, 24);
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto environment = m_state.environments.find(environmentId);
        if (!environment)
            co_return fail(ErrorCode::NotFound, std::format("there is no environment {}", wanted.environment));
        std::optional<Result<SessionGrant>> given;
        for (const auto &item :
             m_state.workshopSessions.page(Sessions::byUser, wanted.user, {.limit = mostSessionsOfUser}).items)
            if (!given && item->value.isAlive() && item->value.environmentId() == environmentId) {
                if (!wanted.session.empty() && item->value.name != wanted.session)
                    co_return noneAvailable("the user has another session there");
                given = co_await giveAgain(item, wanted);
            }
        if (!given && !wanted.session.empty())
            co_return noneAvailable(std::format("the user has no session {} that goes on", wanted.session));
        if (!given && environment->value.phase != EnvironmentPhase::Running)
            co_return noneAvailable(std::format("the environment {} is {}", wanted.environment,
                                                schema::enumName(environment->value.phase)));
        if (!given) {
            if (auto within = withinCaps(portal->value, wanted); !within)
                co_return std::unexpected(std::move(within.error()));
            if (const auto reserved = spareIn(environmentId, Sessions::byEnvironmentPhase)) {
                given = co_await giveReserved(reserved, wanted);
            } else {
                auto made = co_await make(portal, environment, wanted, sha256Hex(token));
                // What another environment keeps warm gives way (lookup spec section 6.3).
                if (!made && isFull(made.error(), store::sessionsOfPortal))
                    if (const auto spare = spareIn(portal->id, Sessions::byPortalPhase))
                        made = co_await make(portal, environment, wanted, sha256Hex(token), spare);
                given = made ? Result<SessionGrant>(grantOf(*made, token, wanted.indexUrl))
                             : Result<SessionGrant>(std::unexpected(std::move(made.error())));
            }
        }
        if (*given || !store::isRefusedBy(given->error(), "version")) {
            if (*given)
                m_wake.environment(environmentId);
            co_return *given;
        }
    }
    co_return fail(ErrorCode::Unavailable,
                   std::format("the environment {} keeps changing; try again", wanted.environment));
}

store::ItemPtr<WorkshopSession> BuiltinPortal::spareIn(std::string_view where,
                                                       const store::Index<WorkshopSession> &index) const
{
    const std::lock_guard lock(m_mutex);
    for (const SessionPhase phase : {SessionPhase::Available, SessionPhase::Pending})
        for (const auto &item :
             m_state.workshopSessions.page(index, Sessions::groupOf(where, phase), {.limit = m_handedOut.size() + 1})
                 .items)
            if (!m_handedOut.contains(item->id))
                return item;
    return nullptr;
}

std::int64_t BuiltinPortal::nextNumber(const WorkshopEnvironment &environment)
{
    const std::string id = environment.id();
    const auto newest = m_state.workshopSessions.page(Sessions::byEnvironment, id, {.limit = 1, .descending = true});
    const std::lock_guard lock(m_mutex);
    std::int64_t &last = m_numbers[id];
    last = std::max({last, environment.lastSession, newest.items.empty() ? 0 : newest.items.front()->value.number});
    return ++last;
}

Task<Result<SessionGrant>> BuiltinPortal::giveAgain(store::ItemPtr<WorkshopSession> item, SessionRequest wanted)
{
    const Time now = m_state.clock().now();
    const std::string token = randomToken(m_random, 24);
    WorkshopSession session = item->value;
    dropExpired(session, now);
    if (session.tokens.size() >= mostTokens)
        session.tokens.erase(session.tokens.begin());
    session.tokens.push_back({.hash = sha256Hex(token), .expires = now + wanted.timeout});
    if (!session.started)
        session.activateBy = now + wanted.timeout;
    if (!wanted.indexUrl.empty())
        session.indexUrl = wanted.indexUrl;
    store::Change change;
    change.put(WorkshopSession(session), item->version);
    addAudit(change, wanted, session);
    if (auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
        co_return std::unexpected(std::move(committed.error()));
    noteAudited(wanted);
    co_return grantOf(session, token, wanted.indexUrl);
}

void BuiltinPortal::giveBack(const std::string &environmentId, std::int64_t number)
{
    const std::lock_guard lock(m_mutex);
    if (auto &last = m_numbers[environmentId]; last == number)
        --last;
}

/// Nobody else is given a session while this is there.
class BuiltinPortal::HandedOut
{
public:
    HandedOut(BuiltinPortal &portal, std::string id) : m_portal(portal), m_id(std::move(id))
    {
        const std::lock_guard lock(m_portal.m_mutex);
        m_portal.m_handedOut.insert(m_id);
    }
    HandedOut(const HandedOut &) = delete;
    HandedOut &operator=(const HandedOut &) = delete;
    ~HandedOut()
    {
        const std::lock_guard lock(m_portal.m_mutex);
        m_portal.m_handedOut.erase(m_id);
    }

private:
    BuiltinPortal &m_portal;
    std::string m_id;
};

Task<Result<SessionGrant>> BuiltinPortal::giveReserved(store::ItemPtr<WorkshopSession> item, SessionRequest wanted)
{
    const std::string token = randomToken(m_random, 24);
    const HandedOut handedOut(*this, item->id);
    WorkshopSession session = item->value;
    const auto environment = m_state.environments.find(session.environmentId());
    const auto workshop = environment ? m_state.workshops.find(environment->value.resource) : nullptr;
    assign(session, wanted, sha256Hex(token));
    if (workshop)
        session.parameters = parametersOf(workshop->value, wanted.parameters, m_random);
    store::Change change;
    change.put(WorkshopSession(session), item->version);
    m_analytics.report(change, "allocated", session, wanted.client);
    addAudit(change, wanted, session);
    if (auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
        co_return std::unexpected(std::move(committed.error()));
    noteAudited(wanted);
    co_return grantOf(session, token, wanted.indexUrl);
}

Task<Result<WorkshopSession>> BuiltinPortal::make(PortalPtr portal, store::ItemPtr<WorkshopEnvironment> item,
                                                  std::optional<SessionRequest> wanted, std::string tokenHash,
                                                  store::ItemPtr<WorkshopSession> instead)
{
    const auto workshop = m_state.workshops.find(item->value.resource);
    if (!workshop)
        co_return noneAvailable(std::format("there is no workshop {}", item->value.resource));
    const Blueprint *blueprint = m_blueprints.find(workshop->value.spec.blueprint);
    if (!blueprint)
        co_return noneAvailable(std::format("there is no blueprint {}", workshop->value.spec.blueprint));
    const Time now = m_state.clock().now();
    const WorkshopEnvironment &environment = item->value;
    const auto workspaceNumber = m_workspaceNumbers.next();
    if (!workspaceNumber)
        co_return noneAvailable(std::format("this server has {} workspaces of sessions, and no number for another",
                                            sessionNumbers));
    const std::int64_t number = nextNumber(environment);
    WorkshopSession session{.name = std::format("{}-s{:03}", environment.name, number),
                            .environment = environment.name,
                            .portal = environment.portal,
                            .cluster = environment.cluster,
                            .number = number,
                            .workshop = environment.workshop,
                            .workspace = std::format("{}-s{:03}", environment.name, number),
                            .created = now};
    if (wanted) {
        assign(session, *wanted, std::move(tokenHash));
        session.parameters = parametersOf(workshop->value, wanted->parameters, m_random);
    }
    Workspace workspace{.name = session.workspace,
                        .runtimeId = control::randomRuntimeId(m_random),
                        .owner = "portal/" + portal->value.name,
                        .blueprint = blueprint->name,
                        .runtime = m_options.runtime,
                        .message = "waiting to be started",
                        .millicores = parseMillicores(blueprint->resources.cpu).value_or(0),
                        .memoryBytes = parseBytes(blueprint->resources.memory).value_or(0),
                        .created = now,
                        .session = session.id(),
                        .number = *workspaceNumber};
    store::Change change;
    if (instead) {
        WorkshopSession ending = instead->value;
        ending.state = WorkshopSessionState::Stopping;
        ending.end = SessionEnd::Displaced;
        m_analytics.report(change, "stopping", ending);
        change.put(std::move(ending), instead->version);
    }
    auto created = control::stateEvent(workspace, "");
    created.type = "workspace.created";
    change.expectVersion(std::string(store::Stored<WorkshopEnvironment>::kind), item->id, item->version,
                         ErrorCode::Conflict);
    change.put(WorkshopSession(session), store::absent).put(std::move(workspace), store::absent);
    m_analytics.report(change, "created", session, wanted ? wanted->client : std::string());
    change.record(std::move(created));
    if (wanted)
        addAudit(change, *wanted, session);
    const auto limit = [&](store::Literal sum, const std::string &key, std::int64_t most) {
        if (most > 0)
            change.sumAtMost(sum, key, most);
    };
    limit(store::sessionsOfEnvironment, item->id, item->value.capacity());
    limit(store::sessionsOfPortal, portal->id, portal->value.spec.portal.sessions.maximum);
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (committed) {
        if (wanted)
            noteAudited(*wanted);
        m_wake.workspace(session.workspace);
        if (instead)
            m_wake.session(instead->id);
        co_return session;
    }
    giveBack(item->id, number);
    Error error = std::move(committed.error());
    if (store::isRefusedBy(error, "sum")) {
        error.detail = isFull(error, store::sessionsOfPortal)
                           ? std::format("the portal {} is full", portal->value.name)
                           : std::format("the environment {} is full", item->value.name);
        error.args.emplace_back("reason", "no-capacity");
        co_return std::unexpected(std::move(error));
    }
    // Another session has the number just now.
    if (store::isRefusedBy(error, "claim"))
        co_return fail(ErrorCode::Conflict, std::move(error.detail), {{"rule", "version"}});
    co_return std::unexpected(std::move(error));
}

Task<Result<bool>> BuiltinPortal::reserve(std::string environmentId)
{
    const auto turn = co_await m_turns.take(environmentId);
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto environment = m_state.environments.find(environmentId);
        const auto portal = environment ? m_state.portals.find(environment->value.portalId()) : nullptr;
        if (!portal || environment->value.phase != EnvironmentPhase::Running)
            co_return false;
        const auto count = [&](SessionPhase phase) {
            return static_cast<std::int64_t>(m_state.workshopSessions.count(Sessions::byEnvironmentPhase,
                                                                            Sessions::groupOf(environmentId, phase)));
        };
        const std::int64_t initial = environment->value.rules.initial.value_or(0);
        const bool isNew = m_state.workshopSessions.count(Sessions::byEnvironment, environmentId)
                           < static_cast<std::size_t>(initial);
        const std::int64_t wanted = isNew ? std::max(initial, environment->value.reserved())
                                          : environment->value.reserved();
        if (count(SessionPhase::Available) + count(SessionPhase::Pending) >= wanted)
            co_return false;
        auto made = co_await make(portal, environment, std::nullopt, {});
        if (made)
            co_return true;
        if (std::ranges::contains(made.error().args, std::pair<std::string, std::string>("reason", "no-capacity")))
            co_return false;
        if (!store::isRefusedBy(made.error(), "version"))
            co_return std::unexpected(std::move(made.error()));
    }
    co_return false; // It keeps changing: whoever changes it wakes the controller again.
}

Task<Result<schedule::SessionClock>> BuiltinPortal::clock(PortalPtr, WorkshopSession session)
{
    const auto item = m_state.workshopSessions.find(session.id());
    const auto environment = m_state.environments.find(session.environmentId());
    if (!item || !environment)
        co_return noSuchSession(session.name);
    if (item->value.user.empty())
        co_return fail(ErrorCode::Conflict, std::format("the session {} is nobody's", session.name));
    co_return schedule::clockOf(item->value, environment->value.rules, m_state.clock().now());
}

Task<Result<PortalDriver::Extended>> BuiltinPortal::extend(PortalPtr, WorkshopSession session)
{
    const auto environment = m_state.environments.find(session.environmentId());
    if (!environment)
        co_return noSuchSession(session.name);
    const EnvironmentRules rules = environment->value.rules;
    bool extended = false;
    const std::function<Result<void>(WorkshopSession &, store::Change &)> edit = [&](WorkshopSession &row,
                                                                                     store::Change &change) {
        const auto clock = schedule::clockOf(row, rules, m_state.clock().now());
        extended = clock.extended.has_value();
        if (extended) {
            row.expires = clock.extended;
            m_analytics.report(change, "extended", row);
        }
        return Result<void>{};
    };
    auto amended = co_await amend(m_state, m_state.workshopSessions, session.id(), edit);
    if (!amended)
        co_return std::unexpected(std::move(amended.error()));
    co_return Extended{.clock = schedule::clockOf(*amended, rules, m_state.clock().now()), .extended = extended};
}

Task<Result<void>> BuiltinPortal::terminate(PortalPtr, WorkshopSession session, SessionEnding ending)
{
    const std::function<Result<void>(WorkshopSession &, store::Change &)> edit = [&](WorkshopSession &row,
                                                                                     store::Change &change) {
        const auto next = lifecycle::workshopSessionTable.next(row.state, WorkshopSessionEvent::End);
        if (!next)
            return Result<void>{};
        row.state = *next;
        row.end = ending.why;
        row.endDetail = ending.detail;
        row.tokens.clear();
        m_analytics.report(change, "stopping", row);
        return Result<void>{};
    };
    auto amended = co_await amend(m_state, m_state.workshopSessions, session.id(), edit);
    if (!amended)
        co_return std::unexpected(std::move(amended.error()));
    m_wake.session(amended->id());
    m_wake.environment(amended->environmentId());
    co_return Result<void>{};
}

Task<Result<BuiltinPortal::Opened>> BuiltinPortal::activate(std::string sessionId, std::string token)
{
    const std::string cookie = randomToken(m_random);
    const std::function<Result<void>(WorkshopSession &, store::Change &)> edit =
        [&](WorkshopSession &row, store::Change &change) -> Result<void> {
        const Time now = m_state.clock().now();
        dropExpired(row, now);
        const std::string hash = sha256Hex(token);
        const auto known = std::ranges::find_if(row.tokens, [&hash](const ActivationToken &one) {
            return equalInConstantTime(one.hash, hash);
        });
        if (known == row.tokens.end() || !row.isAlive())
            return fail(ErrorCode::InvalidArgument,
                        "the address was used, is too old, or is not one of this session's; "
                        "ask for the workshop again");
        row.tokens.erase(known);
        if (row.browsers.size() >= mostBrowsers)
            row.browsers.erase(row.browsers.begin());
        row.browsers.push_back(sha256Hex(cookie));
        if (const auto next = lifecycle::workshopSessionTable.next(row.state, WorkshopSessionEvent::Activate)) {
            const auto environment = m_state.environments.find(row.environmentId());
            const auto expires = environment ? environment->value.rules.expires.value_or(std::chrono::milliseconds(0))
                                             : std::chrono::milliseconds(0);
            row.state = *next;
            row.started = now;
            row.activateBy.reset();
            if (expires.count() > 0)
                row.expires = now + expires;
            m_analytics.report(change, "started", row);
        }
        return {};
    };
    auto amended = co_await amend(m_state, m_state.workshopSessions, sessionId, edit);
    if (!amended)
        co_return std::unexpected(std::move(amended.error()));
    co_return Opened{.session = std::move(*amended), .cookie = cookie};
}

bool BuiltinPortal::isOpenFor(const WorkshopSession &session, std::string_view cookie)
{
    const std::string hash = sha256Hex(cookie);
    return std::ranges::any_of(session.browsers,
                               [&hash](const std::string &one) { return equalInConstantTime(one, hash); });
}

} // namespace portolan::portals
