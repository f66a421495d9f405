// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/issuers.h"

#include "server/identity/log.h"

namespace portolan::identity {

namespace {

std::unexpected<Error> withoutKeys(const std::string &issuer, const IssuerFeed &feed)
{
    auto error = fail(ErrorCode::Unavailable,
                      std::format("the keys of {} are not known, so that its tokens cannot be checked", issuer));
    if (feed.mayRefresh())
        error.error().args = {{"reason", std::string(reason::needsKeys)}};
    return error;
}

} // namespace

Issuers::Issuers(std::vector<Trusted> trusted, outbound::OutboundPolicy guard, const Clock &clock,
                 std::shared_ptr<Loop> loop)
    : m_trusted(std::move(trusted)), m_clock(clock)
{
    for (const Trusted &one : m_trusted)
        if (auto &feed = m_feeds[one.issuer]; !feed)
            feed = std::make_shared<IssuerFeed>(
                IssuerFeed::Options{.issuer = one.issuer, .jwksUrl = one.jwksUrl, .policy = guard}, clock, loop,
                m_end.get_token());
}

Issuers::~Issuers()
{
    m_end.request_stop();
}

Result<Issuers::Verified> Issuers::verify(const std::string &issuer, std::string_view token) const
{
    const auto found = m_feeds.find(issuer);
    if (found == m_feeds.end())
        return fail(ErrorCode::Unauthenticated, "the token is of an issuer that is not trusted here");
    const IssuerFeed &feed = *found->second;
    const auto snapshot = feed.snapshot();
    if (!snapshot || (feed.isStale() && feed.mayRefresh()))
        return withoutKeys(issuer, feed);
    Error last;
    for (const Trusted &trusted : m_trusted) {
        if (trusted.issuer != issuer)
            continue;
        const auto claims = jose::verifyJwt(token, snapshot->keys,
                                            {.issuer = issuer, .audience = trusted.audience, .now = m_clock.now()});
        if (claims) {
            auto external = externalFrom(*claims, trusted.claims);
            if (!external)
                return std::unexpected(std::move(external.error()));
            return Verified{
                .external = std::move(*external),
                .credential = {.kind = Credential::Kind::SignedToken, .id = claims->id, .expires = claims->expires}};
        }
        if (last.detail.empty() || jose::reasonOf(claims.error()) != jose::reason::audience)
            last = claims.error(); // another audience's entry says less
        if (jose::reasonOf(claims.error()) == jose::reason::unknownKey && feed.mayRefresh())
            return withoutKeys(issuer, feed);
    }
    return std::unexpected(std::move(last));
}

Task<void> Issuers::refresh(std::string issuer) const
{
    const auto found = m_feeds.find(issuer);
    if (found == m_feeds.end())
        co_return;
    const std::shared_ptr<IssuerFeed> feed = found->second;
    if (const auto refreshed = co_await feed->refresh(); !refreshed)
        qCWarning(log, "%s", refreshed.error().detail.c_str());
}

} // namespace portolan::identity
