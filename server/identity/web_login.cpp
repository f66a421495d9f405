// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/web_login.h"

#include "core/base/digest.h"
#include "core/base/encoding.h"
#include "server/identity/jose/strict_json.h"
#include "server/identity/log.h"

#include <QCryptographicHash>

#include <algorithm>

namespace portolan::identity {

namespace {

constexpr std::size_t mostPending = 10'000;
constexpr std::size_t largestAnswer = 256 * 1024;

using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

std::string encodeForm(const Fields &fields)
{
    std::string text;
    for (const auto &[name, value] : fields)
        text += std::format("{}{}={}", text.empty() ? "" : "&", name, percentEncode(value));
    return text;
}

std::string withQuery(const std::string &url, const Fields &fields)
{
    return url + (url.contains('?') ? "&" : "?") + encodeForm(fields);
}

/// What a browser is sent to must be a page.
bool isHttp(std::string_view url)
{
    return url.starts_with("https://") || url.starts_with("http://");
}

/// RFC 7636 section 4.2.
std::string challengeFor(const std::string &verifier)
{
    const auto hash = QCryptographicHash::hash(QByteArrayView(verifier), QCryptographicHash::Sha256);
    return hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
}

std::string join(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string textOf(const JsonDocument &document, std::string_view name)
{
    const auto member = document.root().find(name);
    return std::string(member ? member->toString().value_or("") : "");
}

/// A code of OAuth's as it may stand in a message (RFC 6749 section 4.1.2.1): nothing that a page could be made of.
std::string plainCode(std::string_view text)
{
    std::string code;
    for (const char character : text.substr(0, 60))
        if ((character >= 'a' && character <= 'z') || character == '_')
            code += character;
    return code.empty() ? "unknown" : code;
}

std::unexpected<Error> refuse(std::string detail)
{
    return fail(ErrorCode::Unauthenticated, std::move(detail));
}

/// OpenID Connect Core section 3.1.3.7, what is left after verifyJwt().
Result<void> checkIdToken(const jose::Claims &claims, const std::string &clientId, const std::string &nonce)
{
    if (!equalInConstantTime(claims.text("nonce").value_or(""), nonce))
        return refuse("the provider's answer is of another login");
    const auto authorized = claims.text("azp");
    if ((authorized && *authorized != clientId) || (!authorized && claims.audience.size() > 1))
        return refuse("the provider's answer is for another client");
    if (claims.subject.empty())
        return refuse("the provider does not say who it is");
    return {};
}

} // namespace

WebLogin::WebLogin(std::vector<Provider> providers, outbound::OutboundPolicy guard, const Clock &clock, Random &random,
                   std::shared_ptr<Loop> loop)
    : m_providers(std::move(providers)), m_policy(std::move(guard)), m_clock(clock), m_random(random)
{
    for (const Provider &provider : m_providers)
        m_feeds.push_back(std::make_shared<IssuerFeed>(
            IssuerFeed::Options{.issuer = provider.issuer, .policy = m_policy}, clock, loop, m_end.get_token()));
}

WebLogin::~WebLogin()
{
    m_end.request_stop();
}

std::optional<std::size_t> WebLogin::find(std::string_view name) const
{
    constexpr std::string_view prefix = "idp.k8shell.io/"; // as clients of the workspaces' API know them
    if (name.starts_with(prefix))
        name.remove_prefix(prefix.size());
    if (name.empty() && !m_providers.empty())
        return 0;
    const auto found = std::ranges::find(m_providers, name, &Provider::name);
    return found == m_providers.end() ? std::nullopt
                                      : std::optional(static_cast<std::size_t>(found - m_providers.begin()));
}

Result<void> WebLogin::keep(const std::string &state, Pending pending)
{
    const std::lock_guard lock(m_mutex);
    if (m_pending.size() >= mostPending) {
        const auto oldest = m_clock.steady() - patience;
        std::erase_if(m_pending, [oldest](const auto &entry) { return entry.second.begun < oldest; });
    }
    if (m_pending.size() >= mostPending)
        return fail(ErrorCode::TooMany, "too many people are logging in; try again in some minutes");
    m_pending.emplace(sha256Hex(state), std::move(pending));
    return {};
}

std::optional<WebLogin::Pending> WebLogin::take(const std::string &state)
{
    const std::lock_guard lock(m_mutex);
    auto node = m_pending.extract(sha256Hex(state));
    if (node.empty() || m_clock.steady() - node.mapped().begun > patience)
        return std::nullopt;
    return std::move(node.mapped());
}

Task<Result<WebLogin::Begun>> WebLogin::begin(Wanted wanted)
{
    const auto index = find(wanted.provider);
    if (!index)
        co_return fail(ErrorCode::NotFound, m_providers.empty()
                                                ? "no provider to log in with is configured (identity.providers)"
                                                : "there is no such provider to log in with");
    const Provider &provider = m_providers[*index];
    const std::shared_ptr<IssuerFeed> feed = m_feeds[*index];
    if (feed->isStale() && feed->mayRefresh())
        if (const auto refreshed = co_await feed->refresh(); !refreshed)
            qCWarning(log, "%s", refreshed.error().detail.c_str());
    const auto snapshot = feed->snapshot();
    if (!snapshot || !isHttp(snapshot->metadata.authorizationEndpoint))
        co_return fail(ErrorCode::Unavailable, std::format("the provider {} cannot be reached", provider.name));
    Begun begun{.browser = randomToken(m_random)};
    const std::string state = randomToken(m_random);
    Pending pending{.provider = *index,
                    .browser = sha256Hex(begun.browser),
                    .nonce = randomToken(m_random),
                    .verifier = randomToken(m_random),
                    .callback = std::move(wanted.callback),
                    .target = std::move(wanted.target),
                    .clientState = std::move(wanted.clientState),
                    .begun = m_clock.steady()};
    begun.location = withQuery(snapshot->metadata.authorizationEndpoint,
                               {{"response_type", "code"},
                                {"client_id", provider.clientId},
                                {"redirect_uri", pending.callback},
                                {"scope", join(provider.scopes)},
                                {"state", state},
                                {"nonce", pending.nonce},
                                {"code_challenge", challengeFor(pending.verifier)},
                                {"code_challenge_method", "S256"}});
    if (auto kept = keep(state, std::move(pending)); !kept)
        co_return std::unexpected(std::move(kept.error()));
    co_return begun;
}

Task<Result<WebLogin::Done>> WebLogin::finish(Answer answer)
{
    const auto pending = take(answer.state);
    if (!pending)
        co_return refuse("this login is over: it took too long, or was used already; begin again");
    if (!equalInConstantTime(sha256Hex(answer.browser), pending->browser))
        co_return refuse("this login was begun in another browser; begin again");
    const Provider &provider = m_providers[pending->provider];
    const auto snapshot = m_feeds[pending->provider]->snapshot();
    if (answer.issuer.empty() ? snapshot && snapshot->metadata.namesItself : answer.issuer != provider.issuer)
        co_return refuse("the answer is of another provider than the one that was asked"); // RFC 9207 section 2.4
    if (!answer.error.empty())
        co_return refuse(std::format("{} refused the login: {}", provider.name, plainCode(answer.error)));
    auto external = co_await exchange(*pending, std::move(answer.code));
    if (!external)
        co_return std::unexpected(std::move(external.error()));
    co_return Done{.external = std::move(*external),
                   .provider = provider.name,
                   .target = pending->target,
                   .clientState = pending->clientState};
}

Task<Result<jose::Claims>> WebLogin::verify(Pending pending, std::string token) const
{
    const Provider &provider = m_providers[pending.provider];
    const std::shared_ptr<IssuerFeed> feed = m_feeds[pending.provider];
    for (bool isAgain = false;; isAgain = true) {
        const auto snapshot = feed->snapshot();
        auto claims = jose::verifyJwt(token, snapshot->keys,
                                      {.issuer = provider.issuer, .audience = provider.clientId, .now = m_clock.now()});
        const bool mayHelp = !claims && jose::reasonOf(claims.error()) == jose::reason::unknownKey;
        if (!mayHelp || isAgain || !feed->mayRefresh()) {
            if (claims)
                if (auto checked = checkIdToken(*claims, provider.clientId, pending.nonce); !checked)
                    co_return std::unexpected(std::move(checked.error()));
            co_return claims;
        }
        if (const auto refreshed = co_await feed->refresh(); !refreshed)
            qCWarning(log, "%s", refreshed.error().detail.c_str());
    }
}

Task<Result<External>> WebLogin::exchange(Pending pending, std::string code) const
{
    const Provider &provider = m_providers[pending.provider];
    const auto snapshot = m_feeds[pending.provider]->snapshot();
    if (!snapshot)
        co_return fail(ErrorCode::Unavailable, std::format("the provider {} cannot be reached", provider.name));
    outbound::OutboundClient client;
    outbound::OutboundRequest request{
        .method = "POST",
        .url = snapshot->metadata.tokenEndpoint,
        .headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
        .maxAnswer = largestAnswer,
        .cancel = m_end.get_token()};
    Fields fields{{"grant_type", "authorization_code"},
                  {"code", code},
                  {"redirect_uri", pending.callback},
                  {"code_verifier", pending.verifier}};
    const bool isBasic = !provider.clientSecret.empty() && !snapshot->metadata.wantsSecretInBody;
    if (isBasic) { // RFC 6749 section 2.3.1
        const std::string pair = percentEncode(provider.clientId) + ":" + percentEncode(provider.clientSecret);
        request.headers.emplace_back("Authorization", "Basic " + toBase64(asBytes(pair)));
    } else {
        fields.emplace_back("client_id", provider.clientId);
        if (!provider.clientSecret.empty())
            fields.emplace_back("client_secret", provider.clientSecret);
    }
    request.body = encodeForm(fields);
    const auto answer = co_await client.send(std::move(request), m_policy);
    if (!answer)
        co_return failWithin(std::format("asking {} who logged in", provider.name), answer.error());
    const auto tokens = jose::parseStrictObject(answer->body);
    if (answer->status != 200 || !tokens)
        co_return refuse(std::format("{} did not accept the login: {}", provider.name,
                                     plainCode(tokens ? textOf(*tokens, "error") : "")));
    const auto claims = co_await verify(pending, textOf(*tokens, "id_token"));
    if (!claims)
        co_return std::unexpected(claims.error());
    auto external = externalFrom(*claims, provider.claims);
    // What is not in the token may be at the userinfo endpoint (OpenID Connect Core section 5.3).
    if ((!external || !external->roles) && !snapshot->metadata.userinfoEndpoint.empty()) {
        const auto info = co_await client.send(
            {.url = snapshot->metadata.userinfoEndpoint,
             .headers = {{"Accept", "application/json"},
                         {"Authorization", "Bearer " + textOf(*tokens, "access_token")}},
             .maxAnswer = largestAnswer,
             .cancel = m_end.get_token()},
            m_policy);
        if (!info)
            co_return failWithin(std::format("asking {} who logged in", provider.name), info.error());
        const auto more = jose::withUserinfo(*claims, info->status == 200 ? info->body : std::string());
        if (!more)
            co_return std::unexpected(more.error());
        auto told = externalFrom(*more, provider.claims);
        if (external && told)
            external->roles = told->roles;
        else if (!external)
            external = std::move(told);
    }
    if (external)
        external->at = m_clock.now();
    co_return external;
}

std::string WebLogin::logoutUrl(const std::string &provider, const std::string &target) const
{
    const auto index = provider.empty() ? std::nullopt : find(provider);
    const auto snapshot = index ? m_feeds[*index]->snapshot() : nullptr;
    if (!snapshot || !isHttp(snapshot->metadata.endSessionEndpoint))
        return {};
    return withQuery(snapshot->metadata.endSessionEndpoint,
                     {{"client_id", m_providers[*index].clientId}, {"post_logout_redirect_uri", target}});
}

} // namespace portolan::identity
