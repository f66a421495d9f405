// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A remote portal is being asked for a session: written before it is, gone with its answer. One that is left tells that
/// there may be a session that nobody knows of.
struct SessionIntent {
    std::string id;
    std::string cluster;
    std::string portal;
    std::string environment;
    std::string user;
    bool userIsMadeUp = false; ///< for this request only: nobody else can ask for the session
    std::string tenant;
    std::string client;
    Time asked;

    [[nodiscard]] std::string portalId() const { return std::format("{}/{}", cluster, portal); }

    bool operator==(const SessionIntent &) const = default;
};

template <>
struct schema::Description<SessionIntent> {
    using I = SessionIntent;
    static constexpr std::string_view name = "SessionIntent";
    static constexpr std::string_view doc = "A remote portal is being asked for a session.";
    static constexpr auto fields = std::tuple{
        field("id", &I::id, {.required = true}),
        field("cluster", &I::cluster, {.required = true}),
        field("portal", &I::portal, {.required = true}),
        field("environment", &I::environment, {.required = true}),
        field("user", &I::user, {.required = true}),
        field("userIsMadeUp", &I::userIsMadeUp, {}),
        field("tenant", &I::tenant, {}),
        field("client", &I::client, {}),
        field("asked", &I::asked, {.required = true}),
    };
};

} // namespace portolan
