// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/signed_tokens.h"

#include "core/model/user/token_claims.h"

namespace portolan::identity {
namespace {

std::int64_t generationOf(const User &user)
{
    return std::chrono::floor<std::chrono::microseconds>(user.credentialsFrom.time_since_epoch()).count();
}

Task<Result<void>> rotateHere(jose::KeyRing &keys)
{
    co_return keys.rotate();
}

} // namespace

SignedTokens::SignedTokens(const State &state, Random &random, Options options, std::unique_ptr<jose::KeyRing> keys)
    : m_state(state), m_random(random), m_options(std::move(options)), m_keys(std::move(keys))
{}

Result<std::unique_ptr<SignedTokens>> SignedTokens::open(std::filesystem::path folder, const State &state,
                                                         Random &random, Options options)
{
    auto keys = jose::KeyRing::open(std::move(folder), state.clock(), random,
                                    std::max(options.lifetime, options.loginLifetime));
    if (!keys)
        return failWithin("opening the keys that sign tokens", std::move(keys.error()));
    return std::unique_ptr<SignedTokens>(new SignedTokens(state, random, std::move(options), std::move(*keys)));
}

Result<SignedTokens::Issued> SignedTokens::issueFor(const User &user, std::chrono::seconds lifetime) const
{
    const Time now = m_state.clock().now();
    TokenClaims claims{.id = randomUuid(m_random),
                       .subject = user.username,
                       .issuer = m_options.issuer,
                       .audience = {m_options.audience},
                       .issuedAt = numericDate(now),
                       .expires = numericDate(now + lifetime),
                       .generation = generationOf(user),
                       .email = user.email,
                       .fullname = user.fullname,
                       .uid = uidInside,
                       .gid = uidInside,
                       .organization = user.organization,
                       .source = user.source,
                       .shell = user.shell,
                       .sudo = user.sudo};
    for (const Role role : user.roles)
        claims.roles.emplace_back(schema::enumName(role));
    auto token = m_keys->sign(claims);
    if (!token)
        return failWithin("signing a token", std::move(token.error()));
    return Issued{.token = std::move(*token), .expires = Time(std::chrono::seconds(claims.expires))};
}

Result<SignedTokens::Verified> SignedTokens::verify(std::string_view token) const
{
    const auto claims = jose::verifyJwt(
        token, *m_keys->publicKeys(),
        {.issuer = m_options.issuer, .audience = m_options.audience, .now = m_state.clock().now()});
    if (!claims)
        return std::unexpected(claims.error());
    const auto own = schema::decode<TokenClaims>(claims->payload);
    if (!own)
        return fail(ErrorCode::Unauthenticated,
                    "the token is signed by this server and says something else than it does");
    return Verified{.username = own->subject,
                    .credential = {.kind = Credential::Kind::SignedToken,
                                   .id = own->id,
                                   .issued = Time(std::chrono::microseconds(own->generation)),
                                   .expires = Time(std::chrono::seconds(own->expires))}};
}

Task<Result<void>> SignedTokens::rotateWhenDue()
{
    if (m_state.clock().now() - m_keys->signingSince() < m_options.rotation)
        co_return Result<void>{};
    co_return co_await runIn<Result<void>>(m_disk.loop(), [this] { return rotateHere(*m_keys); });
}

} // namespace portolan::identity
