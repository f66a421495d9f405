// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/error.h"
#include "server/store/database.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

namespace portolan::store {

/// A thread with a connection of its own, for what is read from the database while the Ledger writes: history. Whoever
/// reads waits in line.
class ReadThread
{
public:
    [[nodiscard]] Result<void> start(const std::filesystem::path &path);

    /// Runs `query` in the thread, all of it in one state of the database. Cancelled after close(), Unavailable when too
    /// many wait. From any thread with an event loop.
    template <class T>
    [[nodiscard]] Task<Result<T>> read(std::function<Result<T>(Database &)> query)
    {
        OneShot<Result<T>> answer;
        auto refused = enqueue([query = std::move(query), answer](Database *database) mutable {
            answer.set(database ? inOneState<T>(*database, query) : std::unexpected(ended()));
        });
        if (refused)
            co_return std::unexpected(std::move(*refused));
        co_return co_await answer;
    }

    /// Ends the thread; what waits is Cancelled. Blocks. Thread-safe.
    void close();

    /// What is answered after close().
    [[nodiscard]] static Error ended();

private:
    /// Called with nothing when the thread ends.
    using Job = std::move_only_function<void(Database *)>;

    template <class T>
    static Result<T> inOneState(Database &database, const std::function<Result<T>(Database &)> &query)
    {
        if (auto begun = database.execute(database.dialect().beginRead); !begun)
            return std::unexpected(std::move(begun.error()));
        auto result = query(database);
        database.rollback();
        return result;
    }

    [[nodiscard]] std::optional<Error> enqueue(Job job);
    void work(Database &database);

    std::mutex m_mutex;
    std::condition_variable m_more;
    std::deque<Job> m_jobs;
    bool m_closing = true;

    std::mutex m_joining;
    std::thread m_thread;
};

} // namespace portolan::store
