// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/principal.h"
#include "server/identity/external.h"
#include "server/identity/issuer_feed.h"

#include <map>

namespace portolan::identity {

/// Why a credential that may be good is not taken yet: the "reason" of the error. Federation acts on both.
namespace reason {

inline constexpr std::string_view needsKeys = "needs-keys"; ///< the issuer is to be asked for its keys
inline constexpr std::string_view newcomer = "newcomer"; ///< the user is to be made, or its roles are to be changed

} // namespace reason

/// The issuers whose signed tokens (JWT) are taken as they are. Thread-safe.
class Issuers
{
public:
    struct Trusted {
        std::string issuer;
        std::string audience;
        std::optional<std::string> jwksUrl = {};
        ClaimNames claims = {};
    };
    struct Verified {
        External external;
        Credential credential;
    };

    /// `clock` must outlive it. Keys are fetched in `loop`; its end gives that up.
    Issuers(std::vector<Trusted> trusted, outbound::OutboundPolicy guard, const Clock &clock,
            std::shared_ptr<Loop> loop);
    ~Issuers();

    /// Whether tokens that name this issuer are for verify().
    [[nodiscard]] bool knows(const std::string &issuer) const { return m_feeds.contains(issuer); }

    /// Unauthenticated for what is no good token of these. Unavailable, with the reason needsKeys where refresh() may
    /// help, while there are no keys to check it with.
    [[nodiscard]] Result<Verified> verify(const std::string &issuer, std::string_view token) const;

    /// Asks the issuer for its keys, as often as it may be asked. Afterwards verify() knows.
    [[nodiscard]] Task<void> refresh(std::string issuer) const;

private:
    const std::vector<Trusted> m_trusted;
    std::stop_source m_end;
    const Clock &m_clock;
    std::map<std::string, std::shared_ptr<IssuerFeed>> m_feeds;
};

} // namespace portolan::identity
