// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/error.h"
#include "ui/files/placement.h"

#include <QThreadPool>

namespace portolan::ui {

/// Runs work that may wait for a disk in a thread of the pool, and gives what it gives to the caller's loop.
template <class T>
[[nodiscard]] Task<T> offThread(std::function<T()> work)
{
    OneShot<T> answer;
    QThreadPool::globalInstance()->start([answer, work = std::move(work)]() mutable { answer.set(work()); });
    co_return co_await answer;
}

/// What these local paths are; links are followed. An error where one cannot be read or is neither file nor folder.
[[nodiscard]] Task<Result<std::vector<PlacedItem>>> inspectLocal(std::vector<std::string> paths);

/// All that a local folder holds, by name.
[[nodiscard]] Task<Result<std::map<std::string, ItemFacts>>> listLocalFolder(std::string path);

} // namespace portolan::ui
