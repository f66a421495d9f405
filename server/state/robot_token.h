// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// The tokens with which another lookup service speaks to a portal of this server. Their texts are known to it only.
struct RobotToken {
    std::string hash;        ///< SHA-256 of the access token
    std::string refreshHash; ///< SHA-256 of the refresh token
    std::string portal;      ///< its uid: one that is made anew with the name is another
    std::string account;     ///< SHA-256 of what the robot's account was
    Time created;
    Time expires;
    Time refreshExpires;

    bool operator==(const RobotToken &) const = default;
};

template <>
struct schema::Description<RobotToken> {
    using T = RobotToken;
    static constexpr std::string_view name = "RobotToken";
    static constexpr std::string_view doc = "The tokens of a portal's robot.";
    static constexpr auto fields = std::tuple{
        field("hash", &T::hash, {.required = true}),
        field("refreshHash", &T::refreshHash, {.required = true}),
        field("portal", &T::portal, {.required = true}),
        field("account", &T::account, {.required = true}),
        field("created", &T::created, {.required = true}),
        field("expires", &T::expires, {.required = true}),
        field("refreshExpires", &T::refreshExpires, {.required = true}),
    };
};

} // namespace portolan
