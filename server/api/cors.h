// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/request.h"
#include "server/http/response.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portolan::api {

struct CorsOptions {
    std::vector<std::string> origins = {}; ///< "https://labs.example.org"; "*" for any
    bool credentials = false;              ///< whether their requests may carry a cookie
    std::chrono::seconds maxAge = std::chrono::hours(1);

    bool operator==(const CorsOptions &) const = default;
};

/// Says which pages of other origins a browser lets call this server (Fetch standard, CORS protocol). Thread-safe.
class Cors
{
public:
    explicit Cors(CorsOptions options) { setOptions(std::move(options)); }

    void setOptions(CorsOptions options);

    /// The answer to a browser that asks before it sends a request; nothing where the request is none of these.
    /// `allow`: the methods of the path.
    [[nodiscard]] std::optional<http::Response> preflight(const http::Request &request, std::string_view allow) const;

    /// Lets the page read an answer.
    void share(http::Response &response, const http::Request &request) const;

    /// Whether pages of this origin may act with the session of the browser.
    [[nodiscard]] bool mayUseSessions(std::string_view origin) const;

private:
    std::atomic<std::shared_ptr<const CorsOptions>> m_options;
};

} // namespace portolan::api
