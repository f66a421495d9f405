// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "server/outbound/guard.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace portolan::outbound {

struct OutboundRequest {
    std::string method = "GET";
    std::string url; ///< http or https, without user information
    std::vector<std::pair<std::string, std::string>> headers = {}; ///< Host is the URL's
    std::string body = {};
    std::chrono::milliseconds timeout = std::chrono::seconds(10); ///< for all of it: names, redirects, the body
    std::size_t maxAnswer = 1024 * 1024; ///< bytes of the body
    /// How many are followed, of GET only. Authorization and Cookie stay with the first origin, and https with https.
    int redirects = 0;
    std::string authorities = {}; ///< PEM certificates that are trusted besides the system's
    std::stop_token cancel = {}; ///< to be stopped in the thread of the client
};

struct OutboundAnswer {
    int status = 0;
    std::map<std::string, std::string> headers; ///< by lower-case name
    std::string body;
};

/// The one way by which the server calls others over HTTP: identity providers, issuers, sinks. Each name is resolved
/// first, and what is connected to is the address that was looked at, so that a name that changes in between leads
/// nowhere else (DNS rebinding); again at each redirect. Of several addresses the first that is permitted is taken, and
/// the next where nothing listens there.
///
/// Belongs to the thread that made it, which needs an event loop; cheap enough to be made for one request. Its end gives
/// up what is under way (Cancelled). Nothing is logged, and errors name the host only: paths and queries may be secret.
class OutboundClient
{
public:
    OutboundClient();
    ~OutboundClient();
    OutboundClient(const OutboundClient &) = delete;
    OutboundClient &operator=(const OutboundClient &) = delete;

    /// Any answer, also one of status 400 and above, and a redirect where none is to be followed.
    /// InvalidArgument: the URL or a header is none. PermissionDenied: the address is not permitted, or the peer's
    /// certificate is not trusted. Unavailable: there is no such name, or no connection. Timeout, TooLarge. BadGateway:
    /// what came is no answer of HTTP, or there were too many redirects. Cancelled.
    [[nodiscard]] Task<Result<OutboundAnswer>> send(OutboundRequest request, OutboundPolicy policy);

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace portolan::outbound
