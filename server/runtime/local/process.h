// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class QSocketNotifier;

namespace portolan::runtime {

/// A program to be started in a session of its own, with nothing but what is named here.
struct Program {
    std::string path;
    std::vector<std::string> arguments; ///< after the program's own name
    /// Descriptors of this process and the numbers that they have there: 0, 1 and 2, where missing, are /dev/null.
    std::vector<std::pair<int, int>> descriptors = {};
};

/// What tells one process from all others that had or will have its number.
struct ProcessIdentity {
    pid_t pid = 0;
    std::uint64_t startTime = 0; ///< in clock ticks since the boot: proc_pid_stat(5), field 22

    bool operator==(const ProcessIdentity &) const = default;
};

/// A process held by a descriptor (pidfd_open(2)), so that its number cannot come to mean another one. It may be a
/// child or not. Belongs to the thread that made it, whose event loop tells of its end.
class Process
{
public:
    /// Takes the environment of nobody: PATH and LANG only.
    [[nodiscard]] static Result<std::shared_ptr<Process>> spawn(const Program &program);
    /// NotFound when it has ended, or when the number has come to mean another process.
    [[nodiscard]] static Result<std::shared_ptr<Process>> find(ProcessIdentity identity);
    /// The process that has this number now; the caller knows that it is the right one.
    [[nodiscard]] static Result<std::shared_ptr<Process>> find(pid_t pid);

    ~Process();

    [[nodiscard]] const ProcessIdentity &identity() const { return m_identity; }
    [[nodiscard]] bool running() const;
    void signal(int number) const;

    /// Whoever waits keeps the object. Exit status, or 128 + signal; nothing for one that is no child, and after
    /// abandon().
    [[nodiscard]] Task<std::optional<int>> ended();
    /// The same, but waits no longer than this; gives whether it has ended.
    [[nodiscard]] Task<bool> endedWithin(std::chrono::milliseconds limit);
    /// Ends all waiting for it, for good, and leaves the process alone.
    void abandon();

private:
    Process(Descriptor descriptor, ProcessIdentity identity);
    void onEnd();

    Descriptor m_descriptor;
    ProcessIdentity m_identity;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::vector<OneShot<bool>> m_waiting;
    bool m_over = false;
    std::optional<int> m_status;
};

/// Field 22 of /proc/PID/stat; nothing when there is no such process.
[[nodiscard]] std::optional<std::uint64_t> startTimeOf(pid_t pid);

/// Distinguishes this boot of the machine from all others: a process number is worth nothing after it.
[[nodiscard]] std::string bootId();

/// Numbers of the processes one of whose arguments is `argument`.
[[nodiscard]] std::vector<pid_t> processesWithArgument(const std::string &argument);

/// What comes from a pipe, up to and with the character `last` or the end. Timeout after `limit`.
[[nodiscard]] Task<Result<std::string>> readUntil(Descriptor pipe, char last, std::chrono::milliseconds limit);

} // namespace portolan::runtime
