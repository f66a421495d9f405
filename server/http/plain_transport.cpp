// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/plain_transport.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace portolan::http {

PlainTransport::PlainTransport(Poller &poller, int descriptor, Peer peer)
    : m_poller(poller), m_descriptor(descriptor), m_peer(std::move(peer))
{
    const int on = 1;
    if (!m_peer.unixSocket)
        setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

PlainTransport::~PlainTransport()
{
    if (m_listener)
        m_poller.remove(m_descriptor, this);
    ::close(m_descriptor);
}

void PlainTransport::setListener(Listener *listener)
{
    m_listener = listener;
    m_events = EPOLLIN;
    if (!m_poller.add(m_descriptor, m_events, this))
        ::shutdown(m_descriptor, SHUT_RDWR); // no memory in the kernel; the sweep finds it ended
}

Transport::Io PlainTransport::read(std::span<char> into)
{
    ssize_t count;
    do
        count = ::recv(m_descriptor, into.data(), into.size(), 0);
    while (count < 0 && errno == EINTR);
    if (count > 0)
        return {Io::State::Done, static_cast<std::size_t>(count)};
    if (count == 0)
        return {Io::State::Ended, 0};
    return {errno == EAGAIN || errno == EWOULDBLOCK ? Io::State::Blocked : Io::State::Failed, 0};
}

Transport::Io PlainTransport::write(std::span<const std::string_view> parts)
{
    std::array<iovec, 16> vectors;
    const auto used = std::min(parts.size(), vectors.size());
    for (std::size_t i = 0; i < used; ++i)
        vectors[i] = {.iov_base = const_cast<char *>(parts[i].data()), .iov_len = parts[i].size()};
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = used;
    ssize_t count;
    do
        count = ::sendmsg(m_descriptor, &message, MSG_NOSIGNAL);
    while (count < 0 && errno == EINTR);
    if (count >= 0)
        return {Io::State::Done, static_cast<std::size_t>(count)};
    return {errno == EAGAIN || errno == EWOULDBLOCK ? Io::State::Blocked : Io::State::Failed, 0};
}

void PlainTransport::want(std::uint32_t events)
{
    if (events == m_events)
        return;
    m_events = events;
    m_poller.change(m_descriptor, m_events, this);
}

void PlainTransport::wantRead(bool wanted)
{
    want(wanted ? m_events | EPOLLIN : m_events & ~static_cast<std::uint32_t>(EPOLLIN));
}

void PlainTransport::wantWrite(bool wanted)
{
    want(wanted ? m_events | EPOLLOUT : m_events & ~static_cast<std::uint32_t>(EPOLLOUT));
}

void PlainTransport::shutdownWrite(bool)
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void PlainTransport::abort()
{
    const linger reset{.l_onoff = 1, .l_linger = 0};
    setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

void PlainTransport::onEvents(std::uint32_t events)
{
    constexpr std::uint32_t broken = EPOLLERR | EPOLLHUP;
    if ((m_events & EPOLLIN) && (events & (EPOLLIN | broken)))
        m_listener->onReadable(); // may destroy this; what is writable too is told at the next turn
    else if ((m_events & EPOLLOUT) && (events & (EPOLLOUT | broken)))
        m_listener->onWritable();
    else if (events & broken)
        m_listener->onFailed();
}

} // namespace portolan::http
