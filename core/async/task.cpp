// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/task.h"

#include <atomic>
#include <cstdio>
#include <exception>

namespace portolan {

namespace {

std::atomic<int> running = 0;

struct Running {
    Running() { ++running; }
    ~Running() { --running; }
    Q_DISABLE_COPY_MOVE(Running)
};

Task<void> guarded(Task<void> task)
{
    const Running counted;
    try {
        co_await std::move(task);
    } catch (const std::exception &exception) {
        std::fprintf(stderr, "portolan: a background task failed: %s\n", exception.what());
        std::terminate();
    }
}

} // namespace

void detach(Task<void> task)
{
    // QCoro keeps a running coroutine alive after its Task is gone.
    [[maybe_unused]] const auto kept = guarded(std::move(task));
}

int detachedTasks()
{
    return running;
}

} // namespace portolan
