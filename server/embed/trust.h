// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/configuration.h"
#include "server/identity/authenticator.h"
#include "server/identity/front_proxy.h"
#include "server/identity/web_login.h"

/// Who is believed besides this server, as the configuration says it.
namespace portolan {

/// Reads the files of secrets: blocks. Errors say which key is meant.
[[nodiscard]] Result<identity::FrontProxy::Options> frontProxyOf(const config::Proxies &proxies,
                                                                 const config::TrustedHeader &users);
[[nodiscard]] std::vector<identity::Issuers::Trusted> trustedIssuers(const config::Identity &identity);
/// Reads the files of secrets: blocks. Errors say which provider is meant.
[[nodiscard]] Result<std::vector<identity::WebLogin::Provider>> loginProviders(const config::Identity &identity);
/// Where providers and issuers may be.
[[nodiscard]] outbound::OutboundPolicy outboundPolicy(const config::Identity &identity);
/// `issuers` must outlive what it is for.
[[nodiscard]] identity::Trust trustOf(const config::Identity &identity, const identity::Issuers &issuers);

/// Makes the user that everybody is (identity.development_identity), an administrator, where there is none of that name;
/// and warns.
[[nodiscard]] Task<Result<void>> ensureDeveloper(State &state, std::string username);

} // namespace portolan
