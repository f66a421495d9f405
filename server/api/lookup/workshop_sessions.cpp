// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/exchange.h"
#include "server/api/lookup/details.h"
#include "server/api/lookup/handlers.h"
#include "server/api/paging.h"
#include "server/portals/lookup.h"

/// The sessions of all portals in one list: whose they are, longer, or ended. Upstream has none of it.
namespace portolan::api {

namespace {

using Sessions = store::Stored<WorkshopSession>;

std::string sessionIdOf(const Call &call)
{
    return WorkshopSession::idOf(WorkshopEnvironment::idOf(call.path.get("cluster"), call.path.get("portal"),
                                                           call.path.get("environment")),
                                 call.path.get("session"));
}

struct Found {
    store::ItemPtr<WorkshopSession> session;
    store::ItemPtr<TrainingPortal> portal;
};

Result<Found> sessionOfPath(const Services &services, const Call &call)
{
    Found found{.session = services.state.workshopSessions.find(sessionIdOf(call))};
    if (found.session)
        found.portal = services.state.portals.find(found.session->value.portalId());
    if (!found.portal)
        return fail(ErrorCode::NotFound, std::format("there is no session \"{}\"", call.path.get("session")));
    return found;
}

} // namespace

Task<http::Response> listWorkshopSessions(Services services, Call &call)
{
    const auto user = textParameter(call.request.query(), "user");
    const auto portal = textParameter(call.request.query(), "portal");
    const auto paging = pagingOf(call.request.query(), {.limit = 100, .most = mostListed, .sorts = {"created"}});
    if (!paging)
        co_return http::Response::problem(paging.error());
    const bool seesAll = identity::reachOf(call.principal, identity::Permission::WorkshopSessionWrite)
                         == identity::Reach::All;
    const store::PageRequest all{.limit = 1'000'000, .descending = paging->descending};
    auto items = user ? services.state.workshopSessions.page(Sessions::byUser, *user, all).items
                      : services.state.workshopSessions.page(Sessions::living, "", all).items;
    std::erase_if(items, [&](const auto &item) {
        return (portal && item->value.portal != *portal) || (!seesAll && item->value.client != call.principal.username);
    });
    WorkshopSessionList list;
    const std::size_t first = std::min(paging->offset, items.size());
    for (std::size_t at = first; at < std::min(items.size(), first + paging->limit); ++at)
        list.sessions.push_back(detailsOf(*items[at]));
    co_return paged(json(list), call.request, *paging, items.size());
}

Task<http::Response> showWorkshopSession(Services services, Call &call)
{
    const auto found = sessionOfPath(services, call);
    if (!found)
        co_return http::Response::problem(found.error());
    co_return json(detailsOf(*found->session));
}

Task<http::Response> extendWorkshopSession(Services services, Call &call)
{
    const auto found = sessionOfPath(services, call);
    if (!found)
        co_return http::Response::problem(found.error());
    const auto extended = co_await services.lookup.driverOf(found->portal->value)
                              .extend(found->portal->value, found->session->value);
    if (!extended)
        co_return http::Response::problem(extended.error());
    if (!extended->extended)
        co_return http::Response::problem(409, "the session cannot be extended now: it has no end, has time enough, or "
                                               "has been extended as often as it may be");
    const auto after = services.state.workshopSessions.find(found->session->id);
    co_return json(detailsOf(after ? *after : *found->session));
}

Task<http::Response> endWorkshopSession(Services services, Call &call)
{
    const auto found = sessionOfPath(services, call);
    if (!found)
        co_return http::Response::problem(found.error());
    const std::string reason = std::format("ended by {}", call.principal.username);
    const auto ended = co_await services.lookup.driverOf(found->portal->value)
                           .terminate(found->portal->value, found->session->value, reason);
    co_return ended ? http::Response(202) : http::Response::problem(ended.error());
}

} // namespace portolan::api
