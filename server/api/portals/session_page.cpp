// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/portals/session_page.h"

#include "core/base/encoding.h"
#include "core/model/workshop/portal_session.h"
#include "core/model/workshop/session_page.h"
#include "server/api/exchange.h"
#include "server/api/portals/robots.h"
#include "server/portals/builtin/html_text.h"
#include "server/portals/builtin/instructions.h"

#include <QResource>

namespace portolan::api {

namespace {

constexpr std::array<std::string_view, 1> cookieNames{"portolan-workshop"};
constexpr std::string_view sessionDeleted = "session-deleted"; ///< it has ended
constexpr std::string_view sessionInvalid = "session-invalid"; ///< there is none, or it is another one's

/// The page runs our script only. The terminal's own styles are made by its script.
constexpr std::string_view contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; style-src-attr 'none'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

http::Response htmlPage(std::string text)
{
    return http::Response::bytes(200, "text/html; charset=utf-8", std::move(text))
        .with("Content-Security-Policy", contentSecurityPolicy)
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store");
}

std::string basePathOf(const WorkshopSession &session)
{
    return std::format("/portals/{}/workshops/session/{}/", session.portal, session.name);
}

std::string portalPathOf(std::string_view portal)
{
    return std::format("/portals/{}/", portal);
}

std::string notified(std::string url, std::string_view notification)
{
    const auto fragment = url.find('#');
    const std::string tail = fragment == url.npos ? std::string() : url.substr(fragment);
    url.resize(std::min(fragment, url.size()));
    return std::format("{}{}notification={}{}", url, url.contains('?') ? '&' : '?', notification, tail);
}

/// Where users of a portal go, with what became of them there (lookup spec section 6.4).
std::string portalUrlFor(const TrainingPortal &portal, std::string_view notification)
{
    const std::string &index = portal.spec.portal.index;
    return notified(index.empty() ? portalPathOf(portal.name) : index, notification);
}

/// Where the session's user goes afterwards.
std::string wayBack(const State &state, const WorkshopSession &session, std::string_view notification)
{
    if (!session.indexUrl.empty())
        return notified(session.indexUrl, notification);
    const auto portal = state.portals.find(session.portalId());
    return portal ? portalUrlFor(portal->value, notification) : notified(portalPathOf(session.portal), notification);
}

http::Response redirectTo(std::string url)
{
    return http::Response(302).with("Location", std::move(url)).with("Cache-Control", "no-store");
}

SessionSchedule scheduleOf(const WorkshopSession &session, const schedule::SessionClock &clock)
{
    SessionSchedule told{.status = std::string(schema::enumName(session.state)),
                         .started = clock.started,
                         .expires = clock.expires,
                         .expiring = clock.expiring};
    if (clock.left) {
        told.countdown = std::chrono::ceil<std::chrono::seconds>(*clock.left).count();
        told.extendable = clock.extendable;
    }
    return told;
}

std::string_view sentenceOf(std::string_view notification)
{
    if (notification == sessionDeleted)
        return "The session has ended.";
    if (notification == sessionInvalid)
        return "There is no such session, or its address was used. Ask for the workshop again.";
    return {};
}

Result<std::vector<portals::InstructionPage>> renderedFor(const WorkshopSpec &spec, const WorkshopSession &session)
{
    std::vector<portals::InstructionSource> sources;
    for (const WorkshopPage &page : spec.instructions)
        sources.push_back({.name = page.name, .title = page.title, .markdown = page.text});
    portals::InstructionVariables variables{{"session_name", session.name},
                                            {"workshop_name", session.workshop},
                                            {"environment_name", session.environment},
                                            {"training_portal", session.portal}};
    for (const WorkshopParameter &parameter : session.parameters)
        variables.insert_or_assign(parameter.name, parameter.value);
    return portals::renderInstructions(sources, variables);
}

/// Who asks about a session: its page, or a robot of its portal.
struct Asker {
    store::ItemPtr<WorkshopSession> session;
    std::string user;
};

/// `isChange`: robots may ask for it by GET as well, as upstream has it; a page may not, for links of others are GETs.
Result<Asker> askerOf(const Services &services, Call &call, bool isChange)
{
    if (isChange && call.request.method() == http::Method::Head) // which finds the route of GET
        return fail(ErrorCode::InvalidArgument, "ask for it by GET or POST");
    if (!bearerOf(call.request)) {
        if (isChange && call.request.method() == http::Method::Get)
            return fail(ErrorCode::Unauthenticated,
                        "this takes the token of the portal's robot, or a POST of the page");
        auto item = openedSession(services, call);
        if (!item)
            return std::unexpected(std::move(item.error()));
        return Asker{.session = *item, .user = (*item)->value.user};
    }
    const auto portal = portalOfRobot(services, call);
    if (!portal)
        return std::unexpected(portal.error());
    auto item = services.builtinPortal.find(call.path.get("portal"), call.path.get("session"));
    if (!item)
        return fail(ErrorCode::NotFound, "there is no such session");
    if (item->value.user.empty() || item->value.state == WorkshopSessionState::Stopped)
        return fail(ErrorCode::InvalidArgument, "Session is not currently in use");
    const std::string &robot = (*portal)->value.spec.portal.credentials.robot.username;
    call.audit = {.actor = robot,
                  .subjectKind = std::string(store::Stored<WorkshopSession>::kind),
                  .subject = item->id,
                  .owner = item->value.client};
    return Asker{.session = std::move(item), .user = robot};
}

Task<Result<schedule::SessionClock>> clockOf(Services services, WorkshopSession session)
{
    const auto portal = services.state.portals.find(session.portalId());
    if (!portal)
        co_return fail(ErrorCode::NotFound, "the portal is gone");
    co_return co_await services.builtinPortal.clock(portal, std::move(session));
}

} // namespace

Result<store::ItemPtr<WorkshopSession>> openedSession(const Services &services, const Call &call)
{
    const auto changes = call.request.method() != http::Method::Get || call.request.header("upgrade");
    if (changes && !identity::isOfThisSite(call.request))
        return fail(ErrorCode::PermissionDenied, "only the session's own page may do this");
    auto item = services.builtinPortal.find(call.path.get("portal"), call.path.get("session"));
    const auto cookie = identity::cookieOf(call.request, cookieNames);
    if (!item)
        return fail(ErrorCode::NotFound, "there is no such session, or it has ended");
    if (!cookie || !portals::BuiltinPortal::isOpenFor(item->value, *cookie))
        return fail(ErrorCode::Unauthenticated,
                    "this browser has not opened the session; ask for the workshop again, and follow its address");
    if (!item->value.isAlive())
        return fail(ErrorCode::NotFound, "the session has ended");
    services.workshopSessions.seen(item->id);
    return item;
}

Task<http::Response> showPortalPage(Services services, Call &call)
{
    const auto item = services.state.portals.findByClaim("portal/address", std::string(call.path.get("portal")));
    if (!item)
        co_return http::Response::problem(404, "there is no such portal");
    const std::string_view notification = call.request.query().get("notification").value_or("");
    if (!item->value.spec.portal.index.empty())
        co_return redirectTo(notification.empty() ? item->value.spec.portal.index
                                                  : portalUrlFor(item->value, percentEncode(notification)));
    const std::string &title = item->value.spec.portal.title.empty() ? item->value.name : item->value.spec.portal.title;
    const auto sentence = sentenceOf(notification);
    co_return htmlPage(std::format("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                                   "<meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title>"
                                   "<link rel=\"stylesheet\" href=\"/web/workshop.css\">"
                                   "<main class=\"notice\"><h1>{0}</h1><p>{1}</p></main></html>",
                                   portals::escapedHtml(title),
                                   sentence.empty() ? "Workshops are opened by the addresses that "
                                                      "whoever offers them gives you."
                                                    : sentence));
}

Task<http::Response> activateSession(Services services, Call &call)
{
    if (call.request.method() == http::Method::Head) // which finds the route of GET, and would use the token up
        co_return http::Response::problem(400, "a session is opened by GET");
    const std::string portal(call.path.get("portal"));
    const auto item = services.builtinPortal.find(portal, call.path.get("session"));
    const auto token = textParameter(call.request.query(), "token");
    if (!token)
        co_return http::Response::problem(400, "the address of a session has a token");
    if (!item)
        co_return http::Response::problem(400, "there is no such session; ask for the workshop again");
    if (!item->value.isAlive())
        co_return redirectTo(wayBack(services.state, item->value, sessionDeleted));
    const std::string path = basePathOf(item->value);
    const bool secure = call.request.isSecure();
    const auto known = identity::cookieOf(call.request, cookieNames);
    const bool isOpen = known && portals::BuiltinPortal::isOpenFor(item->value, *known);
    const auto opened = co_await services.builtinPortal.activate(item->id, *token);
    if (!opened && isOpen) // A page that is loaded again.
        co_return redirectTo(path);
    if (!opened)
        co_return http::Response::problem(opened.error());
    services.workshopSessions.seen(item->id);
    call.audit = {.actor = item->value.user,
                  .subjectKind = std::string(store::Stored<WorkshopSession>::kind),
                  .subject = item->id,
                  .owner = item->value.client};
    // Lax: its user comes from the client's site.
    co_return redirectTo(path).with("Set-Cookie",
                                    std::format("{}={}; Path={}; HttpOnly; SameSite=Lax{}", cookieNames.front(),
                                                opened->cookie, path, secure ? "; Secure" : ""));
}

Task<http::Response> showSessionPage(Services services, Call &call)
{
    const auto portal = services.state.portals.findByClaim("portal/address", std::string(call.path.get("portal")));
    if (!portal)
        co_return http::Response::problem(404, "there is no such portal");
    const auto session = services.builtinPortal.find(call.path.get("portal"), call.path.get("session"));
    if (!session || !session->value.isAlive()) {
        // Where the user of one goes back to is for that user.
        const auto cookie = identity::cookieOf(call.request, cookieNames);
        const bool isUser = session && cookie && portals::BuiltinPortal::isOpenFor(session->value, *cookie);
        co_return redirectTo(isUser ? wayBack(services.state, session->value, sessionDeleted)
                                    : portalUrlFor(portal->value, sessionInvalid));
    }
    // Its links are relative.
    if (!call.request.rawPath().ends_with('/'))
        co_return redirectTo(std::string(call.request.rawPath()) + '/');
    const QResource file(QStringLiteral(":/web/workshop.html"));
    if (!file.isValid())
        co_return http::Response::problem(
            fail(ErrorCode::Internal, "the program was built without workshop.html").error());
    co_return htmlPage(std::string(reinterpret_cast<const char *>(file.data()), static_cast<std::size_t>(file.size())));
}

Task<http::Response> showSessionContent(Services services, Call &call)
{
    const auto session = openedSession(services, call);
    if (!session)
        co_return http::Response::problem(session.error());
    const WorkshopSession value = (*session)->value;
    const auto environment = services.state.environments.find(value.environmentId());
    const auto workshop = environment ? services.state.workshops.find(environment->value.resource) : nullptr;
    if (!workshop)
        co_return http::Response::problem(404, "the workshop is gone");
    const auto clock = co_await clockOf(services, value);
    if (!clock)
        co_return http::Response::problem(clock.error());
    const WorkshopSpec &spec = workshop->value.spec;
    SessionPageContent content{.session = value.name,
                               .workshop = value.workshop,
                               .title = spec.title,
                               .description = spec.description,
                               .user = value.user,
                               .indexUrl = wayBack(services.state, value, sessionDeleted),
                               .terminals = spec.terminals,
                               .schedule = scheduleOf(value, *clock)};
    auto pages = renderedFor(spec, value);
    if (!pages)
        co_return http::Response::problem(pages.error());
    for (auto &page : *pages)
        content.pages.push_back({.name = page.name, .title = page.title, .html = std::move(page.html)});
    co_return json(content).with("Cache-Control", "no-store");
}

Task<http::Response> showSessionSchedule(Services services, Call &call)
{
    const auto asker = askerOf(services, call, false);
    if (!asker)
        co_return robotProblem(asker.error());
    const WorkshopSession value = asker->session->value;
    const auto clock = co_await clockOf(services, value);
    if (!clock)
        co_return http::Response::problem(clock.error());
    co_return json(scheduleOf(value, *clock)).with("Cache-Control", "no-store");
}

Task<http::Response> extendOpenedSession(Services services, Call &call)
{
    const auto asker = askerOf(services, call, true);
    if (!asker)
        co_return robotProblem(asker.error());
    const WorkshopSession value = asker->session->value;
    const auto portal = services.state.portals.find(value.portalId());
    if (!portal)
        co_return http::Response::problem(404, "the portal is gone");
    const auto extended = co_await services.builtinPortal.extend(portal, value);
    if (!extended)
        co_return http::Response::problem(extended.error());
    SessionSchedule told = scheduleOf(value, extended->clock);
    told.extended = extended->extended;
    co_return json(told).with("Cache-Control", "no-store");
}

Task<http::Response> terminateOpenedSession(Services services, Call &call)
{
    const auto asker = askerOf(services, call, true);
    if (!asker)
        co_return robotProblem(asker.error());
    const WorkshopSession value = asker->session->value;
    const bool isUser = asker->user == value.user;
    const SessionEnding ending{isUser ? SessionEnd::Finished : SessionEnd::Ended, isUser ? std::string() : asker->user};
    const auto portal = services.state.portals.find(value.portalId());
    if (!portal)
        co_return http::Response::problem(404, "the portal is gone");
    const auto clock = co_await clockOf(services, value);
    if (!clock)
        co_return http::Response::problem(clock.error());
    const auto ended = co_await services.builtinPortal.terminate(portal, value, ending);
    if (!ended)
        co_return http::Response::problem(ended.error());
    co_return json(SessionEnded{.started = clock->started, .expires = clock->expires});
}

Task<http::Response> showSessionOwner(Services services, Call &call)
{
    const auto asker = askerOf(services, call, false);
    if (!asker)
        co_return robotProblem(asker.error());
    co_return json(SessionOwner{.owner = asker->session->value.user, .user = asker->user})
        .with("Cache-Control", "no-store");
}

Task<http::Response> noteSessionAction(Services services, std::shared_ptr<RateLimiter> limiter, Call &call)
{
    const auto asker = askerOf(services, call, true);
    if (!asker)
        co_return robotProblem(asker.error());
    const WorkshopSession value = asker->session->value;
    // They stay in the event log, which is everybody's.
    if (const auto standing = limiter->take(asker->session->id); standing && !standing->allowed)
        co_return http::Response::problem({.code = ErrorCode::TooMany,
                                           .detail = "too much happens in this session",
                                           .args = {{"retryAfter", std::to_string(standing->retryAfter.count())}}});
    const auto action = co_await readModel<SessionAction>(call.request);
    if (!action)
        co_return http::Response::problem(action.error());
    constexpr std::size_t largest = 4096;
    if (action->event.data.text.size() > largest)
        co_return http::Response::problem(413, std::format("the data of an event has at most {} bytes", largest));
    store::Change change;
    services.analytics.reportAction(change, value, action->event.name, action->event.data);
    const auto committed = co_await services.state.ledger().commit(std::move(change));
    co_return committed ? json(Nothing()) : http::Response::problem(committed.error());
}

} // namespace portolan::api
