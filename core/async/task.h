// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoroTask>

namespace portolan {

/// A coroutine that runs on the thread that called it: it starts at once, suspends where it awaits, and goes on in the
/// same thread's event loop. Await it or keep it; to let it run by itself say so with detach().
///
/// Lifetime: a coroutine's parameters must outlive it. Take values or shared pointers; take a reference only where the
/// caller awaits the task. A lambda coroutine's captures die with the lambda object, not with the coroutine.
template <class T = void>
using Task = QCoro::Task<T>;

/// Lets a task run by itself. An exception that leaves it ends the program with a message: nobody else would see it.
void detach(Task<void> task);

/// How many detached tasks of this process are not over, on whatever thread. For tests and diagnostics: once all that a
/// task may wait for has gone, none is left.
[[nodiscard]] int detachedTasks();

} // namespace portolan
