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

    /// Somebody who is attached, and the position from which that one begins to read().
    struct Viewer {
        std::uint64_t number = 0;
        std::uint64_t position = 0;
    };
    /// One viewer at a time: nothing while somebody is attached.
    [[nodiscard]] std::optional<Viewer> attach();
    /// Attaches, and ends the read() of whoever was attached.
    [[nodiscard]] Viewer takeOver();
    /// Whether another one has taken over from this viewer.
    [[nodiscard]] bool isTakenOver(const Viewer &viewer) const;
    void detach(const Viewer &viewer);
    /// How long nobody has been attached; nothing while somebody is.
    [[nodiscard]] std::optional<std::chrono::steady_clock::duration> detachedFor() const;

    struct Output {
        std::string bytes;
        std::uint64_t position = 0; ///< where to go on
        bool ended = false;         ///< the shell has ended, and these are the last bytes
        std::optional<int> exitStatus;
    };
    /// What follows the viewer's position, as soon as there is something; nothing after stopReading(), and once another
    /// one has taken over. The shell waits for a viewer that is slow, and for nobody when none is attached.
    [[nodiscard]] Task<std::optional<Output>> read(Viewer viewer);
    /// Ends a read() that waits.
    void stopReading(const Viewer &viewer);

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
    [[nodiscard]] Viewer attachNext();
    [[nodiscard]] bool viewerIsBehind() const;
    void wake();

    std::unique_ptr<runtime::agent::Terminal> m_terminal; ///< touched in m_loop's thread only
    std::shared_ptr<Loop> m_loop;
    std::string m_agentSession;

    mutable std::mutex m_mutex;
    std::string m_replay; ///< the last bytes of the output
    std::uint64_t m_position = 0; ///< of the end of m_replay, counted from the start of the shell
    std::uint64_t m_viewerAt = 0;
    std::uint64_t m_viewers = 0; ///< how many there were
    std::uint64_t m_viewer = 0; ///< who is attached; 0: nobody
    bool m_stopReading = false;
    bool m_ended = false;
    std::optional<int> m_exitStatus;
    std::chrono::steady_clock::time_point m_detachedSince = std::chrono::steady_clock::now();
    std::optional<OneShot<bool>> m_reader; ///< a viewer that waits for output
    std::optional<OneShot<bool>> m_pump; ///< the pump, where it waits for the viewer
};

} // namespace portolan::api
