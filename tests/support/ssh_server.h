// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/files.h"

#include <QTemporaryDir>

#include <string>
#include <vector>

#include <sys/types.h>

namespace portolan::test {

/// OpenSSH's own server as a test peer: one "sshd -i" for each connection, over a socket pair, as the current user,
/// with keys and configuration in a temporary folder. Nothing of it is left when this goes.
class SshServer
{
public:
    /// `configuration`: further lines of sshd_config(5); they come first, so they win.
    explicit SshServer(const std::string &configuration = {});
    ~SshServer();
    Q_DISABLE_COPY_MOVE(SshServer)

    /// Lets in who has this key, from now on.
    void authorize(const std::string &publicKeyLine);
    /// The other end of a fresh server; the caller owns it.
    [[nodiscard]] int connect();
    /// A server on a socket that somebody has connected to. Takes the socket over. `wrapper` is a command that runs
    /// the server as its arguments.
    void serve(int socket, const std::vector<std::string> &wrapper = {});
    /// Kills every server at once, as a crash would.
    void killAll();
    /// Stops or goes on: a peer that hangs.
    void signalAll(int signal);

    /// "ssh-ed25519 AAAA..."
    [[nodiscard]] const std::string &hostKey() const { return m_hostKey; }
    [[nodiscard]] static std::string user();
    [[nodiscard]] std::string folder() const { return m_folder.path().toStdString(); }
    [[nodiscard]] std::string privateKeyPath() const { return folder() + "/client_key"; }
    /// What sshd has to say, for a test that fails.
    [[nodiscard]] std::string log() const;

private:
    QTemporaryDir m_folder;
    std::string m_hostKey;
    std::vector<pid_t> m_servers;
};

/// Bytes that repeat nowhere near, the same for the same seed.
[[nodiscard]] std::string noise(std::size_t size, unsigned seed = 1);

} // namespace portolan::test
