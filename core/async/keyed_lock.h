// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace portolan {

/// Lets one coroutine at a time do something with a key, in the order in which they come, whatever their threads.
///
///     const auto turn = co_await m_turns.take(name); // until `turn` goes
class KeyedLock
{
    struct Shared;

public:
    class Turn
    {
    public:
        Turn(std::shared_ptr<Shared> shared, std::string key) : m_shared(std::move(shared)), m_key(std::move(key)) {}
        Turn(Turn &&) noexcept = default;
        Turn &operator=(Turn &&) = delete;
        ~Turn()
        {
            if (m_shared)
                m_shared->pass(m_key);
        }

    private:
        std::shared_ptr<Shared> m_shared;
        std::string m_key;
    };

    [[nodiscard]] Task<Turn> take(std::string key)
    {
        const auto shared = m_shared;
        if (auto waiting = shared->enter(key))
            co_await *waiting;
        co_return Turn(shared, std::move(key));
    }

private:
    struct Shared {
        /// What to wait for; nothing where the key is free, and is taken now.
        std::optional<OneShot<bool>> enter(const std::string &key)
        {
            const std::lock_guard lock(mutex);
            const auto [entry, isFree] = waiting.try_emplace(key);
            if (isFree)
                return std::nullopt;
            return entry->second.emplace_back();
        }

        void pass(const std::string &key)
        {
            const std::lock_guard lock(mutex);
            const auto entry = waiting.find(key);
            if (entry->second.empty()) {
                waiting.erase(entry);
                return;
            }
            entry->second.front().set(true);
            entry->second.pop_front();
        }

        std::mutex mutex;
        std::map<std::string, std::deque<OneShot<bool>>> waiting; ///< by the keys that are taken
    };

    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

} // namespace portolan
