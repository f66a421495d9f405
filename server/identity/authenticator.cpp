// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/authenticator.h"

#include "core/base/digest.h"

namespace portolan::identity {

namespace {

constexpr std::string_view howTo = "send \"Authorization: Bearer TOKEN\"";

} // namespace

Result<Principal> Authenticator::authenticate(const http::Request &request) const
{
    const auto header = request.header("authorization");
    if (!header)
        return fail(ErrorCode::Unauthenticated, std::format("this needs a credential: {}", howTo));
    constexpr std::string_view scheme = "bearer ";
    if (header->size() <= scheme.size() || !http::equalNames(header->substr(0, scheme.size()), scheme))
        return fail(ErrorCode::Unauthenticated, std::format("the Authorization header has another scheme: {}", howTo));
    std::string_view token = header->substr(scheme.size());
    token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
    // Looking up a hash leaks nothing of the token by its time: whoever cannot make the hash cannot aim at it.
    return ofTokenHash(sha256Hex(token));
}

bool Authenticator::stillValid(const Principal &principal) const
{
    const auto now = ofTokenHash(principal.tokenHash);
    return now && now->username == principal.username;
}

Result<Principal> Authenticator::ofTokenHash(const std::string &hash) const
{
    const auto token = m_state.tokens.find(hash);
    const auto user = token ? m_state.users.find(token->value.username) : nullptr;
    if (!user)
        return fail(ErrorCode::Unauthenticated, "the token is not valid here: it is unknown or was revoked");
    if (user->value.locked)
        return fail(ErrorCode::PermissionDenied, std::format("the account {} is locked", user->value.username));
    return Principal{.username = user->value.username, .roles = user->value.roles, .tokenHash = hash};
}

} // namespace portolan::identity
