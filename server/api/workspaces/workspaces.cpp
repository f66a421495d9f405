// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/paging.h"
#include "server/api/versions.h"
#include "server/api/workspaces/details.h"
#include "server/api/workspaces/handlers.h"

namespace portolan::api {

namespace {

struct Listing {
    std::string owner; ///< "" for everybody's
    bool all = false;  ///< the stopped ones too
    Paging paging;
};

/// `username` and `all` as the API has them (spec section 1.6): without `all` the caller's own that are not stopped,
/// with it everything that the caller may see.
Result<Listing> listingOf(const Call &call)
{
    const http::Query &query = call.request.query();
    const auto all = flagParameter(query, "all");
    auto paging = pagingOf(query, {.limit = mostListed, .most = mostListed, .sorts = {"name", "created"}});
    if (!all)
        return std::unexpected(all.error());
    if (!paging)
        return std::unexpected(std::move(paging.error()));
    const bool seesAll = identity::reachOf(call.principal, identity::Permission::WorkspaceList) == identity::Reach::All;
    Listing listing{.owner = call.principal.username, .all = *all, .paging = std::move(*paging)};
    if (const auto username = query.get("username"); username && !username->empty()) {
        if (*username != call.principal.username && !seesAll)
            return fail(ErrorCode::PermissionDenied,
                        std::format("{} may list its own workspaces only", call.principal.username));
        listing.owner = *username;
    } else if (*all && seesAll) {
        listing.owner.clear();
    }
    return listing;
}

const store::Index<Workspace> &indexFor(const Listing &listing)
{
    using Index = store::Stored<Workspace>;
    const bool byCreated = listing.paging.sort == "created";
    if (listing.owner.empty() && listing.all)
        return byCreated ? Index::byCreated : Index::byName;
    if (listing.owner.empty())
        return byCreated ? Index::activeByCreated : Index::activeByName;
    if (listing.all)
        return byCreated ? Index::byOwnerCreated : Index::byOwner;
    return byCreated ? Index::activeByOwnerCreated : Index::activeByOwner;
}

http::Response acceptedResponse(const Result<WorkspaceAccepted> &accepted)
{
    auto response = json(accepted, 202);
    if (accepted && !accepted->monitorUrl.empty())
        response.headers.set("Location", accepted->monitorUrl);
    return response;
}

std::string nameOf(const Call &call)
{
    return std::string(call.path.get("name"));
}

} // namespace

Task<http::Response> listWorkspaces(Services services, Call &call)
{
    const auto listing = listingOf(call);
    if (!listing)
        co_return http::Response::problem(listing.error());
    const Paging &paging = listing->paging;
    const auto page = services.state.workspaces.page(
        indexFor(*listing), listing->owner,
        {.offset = paging.offset, .limit = paging.limit, .descending = paging.descending});
    std::size_t size = 2;
    for (const auto &item : page.items)
        size += wireOf(services, *item).size() + 1;
    std::string text;
    text.reserve(size);
    text += '[';
    ListVersion version;
    for (const auto &item : page.items) {
        text.append(text.size() > 1 ? "," : "").append(wireOf(services, *item));
        version.add(item->wire.hash());
    }
    text += ']';
    auto response = http::Response::json(200, std::move(text));
    response.headers.set("ETag", version.entityTag());
    co_return paged(std::move(response), call.request, paging, page.total);
}

Task<http::Response> createWorkspace(Services services, Call &call)
{
    const identity::Principal principal = call.principal;
    auto wanted = co_await readModel<WorkspaceCreate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    if (wanted->username.empty())
        wanted->username = principal.username;
    if (identity::decide(principal, identity::Permission::WorkspaceCreate, wanted->username)
        != identity::Decision::Allow)
        co_return http::Response::problem(403,
                                          std::format("{} may make workspaces for itself only", principal.username));
    const std::string owner = wanted->username;
    const auto accepted = co_await services.workspaces.create(std::move(*wanted), principal);
    if (accepted)
        call.audit = {.subjectKind = "workspace", .subject = accepted->workspace, .owner = owner};
    co_return acceptedResponse(accepted);
}

Task<http::Response> showWorkspace(Services services, Call &call)
{
    const auto item = services.state.workspaces.find(call.path.get("name"));
    if (!item) // Deleted since the guard looked.
        co_return http::Response::problem(404, std::format("there is no workspace \"{}\"", call.path.get("name")));
    co_return versioned(http::Response::json(200, wireOf(services, *item)), item->version);
}

Task<http::Response> deleteWorkspace(Services services, Call &call)
{
    const auto full = flagParameter(call.request.query(), "delete");
    if (!full)
        co_return http::Response::problem(full.error());
    // Not a conditional expression: GCC 14 runs both awaits of one.
    if (*full)
        co_return acceptedResponse(co_await services.workspaces.remove(nameOf(call), call.principal));
    co_return acceptedResponse(co_await services.workspaces.stop(nameOf(call), call.principal));
}

Task<http::Response> startWorkspace(Services services, Call &call)
{
    co_return acceptedResponse(co_await services.workspaces.start(nameOf(call), call.principal));
}

Result<Workspace> runningWorkspace(const Services &services, const Call &call)
{
    const auto item = services.state.workspaces.find(call.path.get("name"));
    if (!item)
        return fail(ErrorCode::NotFound, std::format("there is no workspace \"{}\"", call.path.get("name")));
    if (item->value.state != WorkspaceState::Running)
        return fail(ErrorCode::Conflict, std::format("the workspace {} is {}; start it first", item->value.name,
                                                     schema::enumName(item->value.state)));
    return item->value;
}

} // namespace portolan::api
