// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/policy.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/router.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::api {

/// One request on its way through a handler. A handler may refer to it while it runs; what runs on afterwards (the
/// producer of a stream, a WebSocket) copies what it needs, the request and its body aside, which live as long.
struct Call {
    http::Request &request;
    const http::PathParameters &path;
    const identity::Principal &principal; ///< without a name on routes that need no credential
};

using Handler = std::function<Task<http::Response>(Call &call)>;

/// A route: what the guard checks before the handler runs, and what the API's document tells.
struct Route {
    http::Method method;
    std::string pattern; ///< "/api/v1/workspaces/{name}"
    identity::Permission permission;
    std::string_view summary;
    Handler handler;
    /// For routes on one object: its owner, nothing where there is no such object (404).
    std::function<std::optional<std::string>(const http::PathParameters &)> ownerOf = {};
    bool counted = true; ///< against the rate limit; probes are not
};

} // namespace portolan::api
