// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/acceptor.h"

#include "server/http/log.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <format>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace portolan::http {

namespace {

constexpr int backlog = 4096; // cut to net.core.somaxconn by the system
constexpr int acceptsPerEvent = 64;
constexpr std::chrono::milliseconds pauseWithoutDescriptors{200};

Peer peerOf(const sockaddr_storage &storage)
{
    Peer peer;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (storage.ss_family == AF_INET) {
        sockaddr_in address;
        std::memcpy(&address, &storage, sizeof address);
        inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
        peer.port = ntohs(address.sin_port);
    } else if (storage.ss_family == AF_INET6) {
        sockaddr_in6 address;
        std::memcpy(&address, &storage, sizeof address);
        if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr))
            inet_ntop(AF_INET, address.sin6_addr.s6_addr + 12, text.data(), text.size());
        else
            inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
        peer.port = ntohs(address.sin6_port);
    } else {
        peer.unixSocket = true;
    }
    peer.address = text.data();
    return peer;
}

} // namespace

ListeningSocket::ListeningSocket(ListeningSocket &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_path(std::exchange(other.m_path, {})), m_port(other.m_port)
{}

ListeningSocket::~ListeningSocket()
{
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    if (!m_path.empty())
        ::unlink(m_path.c_str());
}

Result<void> ListeningSocket::listen(const void *address, std::uint32_t length, const std::string &name)
{
    if (::bind(m_descriptor, static_cast<const sockaddr *>(address), length) != 0) {
        const int error = errno;
        m_path.clear(); // it is another's
        return failFromErrno(std::format("cannot listen on {}", name), error);
    }
    if (::listen(m_descriptor, backlog) != 0)
        return failFromErrno(std::format("cannot listen on {}", name), errno);
    return {};
}

Result<ListeningSocket> ListeningSocket::open(const std::string &address, std::uint16_t port)
{
    constexpr std::string_view unixPrefix = "unix:";
    const bool unixSocket = address.starts_with(unixPrefix);
    sockaddr_in four{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {}, .sin_zero = {}};
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    sockaddr_un local{.sun_family = AF_UNIX, .sun_path = {}};
    int family = AF_UNIX;
    if (unixSocket) {
        const auto path = address.substr(unixPrefix.size());
        if (path.empty() || path.size() >= sizeof local.sun_path)
            return fail(ErrorCode::InvalidArgument, std::format("the path of a Unix socket has 1 to {} bytes, not {}",
                                                                sizeof local.sun_path - 1, path.size()));
        path.copy(local.sun_path, path.size());
    } else if (inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
        family = AF_INET;
    } else if (inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) == 1) {
        family = AF_INET6;
    } else {
        return fail(ErrorCode::InvalidArgument, std::format("\"{}\" is no IP address and no unix:PATH", address));
    }
    const int descriptor = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return failFromErrno(std::format("cannot make a socket for {}", address), errno);
    ListeningSocket socket(descriptor, unixSocket ? address.substr(unixPrefix.size()) : std::string());
    const int on = 1;
    const int off = 0;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    Result<void> listening;
    if (family == AF_INET) {
        listening = socket.listen(&four, sizeof four, std::format("{}:{}", address, port));
    } else if (family == AF_INET6) {
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
        listening = socket.listen(&six, sizeof six, std::format("[{}]:{}", address, port));
    } else {
        listening = socket.listen(&local, sizeof local, address);
    }
    if (!listening)
        return std::unexpected(std::move(listening.error()));
    if (family != AF_UNIX) {
        sockaddr_storage bound{};
        socklen_t length = sizeof bound;
        getsockname(descriptor, reinterpret_cast<sockaddr *>(&bound), &length);
        socket.m_port = peerOf(bound).port;
    }
    return socket;
}

Acceptor::Acceptor(Poller &poller, ListeningSocket socket, Taker taker)
    : m_poller(poller), m_socket(std::move(socket)), m_taker(std::move(taker))
{
    m_pause.setSingleShot(true);
    QObject::connect(&m_pause, &QTimer::timeout, &m_pause,
                     [this] { m_poller.change(m_socket.descriptor(), EPOLLIN, this); });
    if (!m_poller.add(m_socket.descriptor(), EPOLLIN, this))
        qCCritical(log) << "cannot wait for connections:" << std::strerror(errno);
}

Acceptor::~Acceptor()
{
    m_poller.remove(m_socket.descriptor(), this);
}

void Acceptor::closeDescriptor(int descriptor)
{
    ::close(descriptor);
}

void Acceptor::onEvents(std::uint32_t)
{
    for (int i = 0; i < acceptsPerEvent; ++i) {
        sockaddr_storage storage{};
        socklen_t length = sizeof storage;
        const int descriptor = ::accept4(m_socket.descriptor(), reinterpret_cast<sockaddr *>(&storage), &length,
                                         SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor >= 0) {
            m_taker(descriptor, peerOf(storage));
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            qCWarning(log) << "cannot accept connections:" << std::strerror(errno)
                           << "(raise the limit on open files, or lower the one on connections)";
            m_poller.change(m_socket.descriptor(), 0, this);
            m_pause.start(pauseWithoutDescriptors);
            return;
        }
        if (errno == EINTR || errno == ECONNABORTED)
            continue;
        return; // EAGAIN: no more
    }
}

} // namespace portolan::http
