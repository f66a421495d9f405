// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/model/user/web_login.h"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

namespace portolan::identity {

/// How a program gets a token whose user logs in with a browser: it makes up a secret (its state), sends the browser to
/// log in with it, and asks for the token by it. Somebody may be sent such a link by another, who then asks: so the person
/// is asked as well, on a page that only that person's session can answer. Thread-safe; everything is forgotten after ten
/// minutes, and with the server.
class TokenHandout
{
public:
    struct Offer {
        std::string clientState;
        std::string username;
        std::string provider;
        std::string address; ///< of the provider
    };
    struct Pending {};
    struct Taken {}; ///< or refused
    using Answer = std::variant<Pending, UserToken, Taken>;

    /// `clock` and `random` must outlive it.
    TokenHandout(const Clock &clock, Random &random) : m_clock(clock), m_random(random) {}

    /// Whether it is a secret: at least 16 bytes, in hexadecimal.
    [[nodiscard]] static bool isState(std::string_view text);

    /// Notes what is to be agreed to, and gives the name of the question. Nothing where too much waits.
    [[nodiscard]] std::optional<std::string> ask(Offer offer);
    /// Whom and what the question was for; once, and for that user only.
    [[nodiscard]] std::optional<Offer> agree(const std::string &question, std::string_view username);
    /// The token for the program; the first one for a state counts.
    void deliver(const std::string &clientState, UserToken token);
    /// For the program: a token is told once.
    [[nodiscard]] Answer collect(const std::string &clientState);

private:
    using Moment = std::chrono::steady_clock::time_point;
    template <class T>
    struct Entry {
        T value;
        Moment since;
    };
    /// Whether there is room for one more.
    template <class Map>
    [[nodiscard]] bool makeRoom(Map &map) const;

    const Clock &m_clock;
    Random &m_random;
    std::mutex m_mutex;
    std::unordered_map<std::string, Entry<Offer>> m_questions;
    std::unordered_map<std::string, Entry<std::optional<UserToken>>> m_tokens; ///< by hash of the state; empty: taken
};

} // namespace portolan::identity
