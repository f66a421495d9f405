// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/random.h"
#include "server/identity/external.h"
#include "server/identity/issuer_feed.h"

#include <unordered_map>

namespace portolan::identity {

/// Logins with a browser at OpenID Connect providers: authorization code with PKCE (RFC 7636), a state that is kept here,
/// used once and bound to the browser by a cookie, and a nonce (RFC 9700 section 2.1). Thread-safe; for threads with an
/// event loop. Logins that are under way end with the server.
class WebLogin
{
public:
    struct Provider {
        std::string name;
        std::string issuer;
        std::string clientId;
        std::string clientSecret = {}; ///< empty: the client is public
        std::vector<std::string> scopes = {"openid", "profile", "email"};
        ClaimNames claims = {};
    };
    struct Wanted {
        std::string provider = {}; ///< by its name, with or without "idp.k8shell.io/"; empty: the first
        std::string callback; ///< the URL of this server that the provider redirects to
        std::string target = "/"; ///< where the browser goes afterwards; checked by the caller
        std::string clientState = {}; ///< of the program that waits for a token; empty: none does
    };
    struct Begun {
        std::string location; ///< of the provider
        std::string browser; ///< the value of the cookie that the browser has to bring back: a secret
    };
    /// What the provider has sent the browser back with.
    struct Answer {
        std::string state;
        std::string code = {};
        std::string issuer = {}; ///< RFC 9207; empty: it does not say
        std::string error = {};
        std::string browser = {}; ///< the cookie's value
    };
    struct Done {
        External external;
        std::string provider; ///< its name
        std::string target;
        std::string clientState;
    };

    static constexpr std::chrono::minutes patience{10}; ///< how long somebody may take to log in

    /// `clock` and `random` must outlive it. Keys are fetched in `loop`.
    WebLogin(std::vector<Provider> providers, outbound::OutboundPolicy guard, const Clock &clock, Random &random,
             std::shared_ptr<Loop> loop);
    ~WebLogin();

    [[nodiscard]] const std::vector<Provider> &providers() const { return m_providers; }

    /// NotFound: there is no such provider. Unavailable: it cannot be reached. TooMany.
    [[nodiscard]] Task<Result<Begun>> begin(Wanted wanted);
    /// Unauthenticated: the state is not known any more, of another browser, or the provider does not vouch for anybody.
    [[nodiscard]] Task<Result<Done>> finish(Answer answer);

    /// Where the provider ends its own session, back to `target`; empty where it does not tell.
    [[nodiscard]] std::string logoutUrl(const std::string &provider, const std::string &target) const;

private:
    struct Pending {
        std::size_t provider = 0;
        std::string browser; ///< hash of the cookie's value
        std::string nonce;
        std::string verifier;
        std::string callback;
        std::string target;
        std::string clientState;
        std::chrono::steady_clock::time_point begun;
    };

    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
    [[nodiscard]] Result<void> keep(const std::string &state, Pending pending);
    [[nodiscard]] std::optional<Pending> take(const std::string &state);
    [[nodiscard]] Task<Result<External>> exchange(Pending pending, std::string code) const;
    [[nodiscard]] Task<Result<jose::Claims>> verify(Pending pending, std::string token) const;

    const std::vector<Provider> m_providers;
    const outbound::OutboundPolicy m_policy;
    const Clock &m_clock;
    Random &m_random;
    std::stop_source m_end;
    std::vector<std::shared_ptr<IssuerFeed>> m_feeds; ///< of the providers, in their order

    std::mutex m_mutex;
    std::unordered_map<std::string, Pending> m_pending; ///< by the hash of the state
};

} // namespace portolan::identity
