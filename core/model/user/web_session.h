// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// Somebody who is logged in with a browser. Only the SHA-256 of the cookie's value is kept; it is the id of the row.
struct WebSession {
    std::string hash;
    std::string username;
    std::string provider = "local"; ///< who has checked who it is
    std::string address;            ///< where the login came from
    std::string userAgent;
    Time created;
    Time expires;

    bool operator==(const WebSession &) const = default;
};

template <>
struct schema::Description<WebSession> {
    using W = WebSession;
    static constexpr std::string_view name = "WebSession";
    static constexpr std::string_view doc = "A login with a browser, as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("hash", &W::hash, {.required = true}),
        field("username", &W::username, {.required = true}),
        field("provider", &W::provider, {}),
        field("address", &W::address, {}),
        field("userAgent", &W::userAgent, {.maxLength = 512}),
        field("created", &W::created, {.required = true}),
        field("expires", &W::expires, {.required = true}),
    };
};

} // namespace portolan
