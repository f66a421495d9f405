// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password_service.h"

#include "server/identity/log.h"
#include "server/state/amend.h"

namespace portolan::identity {
namespace {

using Edit = std::function<Result<void>(Password &, store::Change &)>;

store::Event passwordEvent(std::string_view what, const std::string &username, std::string_view actor)
{
    return {.type = std::format("password.{}", what),
            .subjectKind = "user",
            .subjectId = username,
            .owner = username,
            .actor = std::string(actor)};
}

std::unexpected<Error> refused()
{
    return fail(
        ErrorCode::Unauthenticated,
        "the login failed: the name or the password is wrong, or too many logins failed of late; then try again "
        "in a quarter of an hour");
}

Task<Result<std::string>> hashHere(std::string password, Random &random, Argon2 work)
{
    co_return hashPassword(password, random, work);
}

Task<Result<bool>> verifyHere(std::string password, std::string hash)
{
    co_return verifyPassword(password, hash);
}

} // namespace

PasswordService::PasswordService(State &state, Random &random, Options options)
    : m_state(state), m_random(random), m_options(options)
{
    m_thread.loop()->post([this] { // before anything is verified there
        if (auto decoy = hashPassword(randomToken(m_random), m_random, m_options.work))
            m_decoy = std::move(*decoy);
    });
}

std::optional<Time> PasswordService::lockedUntil(std::string_view username) const
{
    const auto item = m_state.passwords.find(username);
    return item && item->value.lockedUntil > m_state.clock().now() ? std::optional(item->value.lockedUntil)
                                                                   : std::nullopt;
}

Task<Result<bool>> PasswordService::verify(std::string username, std::string password, std::optional<std::string> hash)
{
    if (m_waiting.fetch_add(1) >= m_options.waiting) {
        m_waiting.fetch_sub(1);
        co_return fail(ErrorCode::Unavailable, "too many log in at once; try again in a moment");
    }
    const auto here = [](PasswordService &service, std::string name, std::string secret,
                         std::optional<std::string> known) -> Task<Result<bool>> {
        const auto verified = verifyPassword(secret, known.value_or(service.m_decoy));
        if (!verified)
            co_return std::unexpected(verified.error());
        co_return service.judge(name, *verified);
    };
    auto right = co_await runIn<Result<bool>>(
        m_thread.loop(), [this, here, username = std::move(username), password = std::move(password),
                          hash = std::move(hash)] { return here(*this, username, password, hash); });
    m_waiting.fetch_sub(1);
    co_return right;
}

bool PasswordService::judge(const std::string &username, bool right)
{
    const auto item = m_state.passwords.find(username);
    const std::lock_guard lock(m_mutex);
    const auto found = m_uncounted.find(username);
    const int uncounted = found == m_uncounted.end() ? 0 : found->second;
    // Of many guesses at once, those after the one that closes the account tell nothing.
    if (right && item && item->value.failures + uncounted < m_options.failures)
        return true;
    m_uncounted[username] = uncounted + 1;
    return false;
}

void PasswordService::forget(const std::string &username)
{
    const std::lock_guard lock(m_mutex);
    const auto uncounted = m_uncounted.find(username);
    if (uncounted != m_uncounted.end() && --uncounted->second == 0)
        m_uncounted.erase(uncounted);
}

Task<Result<void>> PasswordService::check(std::string username, std::string password)
{
    const auto user = m_state.users.find(username);
    const auto item = m_state.passwords.find(username);
    const bool open = user && !user->value.locked && item && !lockedUntil(username);
    std::string again = password;
    const auto right = co_await verify(username, std::move(password),
                                       open ? std::optional(item->value.hash) : std::nullopt);
    if (!right)
        co_return std::unexpected(right.error());
    if (!*right) {
        Result<void> counted;
        if (open && !lockedUntil(username))
            counted = co_await countFailure(username);
        forget(username);
        if (!counted && counted.error().code != ErrorCode::NotFound) // deleted meanwhile
            co_return counted;
        co_return refused();
    }
    if (!open || lockedUntil(username))
        co_return refused();
    std::optional<std::string> stronger;
    if (isOutdated(item->value.hash, m_options.work)) // the password is known at no other time
        if (auto hash = co_await hashed(std::move(again)))
            stronger = std::move(*hash);
    const Edit forgive = [&](Password &row, store::Change &) {
        row.failures = 0;
        if (stronger && row.hash == item->value.hash)
            row.hash = *stronger;
        return Result<void>{};
    };
    if (auto forgiven = co_await amend(m_state, m_state.passwords, std::move(username), forgive); !forgiven)
        co_return std::unexpected(std::move(forgiven.error()));
    co_return Result<void>{};
}

Task<Result<bool>> PasswordService::matches(std::string username, std::string password)
{
    const auto item = m_state.passwords.find(username);
    if (!item)
        co_return false;
    co_return co_await runIn<Result<bool>>(m_thread.loop(), [password = std::move(password), hash = item->value.hash] {
        return verifyHere(password, hash);
    });
}

Task<Result<void>> PasswordService::countFailure(std::string username)
{
    const Time now = m_state.clock().now();
    const Edit count = [&](Password &row, store::Change &change) {
        if (row.lockedUntil > now) // by guesses that came at the same time
            return Result<void>{};
        if (++row.failures < m_options.failures)
            return Result<void>{};
        row.failures = 0;
        row.lockedUntil = now + m_options.lockout;
        change.record(passwordEvent("closed", row.username, row.username));
        return Result<void>{};
    };
    if (auto counted = co_await amend(m_state, m_state.passwords, std::move(username), count); !counted)
        co_return std::unexpected(std::move(counted.error()));
    co_return Result<void>{};
}

Task<Result<std::string>> PasswordService::hashed(std::string password)
{
    return runIn<Result<std::string>>(m_thread.loop(),
                                      [password = std::move(password), &random = m_random, work = m_options.work] {
                                          return hashHere(password, random, work);
                                      });
}

Task<Result<void>> PasswordService::set(std::string username, std::string password, Principal actor)
{
    auto hash = co_await hashed(std::move(password));
    if (!hash)
        co_return std::unexpected(std::move(hash.error()));
    const Time now = m_state.clock().now();
    const std::function<Result<void>(User &, store::Change &)> edit = [&](User &user, store::Change &change) {
        user.credentialsFrom = now;
        change.put(Password{.username = username, .hash = *hash}, std::nullopt);
        change.record(passwordEvent("changed", username, actor.username));
        return Result<void>{};
    };
    if (auto amended = co_await amend(m_state, m_state.users, username, edit); !amended)
        co_return std::unexpected(std::move(amended.error()));
    co_return Result<void>{};
}

Task<Result<void>> PasswordService::clearLockout(std::string username, Principal actor)
{
    if (!m_state.passwords.find(username))
        co_return Result<void>{};
    const Edit open = [&](Password &row, store::Change &change) {
        row.failures = 0;
        row.lockedUntil = {};
        change.record(passwordEvent("opened", username, actor.username));
        return Result<void>{};
    };
    if (auto opened = co_await amend(m_state, m_state.passwords, username, open); !opened)
        co_return std::unexpected(std::move(opened.error()));
    co_return Result<void>{};
}

} // namespace portolan::identity
