// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/exchange.h"
#include "server/api/lookup/details.h"
#include "server/api/lookup/handlers.h"
#include "server/api/paging.h"
#include "server/portals/environments.h"
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

/// Which sessions are asked for; nothing: of any.
struct Wanted {
    std::optional<std::string> user;
    std::optional<std::string> portal;
    std::optional<std::string> client;
};

/// Nothing where the caller may see those of others as well.
std::optional<std::string> clientOf(const Call &call)
{
    const auto reach = identity::reachOf(call.principal, identity::Permission::WorkshopSessionWrite);
    return reach == identity::Reach::All ? std::nullopt : std::optional(call.principal.username);
}

/// From the narrowest list that there is; only where two or more things are asked for, that list is gone through.
store::ItemPage<WorkshopSession> pageOf(const store::Table<WorkshopSession> &sessions, const Wanted &wanted,
                                        const Paging &paging)
{
    const auto &index = wanted.user     ? Sessions::byUser
                        : wanted.client ? Sessions::livingByClient
                        : wanted.portal ? Sessions::livingByPortal
                                        : Sessions::living;
    const std::string group = wanted.user ? *wanted.user : wanted.client ? *wanted.client : wanted.portal.value_or("");
    if (wanted.user.has_value() + wanted.client.has_value() + wanted.portal.has_value() < 2)
        return sessions.page(index, group,
                             {.offset = paging.offset, .limit = paging.limit, .descending = paging.descending});
    auto page = sessions.page(index, group, {.limit = portals::everything, .descending = paging.descending});
    std::erase_if(page.items, [&wanted](const auto &item) {
        const WorkshopSession &session = item->value;
        return (wanted.portal && session.portal != *wanted.portal)
               || (wanted.client && session.client != *wanted.client);
    });
    page.total = page.items.size();
    const auto first = page.items.begin() + static_cast<std::ptrdiff_t>(std::min(paging.offset, page.total));
    const auto last = first
                      + static_cast<std::ptrdiff_t>(std::min<std::size_t>(paging.limit, page.items.end() - first));
    page.items = {first, last};
    return page;
}

} // namespace

Task<http::Response> listWorkshopSessions(Services services, Call &call)
{
    const Wanted wanted{.user = textParameter(call.request.query(), "user"),
                        .portal = textParameter(call.request.query(), "portal"),
                        .client = clientOf(call)};
    const auto paging = pagingOf(call.request.query(), {.limit = 100, .most = mostListed, .sorts = {"created"}});
    if (!paging)
        co_return http::Response::problem(paging.error());
    const auto page = pageOf(services.state.workshopSessions, wanted, *paging);
    WorkshopSessionList list;
    for (const auto &item : page.items)
        list.sessions.push_back(detailsOf(*item));
    co_return paged(json(list), call.request, *paging, page.total);
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
                              .extend(found->portal, found->session->value);
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
    const auto ended = co_await services.lookup.driverOf(found->portal->value)
                           .terminate(found->portal, found->session->value,
                                      {SessionEnd::Ended, call.principal.username});
    co_return ended ? http::Response(202) : http::Response::problem(ended.error());
}

} // namespace portolan::api
