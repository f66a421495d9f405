// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "core/async/oneshot.h"
#include "server/runtime/agent/client.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace portolan::api {

/// A shell that outlives the sockets which look at it (spec section 5): it goes on while nobody is attached, and who
/// comes back is shown the last 256 KiB again. The shell belongs to the loop that started it; everything here is for
/// any thread with an event loop.
class TerminalSession : public std::enable_shared_from_this<TerminalSession>
{
public:
    static constexpr std::size_t replaySize = 256 * 1024;

    /// Starts the shell's output flowing. The terminal belongs to the calling thread.
    [[nodiscard]] static std::shared_ptr<TerminalSession> start(std::unique_ptr<runtime::agent::Terminal> terminal);

    /// One viewer at a time: nothing while somebody is attached. Gives the position from which to read().
    [[nodiscard]] std::optional<std::uint64_t> attach();
    void detachViewer();
    /// How long nobody has been attached; nothing while somebody is.
    [[nodiscard]] std::optional<std::chrono::steady_clock::duration> detachedFor() const;

    struct Output {
        std::string bytes;
        std::uint64_t position = 0; ///< where to go on
        bool ended = false;         ///< the shell has ended, and these are the last bytes
        std::optional<int> exitStatus;
    };
    /// What follows `position`, as soon as there is something; nothing after stopReading(). The shell waits for a
    /// viewer that is slow, and for nobody when none is attached.
    [[nodiscard]] Task<std::optional<Output>> read(std::uint64_t position);
    /// Ends a read() that waits.
    void stopReading();

    [[nodiscard]] Task<Result<void>> write(std::string bytes);
    [[nodiscard]] Task<Result<void>> resize(int columns, int rows);
    [[nodiscard]] bool ended() const;
    /// Names the shell to the agent, for the folder it is in.
    [[nodiscard]] const std::string &agentSession() const { return m_agentSession; }

    /// Hangs up.
    void end();

private:
    explicit TerminalSession(std::unique_ptr<runtime::agent::Terminal> terminal);
    static Task<void> pump(std::shared_ptr<TerminalSession> self);
    [[nodiscard]] bool viewerIsBehind() const;
    void wake();

    std::unique_ptr<runtime::agent::Terminal> m_terminal; ///< touched in m_loop's thread only
    std::shared_ptr<Loop> m_loop;
    std::string m_agentSession;

    mutable std::mutex m_mutex;
    std::string m_replay;          ///< the last bytes of the output
    std::uint64_t m_position = 0;  ///< of the end of m_replay, counted from the start of the shell
    std::uint64_t m_viewerAt = 0;
    bool m_attached = false;
    bool m_stopReading = false;
    bool m_ended = false;
    std::optional<int> m_exitStatus;
    std::chrono::steady_clock::time_point m_detachedSince = std::chrono::steady_clock::now();
    std::optional<OneShot<bool>> m_reader; ///< a viewer that waits for output
    std::optional<OneShot<bool>> m_pump;   ///< the pump, where it waits for the viewer
};

} // namespace portolan::api
