// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/random.h"
#include "core/base/web_url.h"
#include "core/model/workshop/portal_session.h"
#include "core/schedule/expiry.h"
#include "server/api/exchange.h"
#include "server/api/portals/robots.h"
#include "server/portals/environments.h"

/// Sessions for the robots of other lookup services (lookup spec section 6.3).
namespace portolan::api {

namespace {

using Sessions = store::Stored<WorkshopSession>;

constexpr std::size_t largestBody = 1024 * 1024;
constexpr std::size_t longestUser = 255;
constexpr std::int64_t longestTimeout = 24 * 3600;

http::Response noSession(std::string text)
{
    return json(PortalRefusal{.error = std::move(text)}, 503).with("Retry-After", "30");
}

/// Something before and after one '@', without blanks.
bool isMailAddress(std::string_view text)
{
    constexpr std::size_t longest = 254; // RFC 5321 section 4.5.3.1.3
    const auto at = text.rfind('@');
    return text.size() <= longest && at != text.npos && at > 0 && at + 1 < text.size()
           && std::ranges::none_of(text, [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

std::string firstOf(const http::Query &query, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names)
        if (const auto text = textParameter(query, name))
            return *text;
    return {};
}

Result<portals::SessionRequest> requestOf(const Services &services, const http::Query &query)
{
    portals::SessionRequest wanted{.user = firstOf(query, {"user"}),
                                   .session = firstOf(query, {"session"}),
                                   .email = firstOf(query, {"email"}),
                                   .firstName = firstOf(query, {"first_name", "firstname"}),
                                   .lastName = firstOf(query, {"last_name", "lastname"}),
                                   .indexUrl = firstOf(query, {"index_url", "redirect_url"}),
                                   .analyticsUrl = firstOf(query, {"analytics_url"})};
    const auto refuse = [](std::string_view name, std::string_view why) {
        return fail(ErrorCode::InvalidArgument, std::format("{} {}", name, why));
    };
    if (wanted.indexUrl.empty())
        return refuse("index_url", "is needed: where the user goes afterwards");
    if (const auto refusal = refuseWebUrl(wanted.indexUrl))
        return refuse("index_url", *refusal);
    if (wanted.user.size() > longestUser)
        return refuse("user", "is too long");
    if (!wanted.email.empty() && !isMailAddress(wanted.email))
        return refuse("email", "is no address of mail");
    if (!wanted.analyticsUrl.empty()) {
        if (const auto refusal = refuseWebUrl(wanted.analyticsUrl))
            return refuse("analytics_url", *refusal);
        if (const auto refusal = outbound::refuseTarget(wanted.analyticsUrl, services.webhooks))
            return refuse("analytics_url", *refusal);
    }
    const auto timeout = integerParameter(query, "timeout", 1, longestTimeout);
    if (!timeout)
        return std::unexpected(timeout.error());
    wanted.timeout = std::chrono::seconds(timeout->value_or(60));
    return wanted;
}

/// The URL below the portal's address, which whoever asked knows better than this server.
std::string belowPortal(const std::string &url, const TrainingPortal &portal)
{
    const std::string prefix = "/portals/" + portal.name;
    return url.starts_with(prefix) ? url.substr(prefix.size()) : url;
}

} // namespace

Task<http::Response> requestPortalSession(Services services, Call &call)
{
    const auto found = portalOfRobot(services, call);
    if (!found)
        co_return robotProblem(found.error());
    if (call.request.method() == http::Method::Head) // which finds the route of GET
        co_return http::Response::problem(400, "ask for a session by GET or POST");
    const portals::PortalPtr item = *found;
    const TrainingPortal &portal = item->value;
    const std::string name(call.path.get("environment"));
    const std::string robot = portal.spec.portal.credentials.robot.username;
    const auto environment = services.state.environments.find(WorkshopEnvironment::idOf(portal.cluster, portal.name,
                                                                                        name));
    if (!environment)
        co_return http::Response::problem(403, "Environment does not exist");
    call.audit = {.actor = robot, .subjectKind = "environment", .subject = environment->id};
    auto wanted = requestOf(services, call.request.query());
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    const auto body = co_await call.request.body.readAll(largestBody);
    if (!body)
        co_return http::Response::problem(body.error());
    if (!body->empty()) {
        auto parameters = schema::decode<PortalParameters>(*body);
        if (!parameters)
            co_return http::Response::problem(400, parameters.error().detail);
        wanted->parameters = std::move(parameters->parameters);
    }
    wanted->environment = name;
    wanted->client = robot;
    if (wanted->user.empty()) {
        SystemRandom random;
        wanted->user = randomUuid(random);
    }
    const std::string user = wanted->user;
    const auto granted = co_await services.builtinPortal.request(item, std::move(*wanted));
    if (!granted && granted.error().code == ErrorCode::Conflict)
        co_return noSession("No session available");
    if (!granted)
        co_return http::Response::problem(granted.error());
    co_return json(PortalGrant{.name = granted->session,
                               .session = granted->session,
                               .user = user,
                               .url = belowPortal(granted->url, portal),
                               .space = granted->session,
                               .workshop = environment->value.resource,
                               .environment = name})
        .with("Cache-Control", "no-store");
}

Task<http::Response> listPortalUserSessions(Services services, Call &call)
{
    const auto portal = portalOfRobot(services, call);
    if (!portal)
        co_return robotProblem(portal.error());
    UserSessions list{.user = std::string(call.path.get("user"))};
    const Time now = services.state.clock().now();
    for (const auto &item :
         services.state.workshopSessions.page(Sessions::byUser, list.user, {.limit = portals::everything}).items) {
        const WorkshopSession &session = item->value;
        const auto environment = services.state.environments.find(session.environmentId());
        if (session.portalId() != (*portal)->id || !environment)
            continue;
        const auto clock = schedule::clockOf(session, environment->value.rules, now);
        UserSession told{.name = session.name,
                         .space = session.name,
                         .workshop = environment->value.resource,
                         .environment = session.environment,
                         .started = clock.started,
                         .expires = clock.expires};
        if (clock.left) {
            told.countdown = std::chrono::ceil<std::chrono::seconds>(*clock.left).count();
            told.extendable = clock.extendable;
        }
        list.sessions.push_back(std::move(told));
    }
    co_return json(list).with("Cache-Control", "no-store");
}

} // namespace portolan::api
