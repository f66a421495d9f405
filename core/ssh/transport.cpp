// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/transport.h"

#include "core/async/oneshot.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QSocketNotifier>

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace portolan::ssh {

namespace {

std::unexpected<Error> cancelled(const std::string &what)
{
    return fail(ErrorCode::Cancelled, std::format("{} was cancelled", what));
}

/// Connects one socket to one address. Nothing when cancelled: the caller says so.
Task<Result<Descriptor>> connectSocket(sockaddr_storage address, socklen_t length, std::string what,
                                       std::stop_token cancel)
{
    Descriptor fd(::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd)
        co_return failFromErrno(what, errno);
    if (::connect(fd.get(), reinterpret_cast<const sockaddr *>(&address), length) == 0)
        co_return fd;
    if (errno != EINPROGRESS)
        co_return failFromErrno(what, errno);

    OneShot<bool> ready;
    QSocketNotifier notifier(fd.get(), QSocketNotifier::Write);
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
        notifier.setEnabled(false);
        ready.set(true);
    });
    const std::stop_callback stop(cancel, [ready]() mutable { ready.set(false); });
    if (!co_await ready)
        co_return cancelled(what);
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    if (error != 0)
        co_return failFromErrno(what, error);
    co_return fd;
}

std::pair<sockaddr_storage, socklen_t> socketAddress(const QHostAddress &address, std::uint16_t port)
{
    sockaddr_storage storage{};
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        auto *in = reinterpret_cast<sockaddr_in *>(&storage);
        in->sin_family = AF_INET;
        in->sin_port = htons(port);
        in->sin_addr.s_addr = htonl(address.toIPv4Address());
        return {storage, sizeof *in};
    }
    auto *in = reinterpret_cast<sockaddr_in6 *>(&storage);
    in->sin6_family = AF_INET6;
    in->sin6_port = htons(port);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    std::memcpy(&in->sin6_addr, &bytes, sizeof bytes);
    in->sin6_scope_id = address.scopeId().toUInt();
    return {storage, sizeof *in};
}

Task<Result<QList<QHostAddress>>> resolve(std::string host, std::string what, std::stop_token cancel)
{
    if (const QHostAddress literal(QString::fromStdString(host)); !literal.isNull())
        co_return QList{literal};
    OneShot<std::optional<QHostInfo>> found;
    QObject context;
    QHostInfo::lookupHost(QString::fromStdString(host), &context,
                          [found](const QHostInfo &info) mutable { found.set(info); });
    const std::stop_callback stop(cancel, [found]() mutable { found.set(std::nullopt); });
    const auto info = co_await found;
    if (!info)
        co_return cancelled(what);
    if (info->error() != QHostInfo::NoError || info->addresses().isEmpty())
        co_return fail(ErrorCode::Unavailable, std::format("{}: {}", what, info->errorString().toStdString()));
    co_return info->addresses();
}

Task<Result<Transport>> dialTcp(std::string host, std::uint16_t port, std::stop_token cancel)
{
    const auto what = std::format("connecting to {} port {}", host, port);
    const auto addresses = co_await resolve(host, what, cancel);
    if (!addresses)
        co_return std::unexpected(addresses.error());
    Result<Descriptor> fd = fail(ErrorCode::Unavailable, what);
    for (const auto &address : *addresses) {
        const auto [storage, length] = socketAddress(address, port);
        fd = co_await connectSocket(storage, length, what, cancel);
        if (fd || fd.error().code == ErrorCode::Cancelled)
            break;
    }
    if (!fd)
        co_return std::unexpected(fd.error());
    const int on = 1;
    ::setsockopt(fd->get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // What the kernel holds back from the network must not grow into seconds of delay for what is typed.
    const int unsent = 128 * 1024;
    ::setsockopt(fd->get(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
    co_return Transport{.bytes = std::move(*fd)};
}

Task<Result<Transport>> dialUnix(std::string path, std::stop_token cancel)
{
    const auto what = std::format("connecting to {}", path);
    sockaddr_storage storage{};
    auto *un = reinterpret_cast<sockaddr_un *>(&storage);
    un->sun_family = AF_UNIX;
    if (path.size() >= sizeof un->sun_path)
        co_return fail(ErrorCode::InvalidArgument, what + ": the path is longer than a Unix socket's may be");
    std::memcpy(un->sun_path, path.c_str(), path.size() + 1);
    auto fd = co_await connectSocket(storage, sizeof *un, what, cancel);
    if (!fd)
        co_return std::unexpected(fd.error());
    co_return Transport{.bytes = std::move(*fd)};
}

Task<Result<Transport>> handOver(std::shared_ptr<Descriptor> socket)
{
    if (!*socket)
        co_return fail(ErrorCode::Internal, "the socket of this connection has been used before");
    co_return Transport{.bytes = std::exchange(*socket, Descriptor())};
}

} // namespace

Connector connectTcp(std::string host, std::uint16_t port)
{
    return [host = std::move(host), port](std::string, std::stop_token cancel) {
        return dialTcp(host, port, std::move(cancel));
    };
}

Connector connectUnix(std::string path)
{
    return [path = std::move(path)](std::string, std::stop_token cancel) { return dialUnix(path, std::move(cancel)); };
}

Connector useSocket(Descriptor socket)
{
    return [shared = std::make_shared<Descriptor>(std::move(socket))](std::string, std::stop_token) {
        return handOver(shared);
    };
}

} // namespace portolan::ssh
