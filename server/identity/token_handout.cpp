// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/token_handout.h"

#include "core/base/digest.h"

#include <algorithm>

namespace portolan::identity {

namespace {

constexpr std::chrono::minutes kept{10};
constexpr std::size_t mostKept = 10'000;

} // namespace

bool TokenHandout::isState(std::string_view text)
{
    constexpr std::size_t shortest = 32;
    constexpr std::size_t longest = 256;
    return text.size() >= shortest && text.size() <= longest && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

template <class Map>
bool TokenHandout::makeRoom(Map &map) const
{
    const Moment oldest = m_clock.steady() - kept;
    std::erase_if(map, [oldest](const auto &entry) { return entry.second.since < oldest; });
    return map.size() < mostKept;
}

std::optional<std::string> TokenHandout::ask(Offer offer)
{
    const std::lock_guard lock(m_mutex);
    if (!makeRoom(m_questions))
        return std::nullopt;
    std::string question = randomToken(m_random);
    m_questions.emplace(sha256Hex(question), Entry<Offer>{std::move(offer), m_clock.steady()});
    return question;
}

std::optional<TokenHandout::Offer> TokenHandout::agree(const std::string &question, std::string_view username)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_questions.find(sha256Hex(question));
    if (found == m_questions.end() || found->second.value.username != username
        || m_clock.steady() - found->second.since > kept)
        return std::nullopt;
    return std::move(m_questions.extract(found).mapped().value);
}

void TokenHandout::deliver(const std::string &clientState, UserToken token)
{
    const std::lock_guard lock(m_mutex);
    if (makeRoom(m_tokens))
        m_tokens.emplace(sha256Hex(clientState), Entry<std::optional<UserToken>>{std::move(token), m_clock.steady()});
}

TokenHandout::Answer TokenHandout::collect(const std::string &clientState)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_tokens.find(sha256Hex(clientState));
    if (found == m_tokens.end() || m_clock.steady() - found->second.since > kept)
        return Pending{};
    auto &token = found->second.value;
    if (!token)
        return Taken{};
    UserToken given = std::move(*token);
    token.reset();
    return given;
}

} // namespace portolan::identity
