// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/session.h"

#include <libssh/callbacks.h>

#include <cstddef>

namespace portolan::ssh {

/// How a remote process ended: by itself with a status, or by a signal ("KILL", without "SIG").
struct ExitStatus {
    int status = 0;
    std::string signal = {};

    [[nodiscard]] bool isSuccess() const { return status == 0 && signal.empty(); }
    bool operator==(const ExitStatus &) const = default;
};

/// One channel of a session, in the connection's thread. What the peer sends stays in libssh's buffer until it is read,
/// and the peer may send no more than the channel's window (2 MiB) ahead. What is written waits here; write() lets its
/// caller go on only when at most 64 KiB wait.
class Channel : public std::enable_shared_from_this<Channel>
{
public:
    enum class Source { Output, ErrorOutput };
    /// Takes bytes as they come, all of them, inside libssh: it may only look and copy.
    using Consumer = std::move_only_function<void(std::string_view bytes)>;

    explicit Channel(std::shared_ptr<Session> session);
    ~Channel();
    Q_DISABLE_COPY_MOVE(Channel)

    [[nodiscard]] Task<Result<void>> open(std::stop_token cancel);
    /// Repeats a request of libssh on this channel until it is answered; false when the server refuses it.
    [[nodiscard]] Task<Result<bool>> request(std::move_only_function<int(ssh_channel)> step);
    /// All that comes goes to `consumer` instead of read().
    void consume(Consumer consumer) { m_consumer = std::move(consumer); }

    [[nodiscard]] Task<Result<std::string>> read(Source source, std::size_t limit);
    [[nodiscard]] Task<Result<void>> write(std::string bytes);
    /// Queues without waiting; room() then says when to go on.
    [[nodiscard]] Result<void> send(std::string_view bytes);
    [[nodiscard]] Task<Result<void>> room(std::stop_token cancel = {});
    void closeWrite();
    [[nodiscard]] Task<Result<ExitStatus>> exit();
    /// Ends everything under way with `why`; the first reason counts.
    void close(Error why);

    // For the session.
    /// Hands bytes to libssh while the wire takes them; gives whether it did.
    bool writeSome();
    /// Takes what was left in libssh at the end of a window's half.
    void consumeRest();
    void wakeAll();
    void detachFromSession();
    [[nodiscard]] std::optional<Error> failure() const;

private:
    void installCallbacks();
    void onClosedByPeer();
    [[nodiscard]] std::size_t feedConsumer(std::string_view bytes);
    [[nodiscard]] std::size_t untilWindowOpens(std::size_t wanted) const;
    void countTaken(std::size_t bytes);

    std::shared_ptr<Session> m_session;
    ssh_channel m_channel = nullptr;
    ssh_channel_callbacks_struct m_callbacks{};
    Consumer m_consumer;
    std::string m_out;
    std::size_t m_outStart = 0;
    std::size_t m_takenOfHalf = 0;
    bool m_restLeft = false;
    bool m_outEnds = false;
    bool m_outEnded = false;
    bool m_closedByPeer = false;
    std::optional<ExitStatus> m_exit;
    std::optional<Error> m_failure;
    Signal m_readable;
    Signal m_writable;
    Signal m_exited;
};

} // namespace portolan::ssh
