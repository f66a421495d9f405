// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/engine.h"
#include "core/ssh/options.h"
#include "core/ssh/signal.h"
#include "core/ssh/transport.h"

#include <QSocketNotifier>
#include <QTimer>

struct ssh_counter_struct;
struct ssh_session_struct;
struct ssh_event_struct;

namespace portolan::ssh {

class Channel;

/// libssh's session, in the connection's thread: never blocking, driven by the thread's event loop. libssh itself polls
/// the socket, with a timeout of zero, whenever the loop says that something is there.
class Session : public std::enable_shared_from_this<Session>
{
public:
    explicit Session(ConnectionOptions options);
    ~Session();
    Q_DISABLE_COPY_MOVE(Session)

    /// Connects, checks the host key, authenticates. `hold` keeps the thread while bytes are pumped.
    [[nodiscard]] Task<Result<void>> open(Connector connector, std::stop_token cancel, Engine::Hold hold);
    /// Ends everything under way with `why`. The first reason counts.
    void fail(Error why);
    /// Ends everything and frees what libssh holds.
    void close();

    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    /// Set when the session has failed or was closed.
    [[nodiscard]] OneShot<Error> ended() const { return m_ended; }

    /// A channel that is open. Ends with Cancelled when asked to.
    [[nodiscard]] Task<Result<std::shared_ptr<Channel>>> openChannel(std::stop_token cancel);

    /// Repeats a call of libssh until it says something else than SSH_AGAIN; gives what it says.
    [[nodiscard]] Task<Result<int>> repeat(std::move_only_function<int()> step);
    /// There is something to write: look soon.
    void pumpSoon();
    /// Whether libssh has handed all it was given to the socket.
    [[nodiscard]] bool isWireFree() const;
    [[nodiscard]] ssh_session_struct *handle() const { return m_session; }
    /// What libssh says about its latest failure.
    [[nodiscard]] std::string lastError() const;

private:
    [[nodiscard]] Result<int> attach(Transport transport, Engine::Hold hold);
    [[nodiscard]] Result<void> configure(int fd);
    [[nodiscard]] Task<Result<void>> handshake();
    [[nodiscard]] Result<void> checkHostKey();
    [[nodiscard]] Task<Result<void>> authenticate();
    [[nodiscard]] Result<void> startEvents();

    [[nodiscard]] static Task<void> pumpStream(std::weak_ptr<Session> session, std::shared_ptr<Stream> inner,
                                               std::shared_ptr<Stream> outer, Engine::Hold hold);
    [[nodiscard]] static Task<void> lose(std::shared_ptr<Session> session, std::string reason);

    void pump();
    void watch();
    void keepAlive();

    ConnectionOptions m_options;
    std::vector<PublicKey> m_pinned;
    Descriptor m_fd;
    Descriptor m_libsshs; ///< a second one of the same socket, until libssh takes it
    ssh_session_struct *m_session = nullptr;
    ssh_event_struct *m_event = nullptr;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    QTimer m_keepAlive;
    int m_silentTicks = 0;
    std::unique_ptr<ssh_counter_struct> m_counter; ///< of bytes on the socket
    std::uint64_t m_heard = 0;
    bool m_pumpPosted = false;
    bool m_pumping = false;
    bool m_losing = false;
    Signal m_traffic;
    std::vector<std::weak_ptr<Channel>> m_channels;
    std::optional<Error> m_failure;
    OneShot<Error> m_ended;
    std::stop_source m_connecting;
    std::shared_ptr<Stream> m_outer; ///< what is pumped, if the transport is a stream
    std::optional<OneShot<std::optional<Error>>> m_outerEnded;
};

} // namespace portolan::ssh
