// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/robot_tokens.h"

#include "core/base/digest.h"

namespace portolan::portals {

namespace {

using Tokens = store::Stored<RobotToken>;

/// Of the account as it lies in the store: another secret is another text there.
std::string accountOf(const TrainingPortal &portal)
{
    const auto &robot = portal.spec.portal;
    return sha256Hex(std::format("{}\n{}\n{}\n{}", robot.clients.robot.id, robot.clients.robot.secret,
                                 robot.credentials.robot.username, robot.credentials.robot.password));
}

bool isOf(const RobotToken &token, const TrainingPortal &portal)
{
    return token.portal == portal.uid && token.account == accountOf(portal);
}

} // namespace

store::ItemPtr<RobotToken> RobotTokens::findRefresh(const TrainingPortal &portal, std::string_view refresh) const
{
    auto item = m_state.robotTokens.findByClaim("robot-token/refresh", sha256Hex(refresh));
    return item && isOf(item->value, portal) ? item : nullptr;
}

Task<Result<RobotTokens::Pair>> RobotTokens::replace(TrainingPortal portal, store::ItemPtr<RobotToken> before)
{
    const Time now = m_state.clock().now();
    Pair pair{.access = randomToken(m_random), .refresh = randomToken(m_random), .expiresIn = m_options.access};
    store::Change change;
    change.expectPresent(std::string(store::Stored<TrainingPortal>::kind), portal.id());
    if (before)
        change.remove<RobotToken>(before->id);
    const auto there = m_state.robotTokens.page(Tokens::byPortal, portal.uid, {.limit = 1});
    if (there.total >= m_options.perPortal && !there.items.empty()
        && (!before || there.items.front()->id != before->id))
        change.remove<RobotToken>(there.items.front()->id);
    change.put(RobotToken{.hash = sha256Hex(pair.access),
                          .refreshHash = sha256Hex(pair.refresh),
                          .portal = portal.uid,
                          .account = accountOf(portal),
                          .created = now,
                          .expires = now + m_options.access,
                          .refreshExpires = now + m_options.refresh},
               store::absent);
    if (auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
        co_return std::unexpected(std::move(committed.error()));
    co_return pair;
}

Task<Result<RobotTokens::Pair>> RobotTokens::issue(TrainingPortal portal)
{
    constexpr int attempts = 5; // The oldest may have been taken away by somebody else just now.
    for (int attempt = 1;; ++attempt) {
        auto pair = co_await replace(portal, nullptr);
        if (pair || pair.error().code != ErrorCode::NotFound || attempt == attempts)
            co_return pair;
    }
}

Task<Result<RobotTokens::Pair>> RobotTokens::renew(TrainingPortal portal, std::string refresh)
{
    const auto before = findRefresh(portal, refresh);
    if (!before || before->value.refreshExpires <= m_state.clock().now())
        co_return fail(ErrorCode::Unauthenticated, "the refresh token is not good");
    auto pair = co_await replace(std::move(portal), before);
    if (!pair && pair.error().code == ErrorCode::NotFound) // Used by somebody else at the same moment.
        co_return fail(ErrorCode::Unauthenticated, "the refresh token is not good");
    co_return pair;
}

Task<Result<void>> RobotTokens::revoke(TrainingPortal portal, std::string token)
{
    auto item = m_state.robotTokens.find(sha256Hex(token));
    if (!item || item->value.portal != portal.uid)
        item = findRefresh(portal, token);
    if (!item)
        co_return Result<void>{};
    store::Change change;
    change.remove<RobotToken>(item->id);
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed && committed.error().code != ErrorCode::NotFound)
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

bool RobotTokens::isGood(const TrainingPortal &portal, std::string_view access) const
{
    const auto item = m_state.robotTokens.find(sha256Hex(access));
    return item && isOf(item->value, portal) && item->value.expires > m_state.clock().now();
}

Task<Result<void>> RobotTokens::removeExpired()
{
    constexpr std::size_t atOnce = 500;
    const Time now = m_state.clock().now();
    store::Change change;
    bool any = false;
    for (const auto &item : m_state.robotTokens.page(Tokens::byEnd, "", {.limit = atOnce}).items) {
        if (item->value.refreshExpires > now)
            break;
        change.remove<RobotToken>(item->id);
        any = true;
    }
    if (!any)
        co_return Result<void>{};
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed && committed.error().code != ErrorCode::NotFound) // one that somebody has just revoked
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

} // namespace portolan::portals
