// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/educates/educates_portal.h"

#include "core/base/encoding.h"
#include "core/model/workshop/portal_session.h"
#include "core/model/workshop/session_page.h"
#include "core/schema/codec.h"
#include "server/portals/builtin/builtin_portal.h"
#include "server/portals/educates/mirror.h"
#include "server/portals/log.h"
#include "server/portals/session_event.h"
#include "server/state/amend.h"

namespace portolan::portals {

namespace {

using SteadyClock = std::chrono::steady_clock;

std::string requestTarget(const TrainingPortal &portal, const SessionRequest &wanted)
{
    const std::string index = wanted.indexUrl.empty() ? publicAddressOf(portal) + "/" : wanted.indexUrl;
    std::string target = std::format("/workshops/environment/{}/request/?index_url={}&user={}",
                                     percentEncode(wanted.environment), percentEncode(index),
                                     percentEncode(wanted.user));
    if (!wanted.session.empty())
        return target + "&session=" + percentEncode(wanted.session);
    return target
           + std::format("&email={}&first_name={}&last_name={}&analytics_url={}&timeout={}",
                         percentEncode(wanted.email), percentEncode(wanted.firstName), percentEncode(wanted.lastName),
                         percentEncode(wanted.analyticsUrl), wanted.timeout.count());
}

std::string sessionTarget(std::string_view session, std::string_view verb)
{
    return std::format("/workshops/session/{}/{}/", percentEncode(session), verb);
}

/// Where a user may be sent below the portal's address, and nowhere else.
bool isPathBelow(std::string_view url)
{
    return url.starts_with('/') && !url.starts_with("//")
           && std::ranges::all_of(url, [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '\\' && c != '"'; });
}

/// What an answer says that is not the one that was hoped for. `isSure`: there is no session because of the request.
struct Refusal {
    Error error;
    bool isSure = true;
};

Refusal refusalOf(const TrainingPortal &portal, const outbound::OutboundAnswer &answer)
{
    const int status = answer.status;
    if (status == 503) {
        if (const auto said = schema::decode<PortalRefusal>(answer.body))
            return {
                .error = {.code = ErrorCode::Conflict,
                          .detail = std::format("the portal {} has none: {}", portal.name, said->error.substr(0, 200)),
                          .args = {{"reason", "no-capacity"}}}};
        return {.error = {.code = ErrorCode::Unavailable,
                          .detail = std::format("the portal {} is not available", portal.name)},
                .isSure = false};
    }
    if (status == 403 || status == 404)
        return {.error = {.code = ErrorCode::NotFound,
                          .detail = std::format("the portal {} has no such environment or session", portal.name)}};
    if (status == 429)
        return {.error = {.code = ErrorCode::Unavailable,
                          .detail = std::format("the portal {} is asked too often", portal.name)}};
    if (status >= 400 && status < 500)
        return {
            .error = {.code = ErrorCode::Conflict,
                      .detail = std::format("the portal {} refuses what it was asked for ({})", portal.name, status)}};
    return {.error = unexpectedAnswer(portal, std::to_string(status)).error(), .isSure = false};
}

schedule::SessionClock clockOf(const SessionSchedule &told)
{
    schedule::SessionClock clock{.started = told.started,
                                 .expires = told.expires,
                                 .expiring = told.expiring,
                                 .extendable = told.extendable.value_or(false)};
    if (told.countdown)
        clock.left = std::chrono::seconds(std::clamp<std::int64_t>(*told.countdown, 0, 366LL * 24 * 3600));
    return clock;
}

} // namespace

/// Keeps an intent from being settled while its request is under way.
class EducatesPortal::Asking
{
public:
    Asking(EducatesPortal &portal, std::string id) : m_portal(portal), m_id(std::move(id))
    {
        const std::lock_guard lock(m_portal.m_mutex);
        m_portal.m_asking.insert(m_id);
    }
    Asking(const Asking &) = delete;
    Asking &operator=(const Asking &) = delete;
    ~Asking()
    {
        const std::lock_guard lock(m_portal.m_mutex);
        m_portal.m_asking.erase(m_id);
    }

private:
    EducatesPortal &m_portal;
    std::string m_id;
};

EducatesPortal::EducatesPortal(State &state, Random &random, PortalCalls::Account account, Wake wake, Options options)
    : m_state(state),
      m_random(random),
      m_wake(std::move(wake)),
      m_options(std::move(options)),
      m_calls(std::move(account), m_options.policy, m_options.authorities)
{}

PortalCalls::Deadline EducatesPortal::deadlineOf(const SessionRequest &wanted) const
{
    return wanted.deadline == SteadyClock::time_point{} ? SteadyClock::now() + m_options.deadline : wanted.deadline;
}

Task<Result<SessionGrant>> EducatesPortal::request(PortalPtr portal, SessionRequest wanted)
{
    wanted.deadline = deadlineOf(wanted);
    if (!wanted.session.empty())
        co_return co_await reacquire(std::move(portal), std::move(wanted));
    const auto environment = m_state.environments.find(
        WorkshopEnvironment::idOf(portal->value.cluster, portal->value.name, wanted.environment));
    if (!environment)
        co_return fail(ErrorCode::NotFound, std::format("there is no environment {}", wanted.environment));
    // Before anything is asked for that could be lost.
    if (auto token = co_await m_calls.token(portal, wanted.deadline, {}); !token)
        co_return std::unexpected(std::move(token.error()));
    SessionIntent intent{.id = randomUuid(m_random),
                         .cluster = portal->value.cluster,
                         .portal = portal->value.name,
                         .environment = wanted.environment,
                         .user = wanted.user,
                         .userIsMadeUp = wanted.userIsMadeUp,
                         .tenant = wanted.tenant,
                         .client = wanted.client,
                         .asked = m_state.clock().now()};
    std::optional<Result<SessionGrant>> granted;
    {
        const Asking asking(*this, intent.id);
        store::Change change;
        change.expectPresent(std::string(store::Stored<TrainingPortal>::kind), portal->id);
        change.put(SessionIntent(intent), store::absent);
        if (auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
            co_return std::unexpected(std::move(committed.error()));
        granted = co_await askFor(portal, std::move(wanted), intent, environment->value.workshop);
    }
    if (m_state.sessionIntents.find(intent.id))
        m_wake(portal->id); // What came of it has to be looked up.
    co_return std::move(*granted);
}

Task<Result<SessionGrant>> EducatesPortal::askFor(PortalPtr portal, SessionRequest wanted, SessionIntent intent,
                                                  std::string workshop)
{
    auto answer = co_await m_calls.send(portal, {.target = requestTarget(portal->value, wanted),
                                                 .body = schema::encode(PortalParameters{wanted.parameters}),
                                                 .deadline = wanted.deadline});
    if (!answer)
        co_return std::unexpected(std::move(answer.error()));
    if (answer->status != 200) {
        Refusal refusal = refusalOf(portal->value, *answer);
        if (refusal.isSure)
            co_await forget(std::move(intent));
        co_return std::unexpected(std::move(refusal.error));
    }
    const auto grant = schema::decode<PortalGrant>(answer->body);
    if (!grant || !isPortalName(grant->name) || !isPathBelow(grant->url))
        co_return unexpectedAnswer(portal->value, "what is no session");
    if (auto noted = co_await note(std::move(wanted), std::move(intent), std::move(workshop), grant->name); !noted)
        co_return std::unexpected(std::move(noted.error()));
    co_return SessionGrant{.session = grant->name, .url = publicAddressOf(portal->value) + grant->url};
}

/// The intent becomes the session's row.
Task<Result<void>> EducatesPortal::note(SessionRequest wanted, SessionIntent intent, std::string workshop,
                                        std::string session)
{
    const Time now = m_state.clock().now();
    WorkshopSession row{.name = session,
                        .environment = intent.environment,
                        .portal = intent.portal,
                        .cluster = intent.cluster,
                        .number = numberOfName(session),
                        .workshop = std::move(workshop),
                        .state = WorkshopSessionState::Starting,
                        .created = now,
                        .allocated = now};
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto there = m_state.workshopSessions.find(row.id());
        if (there)
            row = there->value;
        row.user = intent.user;
        row.tenant = intent.tenant;
        row.client = intent.client;
        if (!wanted.user.empty()) { // Not known any more where it is found again.
            row.email = wanted.email;
            row.firstName = wanted.firstName;
            row.lastName = wanted.lastName;
            row.indexUrl = wanted.indexUrl;
            row.analyticsUrl = wanted.analyticsUrl;
        }
        store::Change change;
        change.expectPresent(std::string(store::Stored<TrainingPortal>::kind), row.portalId());
        change.record(sessionEvent("allocated", row, intent.client));
        change.put(WorkshopSession(row), there ? there->version : store::absent);
        if (m_state.sessionIntents.find(intent.id))
            change.remove<SessionIntent>(intent.id);
        auto committed = co_await m_state.ledger().commit(std::move(change));
        if (committed)
            co_return Result<void>{};
        if (!store::isRefusedBy(committed.error(), "version") && !store::isRefusedBy(committed.error(), "absent"))
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Unavailable, std::format("the session {} keeps changing; try again", session));
}

Task<void> EducatesPortal::forget(SessionIntent intent)
{
    store::Change change;
    change.remove<SessionIntent>(intent.id);
    const auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed && committed.error().code != ErrorCode::NotFound) // It is settled later.
        qCWarning(logPortals).noquote() << "an intent stays:" << committed.error().detail;
}

Task<Result<SessionGrant>> EducatesPortal::reacquire(PortalPtr portal, SessionRequest wanted)
{
    auto answer = co_await m_calls.send(portal,
                                        {.target = requestTarget(portal->value, wanted), .deadline = wanted.deadline});
    if (!answer)
        co_return std::unexpected(std::move(answer.error()));
    if (answer->status != 200) {
        m_wake(portal->id); // It is not as it was told.
        co_return std::unexpected(refusalOf(portal->value, *answer).error);
    }
    const auto grant = schema::decode<PortalGrant>(answer->body);
    if (!grant || grant->name != wanted.session || !isPathBelow(grant->url))
        co_return unexpectedAnswer(portal->value, "what is not the session that was asked for");
    co_return SessionGrant{.session = wanted.session, .url = publicAddressOf(portal->value) + grant->url};
}

/// Something about a session; NotFound where there is none, Conflict where it is nobody's.
Task<Result<outbound::OutboundAnswer>> EducatesPortal::ask(PortalPtr portal, WorkshopSession session, std::string verb)
{
    auto answer = co_await m_calls.send(portal, {.target = sessionTarget(session.name, verb),
                                                 .deadline = SteadyClock::now() + m_options.deadline});
    if (!answer)
        co_return std::unexpected(std::move(answer.error()));
    if (answer->status == 200)
        co_return std::move(*answer);
    if (answer->status == 400)
        co_return fail(ErrorCode::Conflict, std::format("the session {} is nobody's", session.name));
    co_return std::unexpected(refusalOf(portal->value, *answer).error);
}

Task<Result<schedule::SessionClock>> EducatesPortal::clock(PortalPtr portal, WorkshopSession session)
{
    const auto row = m_state.workshopSessions.find(session.id());
    if (row && row->value.user.empty())
        co_return fail(ErrorCode::Conflict, std::format("the session {} is nobody's", session.name));
    const auto answer = co_await ask(portal, session, "schedule");
    if (!answer)
        co_return std::unexpected(answer.error());
    const auto told = schema::decode<SessionSchedule>(answer->body);
    if (!told)
        co_return unexpectedAnswer(portal->value, "what is no schedule");
    co_return clockOf(*told);
}

Task<Result<PortalDriver::Extended>> EducatesPortal::extend(PortalPtr portal, WorkshopSession session)
{
    const auto answer = co_await ask(portal, session, "extend");
    if (!answer)
        co_return std::unexpected(answer.error());
    const auto told = schema::decode<SessionSchedule>(answer->body);
    if (!told)
        co_return unexpectedAnswer(portal->value, "what is no schedule");
    const std::function<Result<void>(WorkshopSession &, store::Change &)> edit = [&](WorkshopSession &row,
                                                                                     store::Change &change) {
        if (row.expires != told->expires)
            change.record(sessionEvent("extended", row));
        row.expires = told->expires;
        return Result<void>{};
    };
    if (auto noted = co_await amend(m_state, m_state.workshopSessions, session.id(), edit);
        !noted && noted.error().code != ErrorCode::NotFound)
        co_return std::unexpected(std::move(noted.error()));
    co_return Extended{.clock = clockOf(*told), .extended = told->extended.value_or(false)};
}

Task<Result<void>> EducatesPortal::terminate(PortalPtr portal, WorkshopSession session, SessionEnding ending)
{
    const auto answer = co_await ask(portal, session, "terminate");
    const bool hasEnded = !answer
                          && (answer.error().code == ErrorCode::NotFound || answer.error().code == ErrorCode::Conflict);
    if (!answer && !hasEnded)
        co_return std::unexpected(answer.error());
    const std::function<Result<void>(WorkshopSession &, store::Change &)> edit = [&](WorkshopSession &row,
                                                                                     store::Change &change) {
        if (const auto next = lifecycle::workshopSessionTable.next(row.state, WorkshopSessionEvent::End)) {
            row.state = *next;
            row.end = ending.why;
            row.endDetail = ending.detail;
            change.record(sessionEvent("stopping", row));
        }
        return Result<void>{};
    };
    if (auto noted = co_await amend(m_state, m_state.workshopSessions, session.id(), edit);
        !noted && noted.error().code != ErrorCode::NotFound)
        co_return std::unexpected(std::move(noted.error()));
    m_wake(portal->id);
    co_return Result<void>{};
}

} // namespace portolan::portals
