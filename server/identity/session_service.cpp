// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/session_service.h"

#include "core/base/digest.h"
#include "server/state/amend.h"

namespace portolan::identity {
namespace {

using Index = store::Stored<WebSession>;

store::Event sessionEvent(std::string_view what, const WebSession &session)
{
    JsonWriter data;
    data.beginObject().key("provider").string(session.provider).key("address").string(session.address).endObject();
    return {.type = std::format("session.{}", what),
            .subjectKind = "user",
            .subjectId = session.username,
            .owner = session.username,
            .actor = session.username,
            .data = data.text()};
}

} // namespace

Task<Result<std::string>> SessionService::begin(Login login)
{
    constexpr std::size_t longestUserAgent = 256;
    std::string cookie = randomToken(m_random);
    const Time now = m_state.clock().now();
    WebSession session{.hash = sha256Hex(cookie),
                       .username = login.username,
                       .provider = std::move(login.provider),
                       .address = std::move(login.address),
                       .userAgent = login.userAgent.substr(0, longestUserAgent),
                       .created = now,
                       .expires = now + m_options.lifetime};
    store::Change change;
    change.expectPresent(std::string(store::Stored<User>::kind), session.username);
    const auto sessions = m_state.sessions.page(Index::byUser, session.username);
    for (std::size_t at = 0; sessions.items.size() - at >= m_options.perUser && at < sessions.items.size(); ++at)
        change.remove<WebSession>(sessions.items[at]->id);
    change.record(sessionEvent("began", session));
    change.put(std::move(session), store::absent);
    if (auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
        co_return std::unexpected(std::move(committed.error()));
    co_return cookie;
}

Task<Result<void>> SessionService::end(std::string hash)
{
    const auto item = m_state.sessions.find(hash);
    if (!item)
        co_return Result<void>{};
    store::Change change;
    change.remove<WebSession>(hash);
    change.record(sessionEvent("ended", item->value));
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed && committed.error().code != ErrorCode::NotFound)
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

Task<Result<void>> SessionService::extend(std::string hash)
{
    const Time expires = m_state.clock().now() + m_options.lifetime;
    const std::function<Result<void>(WebSession &, store::Change &)> edit = [&](WebSession &session, store::Change &) {
        session.expires = expires;
        return Result<void>{};
    };
    const auto extended = co_await amend(m_state, m_state.sessions, std::move(hash), edit);
    if (!extended)
        co_return std::unexpected(extended.error());
    co_return Result<void>{};
}

Task<Result<void>> SessionService::removeExpired()
{
    constexpr std::size_t atOnce = 200;
    const Time now = m_state.clock().now();
    store::Change change;
    bool any = false;
    for (const auto &item : m_state.sessions.page(Index::byEnd, "", {.limit = atOnce}).items) {
        if (item->value.expires > now)
            break;
        change.remove<WebSession>(item->id);
        any = true;
    }
    if (!any)
        co_return Result<void>{};
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed && committed.error().code != ErrorCode::NotFound) // one that somebody has just ended
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

} // namespace portolan::identity
