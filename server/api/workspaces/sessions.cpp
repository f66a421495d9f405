// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workspace/ssh_session.h"
#include "server/api/identity/handlers.h"
#include "server/api/paging.h"
#include "server/api/workspaces/handlers.h"

namespace portolan::api {

namespace {

using SessionIndex = store::Stored<SshSession>;

/// Oldest first, `reverse` the newest; `last_n` the newest so many, in the same order. Of everybody where `username` is
/// empty; those that have ended too with `all`.
http::Response sessionsOf(const Services &services, const Call &call, const std::string &username)
{
    const http::Query &query = call.request.query();
    const auto all = flagParameter(query, "all");
    const auto reverse = flagParameter(query, "reverse");
    const auto lastN = integerParameter(query, "last_n", 1, static_cast<std::int64_t>(mostListed));
    auto paging = pagingOf(query, {.limit = 50, .most = mostListed, .sorts = {"startTime"}});
    if (!all)
        return http::Response::problem(all.error());
    if (!reverse)
        return http::Response::problem(reverse.error());
    if (!lastN)
        return http::Response::problem(lastN.error());
    if (!paging)
        return http::Response::problem(paging.error());
    const bool newestFirst = *reverse || paging->descending;
    const auto &index = username.empty() ? (*all ? SessionIndex::byStart : SessionIndex::active)
                                         : (*all ? SessionIndex::byUser : SessionIndex::activeByUser);
    if (*lastN) {
        paging->limit = static_cast<std::size_t>(**lastN);
        paging->offset = 0;
    }
    const bool fromTheEnd = newestFirst || *lastN;
    store::PageRequest part{.offset = paging->offset, .limit = paging->limit, .descending = fromTheEnd};
    const auto workspace = query.get("workspace");
    const auto user = services.state.users.find(username);
    const bool picked = workspace || user; // no index has them: counted as they are found
    if (picked)
        part = {.limit = services.state.sshSessions.size(), .descending = fromTheEnd};
    const auto page = services.state.sshSessions.page(index, username, part);
    std::vector<SshSession> sessions;
    std::size_t found = 0;
    for (const auto &item : page.items) {
        const SshSession &session = item->value;
        // Somebody else had the name before.
        if ((workspace && session.workspace != *workspace) || (user && session.start < user->value.created))
            continue;
        const bool isOfPage = !picked || (found >= paging->offset && sessions.size() < paging->limit);
        if (isOfPage)
            sessions.push_back(session);
        ++found;
    }
    if (fromTheEnd && !newestFirst)
        std::ranges::reverse(sessions);
    return paged(json(sessions), call.request, *paging, picked ? found : page.total);
}

} // namespace

control::SessionLog::Entry entryOf(const Call &call, std::string prefix, const Workspace &workspace)
{
    return {.prefix = std::move(prefix),
            .username = call.principal.username,
            .client = std::string(call.request.header("user-agent").value_or("")),
            .address = call.request.clientAddress(),
            .workspace = workspace};
}

Task<http::Response> listUserSessions(Services services, Call &call)
{
    co_return sessionsOf(services, call, usernameOf(call));
}

Task<http::Response> listSessions(Services services, Call &call)
{
    const bool seesAll = identity::reachOf(call.principal, identity::Permission::SessionList) == identity::Reach::All;
    const std::string wanted(call.request.query().get("username").value_or(""));
    if (!seesAll && !wanted.empty() && wanted != call.principal.username)
        co_return http::Response::problem(403,
                                          std::format("{} may list its own sessions only", call.principal.username));
    co_return sessionsOf(services, call, seesAll ? wanted : call.principal.username);
}

} // namespace portolan::api
