// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/clock.h"
#include "server/identity/jose/jwk.h"
#include "server/outbound/outbound_client.h"

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace portolan::identity {

/// What a provider tells of itself (OpenID Connect Discovery 1.0, section 3). Endpoints that it does not tell are empty.
struct ProviderMetadata {
    std::string authorizationEndpoint;
    std::string tokenEndpoint;
    std::string userinfoEndpoint;
    std::string endSessionEndpoint;
    std::string jwksUri;
    bool namesItself = false; ///< its redirects carry `iss` (RFC 9207)
    bool wantsSecretInBody = false; ///< it takes the client's secret by client_secret_post, and not by Basic
};

/// The keys of an issuer and its metadata, fetched when they are needed and kept for as long as its answers allow (a
/// minute to a day), and on while it is down. Thread-safe; what is fetched is fetched in `loop`.
class IssuerFeed : public std::enable_shared_from_this<IssuerFeed>
{
public:
    struct Options {
        std::string issuer;
        std::optional<std::string> jwksUrl = {}; ///< then there is no metadata
        outbound::OutboundPolicy policy = {};
        std::chrono::milliseconds retryAfter = std::chrono::seconds(30); ///< between two attempts
    };
    struct Snapshot {
        ProviderMetadata metadata;
        jose::KeySet keys;
        std::chrono::steady_clock::time_point goodUntil;
    };

    /// `clock` must outlive it. Make it shared. `end` gives up what is under way.
    IssuerFeed(Options options, const Clock &clock, std::shared_ptr<Loop> loop, std::stop_token end);

    /// What was fetched last; nothing before that.
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;
    /// Whether it is old, or missing.
    [[nodiscard]] bool isStale() const;
    /// Whether refresh() would do something: it is under way, or the last attempt is long enough ago.
    [[nodiscard]] bool mayRefresh() const;
    /// Fetches, once for all who ask meanwhile. Where it may not, what the last attempt gave.
    [[nodiscard]] Task<Result<void>> refresh();

    [[nodiscard]] const Options &options() const { return m_options; }

private:
    [[nodiscard]] static Task<void> fetch(std::shared_ptr<IssuerFeed> self);
    [[nodiscard]] static Task<Result<Snapshot>> fetchAll(const IssuerFeed &self);
    void finish(Result<Snapshot> fetched);
    [[nodiscard]] bool mayRefreshLocked() const;

    const Options m_options;
    const Clock &m_clock;
    const std::shared_ptr<Loop> m_loop;
    const std::stop_token m_end;

    mutable std::mutex m_mutex;
    std::shared_ptr<const Snapshot> m_snapshot;
    std::optional<std::chrono::steady_clock::time_point> m_attempted;
    Result<void> m_last;
    std::vector<OneShot<Result<void>>> m_waiting; ///< not empty: an attempt is under way
};

/// How long an answer may be kept: its Cache-Control's max-age, at least a minute and at most a day; ten minutes where it
/// does not say.
[[nodiscard]] std::chrono::seconds keepFor(std::string_view cacheControl);

} // namespace portolan::identity
