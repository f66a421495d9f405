// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user_change.h"
#include "core/model/workspace/workspace_name.h"
#include "core/schema/describe.h"

namespace portolan {

/// Body of POST /api/v1/workspaces (spec section 4). Exactly one of `blueprint` and `repoName` is given; `name` is ours.
struct WorkspaceCreate {
    std::string username;
    std::string blueprint;
    std::string repoOwner;
    std::string repoName;
    std::string repoRef;
    std::string name;
};

template <>
struct schema::Description<WorkspaceCreate> {
    using W = WorkspaceCreate;
    static constexpr std::string_view name = "WorkspaceCreate";
    static constexpr std::string_view doc = "What a new workspace shall be.";
    static constexpr auto fields = std::tuple{
        field("username", &W::username,
              {.doc = "Its owner; the caller where it is left out.", .maxLength = 63, .check = refuseUsername}),
        field("blueprint", &W::blueprint, {.doc = "Name of the blueprint.", .maxLength = 40}),
        field("repoOwner", &W::repoOwner, {.maxLength = 100}),
        field("repoName", &W::repoName, {.maxLength = 100}),
        field("repoRef", &W::repoRef, {.maxLength = 200}),
        field("name", &W::name,
              {.doc = "A name of one's own, for several workspaces of one blueprint. Lower-case letters, digits and "
                      "hyphens; not of the form that derived names have.",
               .maxLength = 50,
               .check = refuseWorkspaceName}),
    };
};

/// Answer of POST /api/v1/workspaces and .../start (202).
struct WorkspaceAccepted {
    std::string workspace;
    std::string jobId;
    std::string monitorUrl;
};

template <>
struct schema::Description<WorkspaceAccepted> {
    using W = WorkspaceAccepted;
    static constexpr std::string_view name = "WorkspaceAccepted";
    static constexpr std::string_view doc = "The work has begun; its job tells how it goes.";
    static constexpr auto fields = std::tuple{
        field("workspace", &W::workspace, {.doc = "The workspace's name.", .required = true}),
        field("jobId", &W::jobId, {.doc = "Id of the job.", .required = true}),
        field("monitorUrl", &W::monitorUrl, {.doc = "Where the job is, relative to the server."}),
    };
};

} // namespace portolan
