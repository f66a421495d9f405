// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/educates/portal_calls.h"

#include "core/async/timer.h"
#include "core/base/encoding.h"
#include "core/model/workshop/portal_oauth.h"
#include "core/schema/codec.h"

namespace portolan::portals {

namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t largestTokenAnswer = 64 * 1024;

milliseconds leftUntil(PortalCalls::Deadline deadline)
{
    return std::max(std::chrono::ceil<milliseconds>(deadline - SteadyClock::now()), milliseconds(0));
}

std::string withoutSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

/// What a portal's driver may say of a request that failed: a portal that cannot be asked, and not what the caller may.
Error asFault(const TrainingPortal &portal, Error error)
{
    constexpr std::array kept{ErrorCode::Timeout, ErrorCode::Unavailable, ErrorCode::BadGateway, ErrorCode::Cancelled};
    if (!std::ranges::contains(kept, error.code))
        error.code = ErrorCode::BadGateway;
    error.detail = std::format("the portal {}: {}", portal.name, error.detail);
    return error;
}

/// RFC 6750 section 2.1; anything else cannot stand in a header.
bool isToken(std::string_view text)
{
    return std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view("-._~+/=").contains(static_cast<char>(c));
    });
}

std::string formOf(const TrainingPortalSpec::Login &robot)
{
    return std::format("grant_type=password&username={}&password={}", percentEncode(robot.username),
                       percentEncode(robot.password));
}

bool isRefusal(const outbound::OutboundAnswer &answer)
{
    // Upstream answers with 403 where a token is not good, and where there is no such environment.
    return answer.status == 401 || (answer.status == 403 && !answer.body.contains("Environment does not exist"));
}

} // namespace

std::string calledAddressOf(const TrainingPortal &portal)
{
    const auto &remote = portal.spec.remote.value();
    return withoutSlash(remote.internalUrl.empty() ? remote.url : remote.internalUrl);
}

std::string publicAddressOf(const TrainingPortal &portal)
{
    return withoutSlash(portal.spec.remote.value().url);
}

std::unexpected<Error> unexpectedAnswer(const TrainingPortal &portal, std::string_view what)
{
    return fail(ErrorCode::BadGateway, std::format("the portal {} answered with {}", portal.name, what));
}

Task<Result<outbound::OutboundAnswer>> PortalCalls::send(PortalPtr portal, Call call)
{
    for (bool again : {true, false}) {
        auto good = co_await token(portal, call.deadline, call.cancel);
        if (!good)
            co_return std::unexpected(std::move(good.error()));
        auto answer = co_await sendWith(portal, *good, call);
        if (!answer)
            co_return std::unexpected(std::move(answer.error()));
        if (!isRefusal(*answer)) {
            if (answer->status >= 300 && answer->status < 400)
                co_return unexpectedAnswer(portal->value, std::format("a redirect ({})", answer->status));
            co_return std::move(*answer);
        }
        forget(portal->value, *good);
        if (!again)
            co_return unexpectedAnswer(portal->value,
                                       std::format("{} to its robot, whose token is new", answer->status));
    }
    co_return unexpectedAnswer(portal->value, "nothing");
}

Task<Result<outbound::OutboundAnswer>> PortalCalls::sendWith(PortalPtr portal, std::string token, Call call)
{
    outbound::OutboundClient client;
    outbound::OutboundRequest request{.method = call.method,
                                      .url = calledAddressOf(portal->value) + call.target,
                                      .headers = {{"Authorization", "Bearer " + token}, {"Accept", "application/json"}},
                                      .body = call.body,
                                      .timeout = leftUntil(call.deadline),
                                      .maxAnswer = call.maxAnswer,
                                      .authorities = m_authorities,
                                      .cancel = call.cancel};
    if (!call.body.empty())
        request.headers.emplace_back("Content-Type", "application/json");
    auto answer = co_await client.send(std::move(request), m_policy);
    if (!answer)
        co_return std::unexpected(asFault(portal->value, std::move(answer.error())));
    co_return std::move(*answer);
}

Task<Result<std::string>> PortalCalls::token(PortalPtr portal, Deadline deadline, std::stop_token cancel)
{
    const std::string flight = std::format("{}/{}", portal->value.uid, portal->value.generation);
    std::optional<Answer> waited;
    {
        const std::lock_guard lock(m_mutex);
        const auto kept = m_tokens.find(portal->value.uid);
        if (kept != m_tokens.end() && kept->second.generation == portal->value.generation
            && kept->second.until > SteadyClock::now())
            co_return std::string(kept->second.token);
        if (const auto [entry, isFirst] = m_waiting.try_emplace(flight); !isFirst)
            waited = entry->second.emplace_back();
    }
    if (waited) {
        Answer answer = *waited;
        const std::stop_callback stopped(cancel, [answer]() mutable {
            answer.set(fail(ErrorCode::Cancelled, "the request was given up"));
        });
        setAfter<Result<std::string>>(answer, leftUntil(deadline),
                                      fail(ErrorCode::Timeout,
                                           std::format("the portal {} gave no token in time", portal->value.name)));
        co_return co_await answer;
    }
    auto asked = co_await askForToken(portal, deadline, cancel);
    std::vector<Answer> others;
    {
        const std::lock_guard lock(m_mutex);
        others = std::move(m_waiting[flight]);
        m_waiting.erase(flight);
    }
    for (Answer &other : others)
        other.set(asked);
    co_return asked;
}

Task<Result<std::string>> PortalCalls::askForToken(PortalPtr portal, Deadline deadline, std::stop_token cancel)
{
    const auto account = m_account(portal->value);
    if (!account)
        co_return std::unexpected(account.error());
    const std::string login = toBase64(asBytes(account->clients.robot.id + ":" + account->clients.robot.secret));
    outbound::OutboundClient client;
    const auto answer = co_await client.send({.method = "POST",
                                              .url = calledAddressOf(portal->value) + "/oauth2/token/",
                                              .headers = {{"Authorization", "Basic " + login},
                                                          {"Content-Type", "application/x-www-form-urlencoded"},
                                                          {"Accept", "application/json"}},
                                              .body = formOf(account->credentials.robot),
                                              .timeout = leftUntil(deadline),
                                              .maxAnswer = largestTokenAnswer,
                                              .authorities = m_authorities,
                                              .cancel = cancel},
                                             m_policy);
    if (!answer)
        co_return std::unexpected(asFault(portal->value, answer.error()));
    if (answer->status == 400 || answer->status == 401 || answer->status == 403)
        co_return fail(ErrorCode::BadGateway, std::format("the portal {} does not know the robot's account ({})",
                                                          portal->value.name, answer->status));
    if (answer->status != 200)
        co_return unexpectedAnswer(portal->value, std::format("{} where its robot logs in", answer->status));
    const auto token = schema::decode<OAuthToken>(answer->body);
    if (!token || !isToken(token->accessToken))
        co_return unexpectedAnswer(portal->value, "no token where its robot logs in");
    // Not to its last moment, so that what is under way ends in time.
    const auto lifetime = std::chrono::seconds(std::clamp<std::int64_t>(token->expiresIn, 1, 30 * 24 * 3600));
    const auto use = lifetime - std::min<std::chrono::seconds>(lifetime / 2, std::chrono::seconds(60));
    const std::lock_guard lock(m_mutex);
    m_tokens[portal->value.uid] = {
        .generation = portal->value.generation, .token = token->accessToken, .until = SteadyClock::now() + use};
    co_return std::string(token->accessToken);
}

void PortalCalls::forget(const TrainingPortal &portal, const std::string &token)
{
    const std::lock_guard lock(m_mutex);
    const auto kept = m_tokens.find(portal.uid);
    if (kept != m_tokens.end() && kept->second.token == token)
        m_tokens.erase(kept);
}

} // namespace portolan::portals
