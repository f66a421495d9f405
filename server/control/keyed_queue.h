// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/error.h"

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace portolan::control {

/// Work by key, for level-triggered controllers: a key that is woken is worked on soon, one at a time per key; woken
/// while its work runs, it is worked on once more. Work that fails is tried again after a growing pause. Lives in the
/// thread of one event loop; use Loop::post to wake it from elsewhere.
class KeyedQueue
{
public:
    struct Options {
        std::size_t parallel = 8;
        std::chrono::milliseconds firstPause{500};
        std::chrono::milliseconds longestPause{60'000};
    };
    using Work = std::function<Task<Result<void>>(std::string key)>;
    /// Told of every failure, with when it is tried again.
    using FailureHandler = std::function<void(const std::string &key, const Error &error,
                                              std::chrono::milliseconds pause)>;

    KeyedQueue(Work work, FailureHandler onFailure, Options options);
    ~KeyedQueue();

    void wake(const std::string &key);

    /// Takes no more work and ends when what runs has ended.
    [[nodiscard]] Task<void> stop();

    /// Keys that run or wait, for the health page.
    [[nodiscard]] std::size_t depth() const;

private:
    struct Entry {
        bool queued = false;
        bool running = false;
        bool again = false;
        int failures = 0;
    };
    struct Shared;

    static void startNext(const std::shared_ptr<Shared> &shared);
    static Task<void> runOne(std::shared_ptr<Shared> shared, std::string key);

    std::shared_ptr<Shared> m_shared; ///< outlives the queue while work runs
};

} // namespace portolan::control
