// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/access_token.h"
#include "core/model/user/policy.h"
#include "ui/session/session.h"
#include "ui/widgets/state_chip.h"

/// How a token shows, and what may be done with it. Texts are translated.
namespace portolan::ui {

enum class TokenAction : std::uint8_t { Renew, SwitchOff, SwitchOn, Revoke };

/// "active", "expiring", "expired" or "off".
[[nodiscard]] std::string stateOfToken(const AccessTokenInfo &token, Time now);
/// Of stateOfToken().
[[nodiscard]] StateLook lookOfToken(std::string_view state);

/// Whether the session came in with it.
[[nodiscard]] bool isOfThisConsole(const Session &session, const AccessTokenInfo &token);

/// What a permission lets one do, in a few words.
[[nodiscard]] QString explainPermission(identity::Permission permission);
/// The same of a scope, "workspace:read:self"; itself where it is one of several or unknown.
[[nodiscard]] QString explainScope(const std::string &scope);

/// Why the caller of the session may not do this to the token now; empty when it may.
[[nodiscard]] QString refusalOf(const Session &session, const AccessTokenInfo &token, TokenAction action);
/// Why it may not make tokens of `user`.
[[nodiscard]] QString refusalOfTokenCreation(const Session &session, const std::string &user);

} // namespace portolan::ui
