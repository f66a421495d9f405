// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/ssh/channel.h"
#include "core/ssh/engine.h"

#include <vector>

namespace portolan::ssh {

/// A process at the other side: as a Stream its standard output and input. Its memory is bounded: an output that nobody
/// reads stops the process by the channel's window (2 MiB, shared by output and errors: read both, or neither), and a
/// write ends when at most 64 KiB wait to be sent. Dropping it closes the channel; sshd then hangs up on the process.
class RemoteProcess final : public Stream
{
public:
    RemoteProcess(std::shared_ptr<Engine> engine, std::shared_ptr<Channel> channel,
                  std::vector<std::string> refusedVariables);
    ~RemoteProcess() override;
    Q_DISABLE_COPY_MOVE(RemoteProcess)

    [[nodiscard]] Task<Result<std::string>> read(std::size_t limit = 64 * 1024) override;
    [[nodiscard]] Task<Result<void>> write(std::string bytes) override;
    /// The process sees the end of its input.
    void closeWrite() override;
    void close() override;

    /// Its standard error, like read(). Nothing ever comes from a terminal.
    [[nodiscard]] Task<Result<std::string>> readError(std::size_t limit = 64 * 1024);
    /// How it ended; comes when it has. Somebody has to read its output, or it may never end. BadGateway when the
    /// server does not say.
    [[nodiscard]] Task<Result<ExitStatus>> wait();
    /// The size of its terminal. NotImplemented when the server refuses.
    [[nodiscard]] Task<Result<void>> resize(int columns, int rows);
    /// Sends a signal by its name without "SIG": "TERM".
    [[nodiscard]] Task<Result<void>> signal(std::string name);

    [[nodiscard]] const std::vector<std::string> &refusedVariables() const { return m_refused; }

private:
    std::shared_ptr<Engine> m_engine;
    std::shared_ptr<Channel> m_channel; ///< lives in the engine's thread
    std::vector<std::string> m_refused;
};

} // namespace portolan::ssh
