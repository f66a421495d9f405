// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/keyed_queue.h"

#include "core/async/timer.h"

namespace portolan::control {

struct KeyedQueue::Shared {
    Work work;
    FailureHandler onFailure;
    Options options;
    std::map<std::string, Entry> entries;
    std::deque<std::string> queue;
    std::size_t running = 0;
    bool stopping = false;
    std::vector<OneShot<bool>> idleWaiters;

    void enqueue(const std::string &key)
    {
        if (stopping)
            return;
        Entry &entry = entries[key];
        if (entry.running)
            entry.again = true;
        else if (!std::exchange(entry.queued, true))
            queue.push_back(key);
    }
};

KeyedQueue::KeyedQueue(Work work, FailureHandler onFailure, Options options)
    : m_shared(std::make_shared<Shared>(Shared{.work = std::move(work),
                                               .onFailure = std::move(onFailure),
                                               .options = options,
                                               .entries = {},
                                               .queue = {},
                                               .idleWaiters = {}}))
{}

KeyedQueue::~KeyedQueue()
{
    m_shared->stopping = true;
}

void KeyedQueue::wake(const std::string &key)
{
    m_shared->enqueue(key);
    startNext(m_shared);
}

std::size_t KeyedQueue::depth() const
{
    return m_shared->queue.size() + m_shared->running;
}

void KeyedQueue::startNext(const std::shared_ptr<Shared> &shared)
{
    while (shared->running < shared->options.parallel && !shared->queue.empty()) {
        const std::string key = std::move(shared->queue.front());
        shared->queue.pop_front();
        ++shared->running;
        detach(runOne(shared, key));
    }
}

Task<void> KeyedQueue::runOne(std::shared_ptr<Shared> shared, std::string key)
{
    {
        Entry &entry = shared->entries[key];
        entry.queued = false;
        entry.running = true;
        entry.again = false;
    }
    const auto result = co_await shared->work(key);
    Entry &entry = shared->entries[key];
    entry.running = false;
    --shared->running;
    if (result) {
        entry.failures = 0;
        if (!entry.again)
            shared->entries.erase(key);
        else
            shared->enqueue(key);
    } else if (entry.again) {
        ++entry.failures;
        shared->enqueue(key); // Somebody changed something since: the pause is for what stays the same.
    } else {
        const auto doubled = shared->options.firstPause * (1LL << std::min(entry.failures, 20));
        const auto pause = std::min<std::chrono::milliseconds>(doubled, shared->options.longestPause);
        ++entry.failures;
        shared->onFailure(key, result.error(), pause);
        after(pause, [weak = std::weak_ptr(shared), key] {
            const auto alive = weak.lock();
            if (!alive || alive->stopping)
                return;
            alive->enqueue(key);
            startNext(alive);
        });
    }
    if (shared->stopping) {
        if (shared->running == 0)
            for (auto &waiter : std::exchange(shared->idleWaiters, {}))
                waiter.set(true);
        co_return;
    }
    startNext(shared);
}

Task<void> KeyedQueue::stop()
{
    m_shared->stopping = true;
    m_shared->queue.clear();
    if (m_shared->running == 0)
        co_return;
    OneShot<bool> idle;
    m_shared->idleWaiters.push_back(idle);
    co_await idle;
}

} // namespace portolan::control
