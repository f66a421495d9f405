// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/channel.h"

#include <libssh/libssh.h>

namespace portolan::ssh {

namespace {

/// One SSH packet, and what a channel may hold back before its writer has to wait.
constexpr std::size_t packetBytes = 32 * 1024;
constexpr std::size_t waitingBytes = 64 * 1024;
/// libssh opens a channel's window (2 MiB) again as soon as half of it was taken. Taken in halves exactly, it is opened
/// twice in a round trip. A little more the first time, and the second half is never complete before the peer has
/// stopped for lack of window: that halves the throughput over a distance.
constexpr std::size_t halfWindow = 1024 * 1024;

Channel *self(void *userdata)
{
    return static_cast<Channel *>(userdata);
}

} // namespace

Channel::Channel(std::shared_ptr<Session> session) : m_session(std::move(session)) {}

Channel::~Channel()
{
    detachFromSession();
}

Task<Result<void>> Channel::open(std::stop_token cancel)
{
    const auto keep = shared_from_this();
    m_channel = ssh_channel_new(m_session->handle());
    if (!m_channel)
        co_return fail(ErrorCode::Internal, "libssh could not make a channel");
    installCallbacks();
    const std::stop_callback onCancel(cancel, [loop = Loop::current(), weak = weak_from_this()] {
        loop->post([weak] {
            if (const auto channel = weak.lock())
                channel->close({ErrorCode::Cancelled, "opening the SSH channel was cancelled"});
        });
    });
    const auto opened = co_await request([](ssh_channel channel) { return ssh_channel_open_session(channel); });
    if (!opened)
        co_return std::unexpected(opened.error());
    if (!*opened)
        co_return fail(ErrorCode::TooMany, "the SSH server refuses another session: " + m_session->lastError());
    co_return {};
}

void Channel::installCallbacks()
{
    m_callbacks.userdata = this;
    m_callbacks.channel_data_function = [](ssh_session, ssh_channel, void *data, std::uint32_t length, int,
                                           void *user) -> int {
        auto *channel = self(user);
        if (channel->m_consumer)
            return static_cast<int>(channel->feedConsumer({static_cast<const char *>(data), length}));
        channel->m_readable.raise();
        return 0;
    };
    m_callbacks.channel_eof_function = [](ssh_session, ssh_channel, void *user) { self(user)->m_readable.raise(); };
    m_callbacks.channel_close_function = [](ssh_session, ssh_channel, void *user) { self(user)->onClosedByPeer(); };
    m_callbacks.channel_exit_status_function = [](ssh_session, ssh_channel, int status, void *user) {
        self(user)->m_exit = ExitStatus{.status = status};
        self(user)->m_exited.raise();
    };
    m_callbacks.channel_exit_signal_function = [](ssh_session, ssh_channel, const char *signal, int, const char *,
                                                  const char *, void *user) {
        self(user)->m_exit = ExitStatus{.status = 0, .signal = signal};
        self(user)->m_exited.raise();
    };
    ssh_callbacks_init(&m_callbacks);
    ssh_set_channel_callbacks(m_channel, &m_callbacks);
}

std::size_t Channel::untilWindowOpens(std::size_t wanted) const
{
    return std::min(wanted, halfWindow - m_takenOfHalf);
}

void Channel::countTaken(std::size_t bytes)
{
    m_takenOfHalf = (m_takenOfHalf + bytes) % halfWindow;
}

std::size_t Channel::feedConsumer(std::string_view bytes)
{
    const auto taken = untilWindowOpens(bytes.size());
    m_consumer(bytes.substr(0, taken));
    countTaken(taken);
    m_restLeft = taken < bytes.size();
    return taken;
}

void Channel::consumeRest()
{
    while (m_restLeft && m_channel && m_consumer) {
        m_restLeft = false; // unless more comes while libssh looks for it
        std::string bytes(packetBytes, '\0');
        const int count = ssh_channel_read_nonblocking(m_channel, bytes.data(),
                                                       static_cast<std::uint32_t>(untilWindowOpens(bytes.size())), 0);
        if (count <= 0)
            return;
        m_restLeft = true;
        countTaken(static_cast<std::size_t>(count));
        m_consumer(std::string_view(bytes).substr(0, static_cast<std::size_t>(count)));
    }
}

void Channel::onClosedByPeer()
{
    m_closedByPeer = true;
    wakeAll();
}

Task<Result<bool>> Channel::request(std::move_only_function<int(ssh_channel)> step)
{
    const auto keep = shared_from_this();
    const auto rc = co_await m_session->repeat([this, &step] {
        // Closed while it waited: the answer does not matter any more.
        return m_failure || !m_channel ? SSH_ERROR : step(m_channel);
    });
    if (const auto why = failure())
        co_return std::unexpected(*why);
    if (!rc)
        co_return std::unexpected(rc.error());
    co_return *rc == SSH_OK;
}

std::optional<Error> Channel::failure() const
{
    return m_failure ? m_failure : m_session->failure();
}

Task<Result<std::string>> Channel::read(Source source, std::size_t limit)
{
    const auto keep = shared_from_this();
    const int isError = source == Source::ErrorOutput ? 1 : 0;
    for (;;) {
        if (const auto why = failure())
            co_return std::unexpected(*why);
        const int available = ssh_channel_poll(m_channel, isError);
        if (available > 0) {
            std::string bytes;
            const auto wanted = untilWindowOpens(std::min<std::size_t>(limit, available));
            bytes.resize_and_overwrite(wanted, [&](char *data, std::size_t size) {
                const int count = ssh_channel_read_nonblocking(m_channel, data, static_cast<std::uint32_t>(size),
                                                               isError);
                return static_cast<std::size_t>(std::max(count, 0));
            });
            countTaken(bytes.size());
            m_session->pumpSoon(); // the window that this opened has to be told
            if (!bytes.empty())
                co_return bytes;
        } else if (available == SSH_EOF || (available == 0 && (m_closedByPeer || ssh_channel_is_eof(m_channel)))) {
            co_return std::string();
        } else if (available == SSH_ERROR) {
            m_session->pumpSoon(); // which says for everybody what has happened
        }
        co_await m_readable.wait();
    }
}

Result<void> Channel::send(std::string_view bytes)
{
    if (auto why = failure())
        return std::unexpected(std::move(*why));
    if (m_closedByPeer || m_outEnds)
        return fail(ErrorCode::BadGateway, m_outEnds ? "the input of the remote process was closed before"
                                                     : "the remote process has ended and reads no more");
    m_out += bytes;
    m_session->pumpSoon();
    return {};
}

Task<Result<void>> Channel::write(std::string bytes)
{
    if (auto sent = send(bytes); !sent)
        return [](Result<void> result) -> Task<Result<void>> { co_return result; }(std::move(sent));
    return room();
}

Task<Result<void>> Channel::room(std::stop_token cancel)
{
    const auto keep = shared_from_this();
    while (m_out.size() - m_outStart > waitingBytes) {
        if (auto why = failure())
            co_return std::unexpected(std::move(*why));
        if (m_closedByPeer)
            co_return fail(ErrorCode::BadGateway, "the remote process has ended and reads no more");
        if (cancel.stop_requested())
            co_return fail(ErrorCode::Cancelled, "the transfer was cancelled");
        const auto change = m_writable.wait();
        const std::stop_callback onCancel(cancel, [wake = change]() mutable { wake.set(true); });
        co_await change;
    }
    co_return {};
}

void Channel::closeWrite()
{
    m_outEnds = true;
    m_session->pumpSoon();
}

bool Channel::writeSome()
{
    if (!m_channel || m_failure || m_closedByPeer || m_outEnded || !m_session->isWireFree())
        return false;
    if (m_outStart == m_out.size()) {
        if (!m_outEnds)
            return false;
        m_outEnded = true;
        ssh_channel_send_eof(m_channel);
        return true;
    }
    const auto window = ssh_channel_window_size(m_channel);
    const auto size = std::min<std::size_t>({m_out.size() - m_outStart, packetBytes, window});
    if (size == 0)
        return false;
    const int written = ssh_channel_write(m_channel, m_out.data() + m_outStart, static_cast<std::uint32_t>(size));
    if (written <= 0)
        return false;
    m_outStart += static_cast<std::size_t>(written);
    constexpr std::size_t worthMoving = 256 * 1024;
    if (m_outStart == m_out.size() || m_outStart > worthMoving) {
        m_out.erase(0, m_outStart);
        m_outStart = 0;
    }
    if (m_out.size() - m_outStart <= waitingBytes)
        m_writable.raise();
    return true;
}

Task<Result<ExitStatus>> Channel::exit()
{
    const auto keep = shared_from_this();
    while (!m_exit) {
        if (auto why = failure())
            co_return std::unexpected(std::move(*why));
        if (m_closedByPeer)
            co_return fail(ErrorCode::BadGateway, "the SSH server does not say how the remote process ended");
        co_await m_exited.wait();
    }
    co_return *m_exit;
}

void Channel::close(Error why)
{
    if (!m_failure)
        m_failure = std::move(why);
    const auto session = m_session;
    detachFromSession();
    session->pumpSoon();
}

void Channel::wakeAll()
{
    m_readable.raise();
    m_writable.raise();
    m_exited.raise();
}

void Channel::detachFromSession()
{
    if (!m_channel)
        return;
    if (!m_failure)
        m_failure = m_session->failure().value_or(Error{ErrorCode::Cancelled,
                                                        "the SSH channel was closed on this side"});
    ssh_remove_channel_callbacks(m_channel, &m_callbacks);
    ssh_channel_free(m_channel);
    m_channel = nullptr;
    wakeAll();
}

} // namespace portolan::ssh
