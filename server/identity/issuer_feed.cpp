// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/issuer_feed.h"

#include "server/http/headers.h"
#include "server/identity/jose/strict_json.h"

#include <algorithm>
#include <charconv>

namespace portolan::identity {

namespace {

constexpr std::size_t largestDocument = 256 * 1024;

std::string textOf(const JsonDocument &document, std::string_view name)
{
    const auto member = document.root().find(name);
    return std::string(member ? member->toString().value_or("") : "");
}

bool listHas(const JsonDocument &document, std::string_view name, std::string_view wanted)
{
    bool has = false;
    if (const auto list = document.root().find(name))
        list->forEachElement([&](std::size_t, JsonValue element) { has = has || element.toString() == wanted; });
    return has;
}

/// OpenID Connect Discovery 1.0 section 4.3: the document must be of the issuer that was asked.
Result<ProviderMetadata> parseMetadata(std::string_view text, const std::string &issuer)
{
    const auto document = jose::parseStrictObject(text);
    if (!document)
        return fail(ErrorCode::BadGateway, std::format("the discovery document of {} is no JSON object", issuer));
    if (textOf(*document, "issuer") != issuer)
        return fail(ErrorCode::BadGateway,
                    std::format("the discovery document of {} is of another issuer; the configuration must name it "
                                "exactly as it names itself",
                                issuer));
    const auto named = document->root().find("authorization_response_iss_parameter_supported");
    constexpr std::string_view methods = "token_endpoint_auth_methods_supported";
    return ProviderMetadata{.authorizationEndpoint = textOf(*document, "authorization_endpoint"),
                            .tokenEndpoint = textOf(*document, "token_endpoint"),
                            .userinfoEndpoint = textOf(*document, "userinfo_endpoint"),
                            .endSessionEndpoint = textOf(*document, "end_session_endpoint"),
                            .jwksUri = textOf(*document, "jwks_uri"),
                            .namesItself = named && named->toBool().value_or(false),
                            .wantsSecretInBody = listHas(*document, methods, "client_secret_post")
                                                 && !listHas(*document, methods, "client_secret_basic")};
}

} // namespace

std::chrono::seconds keepFor(std::string_view cacheControl)
{
    using namespace std::chrono;
    constexpr std::string_view maxAge = "max-age=";
    for (const std::string_view directive : http::splitList(cacheControl)) {
        if (http::equalNames(directive, "no-store") || http::equalNames(directive, "no-cache"))
            return minutes(1);
        if (directive.size() <= maxAge.size() || !http::equalNames(directive.substr(0, maxAge.size()), maxAge))
            continue;
        std::int64_t age = 0;
        const auto digits = directive.substr(maxAge.size());
        if (std::from_chars(digits.data(), digits.data() + digits.size(), age).ec == std::errc{})
            return std::clamp<seconds>(seconds(age), minutes(1), hours(24));
    }
    return minutes(10);
}

IssuerFeed::IssuerFeed(Options options, const Clock &clock, std::shared_ptr<Loop> loop, std::stop_token end)
    : m_options(std::move(options)), m_clock(clock), m_loop(std::move(loop)), m_end(std::move(end))
{}

std::shared_ptr<const IssuerFeed::Snapshot> IssuerFeed::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_snapshot;
}

bool IssuerFeed::isStale() const
{
    const std::lock_guard lock(m_mutex);
    return !m_snapshot || m_clock.steady() >= m_snapshot->goodUntil;
}

bool IssuerFeed::mayRefresh() const
{
    const std::lock_guard lock(m_mutex);
    return mayRefreshLocked();
}

bool IssuerFeed::mayRefreshLocked() const
{
    return !m_waiting.empty() || !m_attempted || m_clock.steady() - *m_attempted >= m_options.retryAfter;
}

Task<Result<void>> IssuerFeed::refresh()
{
    OneShot<Result<void>> done;
    {
        const std::lock_guard lock(m_mutex);
        if (!mayRefreshLocked())
            co_return m_last;
        m_waiting.push_back(done);
        if (m_waiting.size() == 1) {
            m_attempted = m_clock.steady();
            m_loop->post([self = shared_from_this()] { detach(fetch(self)); });
        }
    }
    co_return co_await done;
}

Task<void> IssuerFeed::fetch(std::shared_ptr<IssuerFeed> self)
{
    self->finish(co_await fetchAll(*self));
}

void IssuerFeed::finish(Result<Snapshot> fetched)
{
    std::vector<OneShot<Result<void>>> waiting;
    Result<void> outcome;
    {
        const std::lock_guard lock(m_mutex);
        if (fetched)
            m_snapshot = std::make_shared<const Snapshot>(std::move(*fetched));
        else
            outcome = failWithin(std::format("asking {}", m_options.issuer), std::move(fetched.error()));
        m_last = outcome;
        waiting.swap(m_waiting);
    }
    for (OneShot<Result<void>> &one : waiting)
        one.set(outcome);
}

Task<Result<IssuerFeed::Snapshot>> IssuerFeed::fetchAll(const IssuerFeed &self)
{
    outbound::OutboundClient client;
    const auto requestTo = [&self](std::string url) {
        return outbound::OutboundRequest{.url = std::move(url),
                                         .headers = {{"Accept", "application/json"}},
                                         .maxAnswer = largestDocument,
                                         .cancel = self.m_end};
    };
    Snapshot snapshot;
    std::string keysAt = self.m_options.jwksUrl.value_or("");
    if (keysAt.empty()) {
        std::string base = self.m_options.issuer;
        while (base.ends_with('/'))
            base.pop_back();
        const auto document = co_await client.send(requestTo(base + "/.well-known/openid-configuration"),
                                                   self.m_options.policy);
        if (!document)
            co_return std::unexpected(document.error());
        if (document->status != 200)
            co_return fail(ErrorCode::BadGateway,
                           std::format("its discovery document was answered with status {}", document->status));
        auto metadata = parseMetadata(document->body, self.m_options.issuer);
        if (!metadata)
            co_return std::unexpected(std::move(metadata.error()));
        snapshot.metadata = std::move(*metadata);
        keysAt = snapshot.metadata.jwksUri;
    }
    const auto keys = co_await client.send(requestTo(keysAt), self.m_options.policy);
    if (!keys)
        co_return std::unexpected(keys.error());
    if (keys->status != 200)
        co_return fail(ErrorCode::BadGateway, std::format("its keys were answered with status {}", keys->status));
    auto parsed = jose::parseJwks(keys->body);
    if (!parsed)
        co_return fail(ErrorCode::BadGateway, parsed.error().detail);
    snapshot.keys = std::move(*parsed);
    const auto cacheControl = keys->headers.find("cache-control");
    const bool says = cacheControl != keys->headers.end();
    snapshot.goodUntil = self.m_clock.steady() + keepFor(says ? std::string_view(cacheControl->second) : "");
    co_return snapshot;
}

} // namespace portolan::identity
