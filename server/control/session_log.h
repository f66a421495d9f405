// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/async/task.h"
#include "core/base/random.h"
#include "core/model/workspace/ssh_session.h"
#include "server/state/state.h"

#include <QTimer>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace portolan::control {

/// Who is in which workspace, and was. Whoever enters is written down before the door opens; the counts follow every ten
/// seconds, the end when it comes. Lives in the control loop's thread; begin(), end() and Counts are for any thread with
/// an event loop.
class SessionLog
{
public:
    SessionLog(State &state, Random &random, std::string version);

    /// What went through the door so far.
    struct Counts {
        std::string id;
        std::atomic<std::int64_t> in = 0;
        std::atomic<std::int64_t> out = 0;
    };
    using CountsPtr = std::shared_ptr<Counts>;

    struct Entry {
        std::string prefix; ///< "sh", "ws"
        std::string username;
        std::string client;
        std::string address;
        Workspace workspace;
        std::vector<std::string> operations = {};
    };
    [[nodiscard]] Task<Result<CountsPtr>> begin(Entry entry);
    /// Of what was begun; once.
    [[nodiscard]] Task<void> end(CountsPtr counts);

    /// Ends on paper what a server that was killed left open, at the time when it was last seen; then writes counts.
    [[nodiscard]] Task<Result<void>> start();
    /// What still goes on is ended by its sockets, or by the next start().
    void stop() { m_timer.stop(); }

    /// Forgets what has ended long ago.
    [[nodiscard]] Task<Result<void>> removeExpired();

private:
    [[nodiscard]] Task<void> writeCounts();
    [[nodiscard]] std::vector<CountsPtr> running() const;

    State &m_state;
    Random &m_random;
    const std::string m_version;
    QTimer m_timer;
    bool m_writing = false;
    mutable std::mutex m_mutex;
    std::map<std::string, CountsPtr> m_running;
};

/// A stream into a workspace that counts what goes through it.
[[nodiscard]] std::shared_ptr<Stream> counted(std::shared_ptr<Stream> inside, SessionLog::CountsPtr counts);

} // namespace portolan::control
