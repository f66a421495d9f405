// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/control_plane_client.h"
#include "core/model/user/login.h"

#include <optional>

/// Calls for whoever has no token yet: the address needs none. They may outlive whatever asked for them. Errors as those
/// of ControlPlaneClient.
namespace portolan {

/// Somebody else who proves who one is: an entry of GET /api/v1/auth/providers (spec section 1.6).
struct LoginProvider {
    std::string name; ///< "idp.example.org/github": what people read is behind the last slash
    std::vector<std::string> capabilities;

    bool operator==(const LoginProvider &) const = default;
};

template <>
struct schema::Description<LoginProvider> {
    static constexpr std::string_view name = "LoginProvider";
    static constexpr std::string_view doc = "Who may prove a login.";
    static constexpr auto fields = std::tuple{
        field("name", &LoginProvider::name, {.required = true}),
        field("capabilities", &LoginProvider::capabilities, {}),
    };
};

/// What a login in the browser ends with (spec section 1.6).
struct BrowserToken {
    std::string provider;
    std::string address;
    std::string username;
    std::string token;

    bool operator==(const BrowserToken &) const = default;
};

template <>
struct schema::Description<BrowserToken> {
    static constexpr std::string_view name = "BrowserToken";
    static constexpr std::string_view doc = "A token that was made by a login in the browser; handed out once.";
    static constexpr auto fields = std::tuple{
        field("provider", &BrowserToken::provider, {}),
        field("address", &BrowserToken::address, {}),
        field("username", &BrowserToken::username, {}),
        field("token", &BrowserToken::token, {.required = true}),
    };
};

/// A bearer for a password; it ends within the hour or so.
[[nodiscard]] Task<Result<BearerToken>> logIn(ControlPlaneAddress address, PasswordLogin login);

/// Those that a browser can be sent to; none where the server has none.
[[nodiscard]] Task<Result<std::vector<LoginProvider>>> browserProviders(ControlPlaneAddress address);

/// The page that a browser logs in at. `state` is the caller's own secret, by which it gets the token: at least 16 bytes
/// in hexadecimal.
[[nodiscard]] std::string browserLoginUrl(const ControlPlaneAddress &address, std::string_view provider,
                                          std::string_view state);

/// The token of that login, once; nothing while it is under way.
[[nodiscard]] Task<Result<std::optional<BrowserToken>>> takeBrowserToken(ControlPlaneAddress address,
                                                                         std::string state);

} // namespace portolan
