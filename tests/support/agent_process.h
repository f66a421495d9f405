// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/files.h"
#include "tests/support/program.h"

#include "core/async/fd_stream.h"
#include "core/base/descriptor.h"
#include "tests/support/run.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace portolan::test {

/// A process of the system, as /proc shows it.
struct SeenProcess {
    pid_t pid = 0;
    pid_t parent = 0;
    char state = '?';
    std::string name;
    std::int64_t residentBytes = 0;
};

/// All processes below `root`, without itself.
[[nodiscard]] std::vector<SeenProcess> processesBelow(pid_t root);
[[nodiscard]] std::optional<SeenProcess> process(pid_t pid);

/// A portolan-agent with a home of its own: as an ordinary process, or as PID 1 of a sandbox made by bubblewrap, where
/// the owner is "alice". Ends with the object.
class AgentProcess
{
public:
    struct Options {
        bool sandboxed = false;
        QJsonObject config = {}; ///< added to, or instead of, what is needed
        int graceMs = 2000;
    };

    explicit AgentProcess(Options options);
    AgentProcess() : AgentProcess(Options{}) {}
    ~AgentProcess();

    /// A fresh connection.
    [[nodiscard]] std::unique_ptr<Stream> open() const;

    /// Where the files of the owner are, seen from here.
    [[nodiscard]] std::string home() const { return path("home"); }
    [[nodiscard]] std::string path(const std::string &name) const { return m_folder.path().toStdString() + "/" + name; }
    [[nodiscard]] std::string socketPath() const { return path("door/agent"); }
    /// The lines of the status file.
    [[nodiscard]] std::vector<std::string> status() const;

    /// Of the agent itself, in this PID namespace.
    [[nodiscard]] pid_t pid() const { return m_agent; }
    void kill(int signal) const;
    /// Waits for the end; gives the status as waitpid() does.
    [[nodiscard]] int wait();
    /// Starts it again, with the same home, after it has ended.
    void restart();

private:
    void start();

    Options m_options;
    QTemporaryDir m_folder;
    pid_t m_child = -1; ///< what was started: the agent, or the bubblewrap around it
    pid_t m_agent = -1;
};

} // namespace portolan::test
