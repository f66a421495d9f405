// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/control_plane_client.h"
#include "core/model/user/login.h"
#include "core/model/user/web_login.h"

#include <optional>

/// Calls for whoever has no token yet: the address needs none. They may outlive whatever asked for them. Errors as those
/// of ControlPlaneClient.
namespace portolan {

/// A bearer for a password; it ends within the hour or so.
[[nodiscard]] Task<Result<BearerToken>> logIn(ControlPlaneAddress address, PasswordLogin login);

/// Those that a browser can be sent to; none where the server has none.
[[nodiscard]] Task<Result<std::vector<LoginProvider>>> browserProviders(ControlPlaneAddress address);

/// The page that a browser logs in at. `state` is the caller's own secret, by which it gets the token: at least 16 bytes
/// in hexadecimal.
[[nodiscard]] std::string browserLoginUrl(const ControlPlaneAddress &address, std::string_view provider,
                                          std::string_view state);

/// The token of that login, once; nothing while it is under way.
[[nodiscard]] Task<Result<std::optional<UserToken>>> takeBrowserToken(ControlPlaneAddress address, std::string state);

} // namespace portolan
