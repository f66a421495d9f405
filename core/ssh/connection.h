// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/options.h"
#include "core/ssh/process.h"
#include "core/ssh/transport.h"

#include <map>

namespace portolan::ssh {

class Session;
class SftpSession;

/// One SSH connection (RFC 4251 to 4254) on a thread of its own, shared by any number of shells, commands and file
/// sessions. May be used from any thread that has an event loop; answers come back to the caller's loop. It ends when
/// the last of the connection, its processes and its file sessions has gone, or with close().
///
/// A transfer and a terminal should have a connection each: what is typed would wait behind the bytes in flight.
class SshConnection
{
public:
    using Environment = std::map<std::string, std::string>;

    struct ShellOptions {
        std::string terminal = "xterm-256color";
        int columns = 80;
        int rows = 24;
        Environment environment = {};
        /// Instead of the login shell, in the terminal.
        std::string command = {};
    };

    /// Connects, checks the host key, authenticates. Errors: PermissionDenied for a host key that is not pinned
    /// (Error::args "reason" is "host-key-unknown" or "host-key-changed"; "fingerprint" and "hostKey" say what was
    /// shown), Unauthenticated when no key is let in, Timeout, Unavailable, BadGateway, Cancelled, or the Connector's
    /// own.
    [[nodiscard]] static Task<Result<std::shared_ptr<SshConnection>>> open(ConnectionOptions options,
                                                                           Connector connector,
                                                                           std::stop_token cancel = {});

    ~SshConnection();
    Q_DISABLE_COPY_MOVE(SshConnection)

    /// Runs a command by the login shell of the user. Variables that the server does not accept (AcceptEnv of
    /// sshd_config(5)) are refused by RemoteProcess::refusedVariables.
    [[nodiscard]] Task<Result<std::unique_ptr<RemoteProcess>>> exec(std::string command, Environment environment = {},
                                                                    std::stop_token cancel = {});
    /// A shell in a terminal; output and errors come as one.
    [[nodiscard]] Task<Result<std::unique_ptr<RemoteProcess>>> openShell(ShellOptions options,
                                                                         std::stop_token cancel = {});
    [[nodiscard]] Task<Result<std::unique_ptr<SftpSession>>> openSftp(std::stop_token cancel = {});

    /// Ends at once whatever runs on it, with Cancelled.
    void close();
    /// Comes when the connection ends: lost, given up or closed; says why.
    [[nodiscard]] Task<Error> ended() const;

private:
    SshConnection(std::shared_ptr<Engine> engine, std::shared_ptr<Session> session);

    std::shared_ptr<Engine> m_engine;
    std::shared_ptr<Session> m_session; ///< lives in the engine's thread
};

} // namespace portolan::ssh
