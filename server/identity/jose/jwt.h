// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/schema/codec.h"
#include "server/identity/jose/jwk.h"
#include "server/identity/jose/signature.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::jose {

/// Why a token was refused: the "reason" of the error, for whoever acts on it.
namespace reason {

inline constexpr std::string_view malformed = "malformed";     ///< not a token of ours to read, or a claim of no use
inline constexpr std::string_view algorithm = "algorithm"; ///< another one than the key's, or none that is allowed
inline constexpr std::string_view unknownKey = "unknown-key"; ///< the issuer may have newer keys
inline constexpr std::string_view signature = "signature"; ///< not made with the key, or changed since
inline constexpr std::string_view issuer = "issuer"; ///< of somebody else
inline constexpr std::string_view audience = "audience"; ///< for somebody else
inline constexpr std::string_view expired = "expired"; ///< a new one may be had
inline constexpr std::string_view notYetValid = "not-yet-valid"; ///< or one of the clocks is wrong

} // namespace reason

/// One of the above for an error of verifyJwt(), "" for any other.
[[nodiscard]] std::string_view reasonOf(const Error &error);

/// What a token must say. Issuer and audience must not be empty.
struct Expectations {
    std::string issuer;
    std::string audience;
    Time now;
    std::chrono::seconds leeway{60}; ///< how far the issuer's clock may be from ours
};

/// What a token that was accepted says. A value; cheap to copy.
class Claims
{
public:
    std::string issuer;
    std::string subject; ///< empty: the token has none
    std::vector<std::string> audience;
    std::string id; ///< `jti`; empty: the token has none
    Time expires;
    std::optional<Time> notBefore;
    std::optional<Time> issuedAt;
    std::string payload; ///< all of it, as JSON

    /// Another claim, by its name or by a path of names with dots between ("realm_access.roles"). A name that has dots
    /// itself is found, too ("https://example.com/roles"). Nothing where it is missing or not a string.
    [[nodiscard]] std::optional<std::string> text(std::string_view path) const;
    /// A list of strings, or one string as a list of one. Nothing where it is missing or of another shape.
    [[nodiscard]] std::optional<std::vector<std::string>> list(std::string_view path) const;

private:
    friend struct ClaimsReader;

    std::shared_ptr<const JsonDocument> m_document;
};

inline constexpr std::size_t tokenLimit = 16 * 1024;

/// Checks a compact JWS with claims (RFC 7519 section 7.2): first its form, then the signature, then what it says. It
/// must have an expiry, and the key is one of `keys`, never one that the token brings. A failure is Unauthenticated,
/// with the reason as `args` {"reason", ...}; nothing of the token is in the error. Takes some 0.1 ms.
[[nodiscard]] Result<Claims> verifyJwt(std::string_view token, const KeySet &keys, const Expectations &expectations);

/// The same with the claims of a userinfo answer (OpenID Connect Core section 5.3) in place of the token's own, but for the
/// registered ones. BadGateway where it is none, or of another subject.
[[nodiscard]] Result<Claims> withUserinfo(Claims claims, std::string_view json);

/// Whom a token says that it is of, without a look at the signature: only to choose the keys to check it with. Empty for
/// what is no token, or does not say.
[[nodiscard]] std::string unverifiedIssuer(std::string_view token);

/// A token with this payload, by ES256 and with the key's name. InvalidArgument for a payload that no reader should
/// accept, TooLarge when the token would be.
[[nodiscard]] Result<std::string> signJwt(const SigningKey &key, std::string_view payload);

template <schema::Described Model>
[[nodiscard]] Result<std::string> signJwt(const SigningKey &key, const Model &claims)
{
    return signJwt(key, std::string_view(schema::encode(claims)));
}

} // namespace portolan::jose
