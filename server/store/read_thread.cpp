// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/read_thread.h"

#include <future>
#include <utility>

namespace portolan::store {

namespace {

/// Readers in line; each subscription and each request has at most one.
constexpr std::size_t queueLimit = 20'000;

} // namespace

Error ReadThread::ended()
{
    return {.code = ErrorCode::Cancelled, .detail = "the reading of history has ended"};
}

Result<void> ReadThread::start(const std::filesystem::path &path)
{
    std::promise<Result<void>> opened;
    auto result = opened.get_future();
    m_closing = false;
    m_thread = std::thread([this, path, &opened] {
        auto database = Database::open(path);
        if (!database) {
            opened.set_value(std::unexpected(std::move(database.error())));
            return;
        }
        opened.set_value({});
        work(*database);
    });
    return result.get();
}

void ReadThread::work(Database &database)
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_more.wait(lock, [this] { return m_closing || !m_jobs.empty(); });
        if (m_closing) {
            for (auto &job : std::exchange(m_jobs, {}))
                job(nullptr);
            return;
        }
        auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job(&database);
    }
}

std::optional<Error> ReadThread::enqueue(Job job)
{
    const std::lock_guard lock(m_mutex);
    if (m_closing)
        return ended();
    if (m_jobs.size() >= queueLimit)
        return Error{.code = ErrorCode::Unavailable,
                     .detail = "too many readers of history wait already: try again later"};
    m_jobs.push_back(std::move(job));
    m_more.notify_one();
    return std::nullopt;
}

void ReadThread::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_more.notify_one();
    }
    const std::lock_guard joining(m_joining);
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace portolan::store
