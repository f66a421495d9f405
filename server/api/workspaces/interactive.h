// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"
#include "server/api/workspaces/terminal_session.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

namespace portolan::api {

/// The shells that can be come back to: by user, workspace and the browser tab they belong to. Thread-safe.
class TerminalSessions
{
public:
    struct Key {
        std::string username;
        std::string workspace;
        std::string tab;

        auto operator<=>(const Key &) const = default;
    };
    static constexpr std::size_t perUser = 64;
    static constexpr std::chrono::minutes keepDetached{30};

    [[nodiscard]] std::shared_ptr<TerminalSession> find(const Key &key);
    /// TooMany where the user has as many as are allowed. A session of the same key is hung up.
    [[nodiscard]] Result<void> add(const Key &key, std::shared_ptr<TerminalSession> session);
    void remove(const Key &key, const std::shared_ptr<TerminalSession> &session);

private:
    void dropEnded();

    std::mutex m_mutex;
    std::map<Key, std::shared_ptr<TerminalSession>> m_sessions;
};

/// GET /api/v1/workspaces/{name}/interactive: WebSocket cloudshell-v1 (spec section 5, core/protocol). With ?tab= (or
/// ?session_id=) closing the socket leaves the shell running for 30 minutes, and the same tab comes back to it, on the
/// last 256 KiB of its output; without, the shell ends with the socket.
///
/// Close codes: 1000 the shell has ended, 1001 the workspace is gone, 1007 a message that is not of the protocol, 1011 no
/// shell could be started, 4401 the credential was revoked, 4409 somebody else is attached, 4429 too many terminals.
[[nodiscard]] Task<http::Response> openInteractive(Services services, std::shared_ptr<TerminalSessions> sessions,
                                                   Call &call);

} // namespace portolan::api
