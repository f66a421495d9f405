// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/fault_proxy.h"

#include <QTcpSocket>
#include <QTimer>

#include <sys/socket.h>

namespace portolan::test {

namespace {

/// RST instead of FIN.
void reset(QTcpSocket *socket)
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket->abort();
}

constexpr const char
    *page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\nConnection: close\r\n\r\n"
            "<p>Welcome!</p>";
constexpr const char *redirect = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n"
                                 "Connection: close\r\n\r\n";
constexpr const char *failure = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

} // namespace

FaultProxy::FaultProxy(std::uint16_t server) : m_server(server)
{
    QObject::connect(&m_listener, &QTcpServer::pendingConnectionAvailable, &m_listener, [this] {
        while (QTcpSocket *client = m_listener.nextPendingConnection())
            serve(client);
    });
    if (!m_listener.listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
}

void FaultProxy::set(Fault fault, std::string target, int times, std::chrono::milliseconds delay)
{
    m_fault = fault;
    m_target = std::move(target);
    m_times = times;
    m_delay = delay;
    m_happened = 0;
}

FaultProxy::Fault FaultProxy::faultOf(const QByteArray &head)
{
    const QByteArray line = head.left(head.indexOf('\r'));
    if (m_fault == Fault::None || m_times == 0 || !line.contains(QByteArray::fromStdString(m_target)))
        return Fault::None;
    --m_times;
    ++m_happened;
    return m_fault;
}

void FaultProxy::serve(QTcpSocket *client)
{
    QObject::connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    const auto read = [this, client, bytes = QByteArray(), isDecided = false]() mutable {
        if (isDecided)
            return;
        bytes += client->readAll();
        // The body belongs to what arrives, or does not.
        const auto end = bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = bytes.left(end).toLower();
        const auto length = head.indexOf("content-length:");
        const auto body = length < 0 ? 0 : head.mid(length + 15, head.indexOf('\r', length) - length - 15).toLongLong();
        if (bytes.size() < end + 4 + body)
            return;
        isDecided = true;
        const Fault fault = faultOf(bytes);
        switch (fault) {
        case Fault::Swallow:
            return;
        case Fault::Reset:
            return reset(client);
        case Fault::Redirect:
            return answer(client, redirect);
        case Fault::Fail:
            return answer(client, failure);
        case Fault::Delay:
            // Also where the client has gone: what is on its way arrives.
            QTimer::singleShot(m_delay, &m_listener,
                               [this, whole = bytes] { pass(nullptr, whole, Fault::LoseAnswer); });
            return;
        default:
            pass(client, bytes, fault);
        }
    };
    QObject::connect(client, &QTcpSocket::readyRead, client, read);
}

void FaultProxy::answer(QTcpSocket *client, const QByteArray &bytes)
{
    client->write(bytes);
    client->disconnectFromHost();
}

void FaultProxy::pass(QTcpSocket *client, const QByteArray &bytes, Fault fault)
{
    auto *server = new QTcpSocket(&m_listener);
    server->connectToHost(QHostAddress::LocalHost, m_server);
    server->write(bytes);
    ++m_passed;
    QObject::connect(server, &QTcpSocket::disconnected, server, &QObject::deleteLater);
    if (fault == Fault::LoseAnswer || !client) {
        QObject::connect(server, &QTcpSocket::readyRead, server, [server] { server->disconnectFromHost(); });
        return;
    }
    QObject::connect(client, &QTcpSocket::disconnected, server, &QTcpSocket::disconnectFromHost);
    QObject::connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    QObject::connect(server, &QTcpSocket::readyRead, client, [this, client, server, fault] {
        const QByteArray answered = server->readAll();
        switch (fault) {
        case Fault::ResetAnswer:
            return reset(client);
        case Fault::CutAnswer:
            client->write(answered.left(answered.size() - 10));
            client->disconnectFromHost();
            return;
        case Fault::NotHttp:
            return answer(client, "SSH-2.0-Garbage\r\n\x01\x02\r\n\r\n");
        case Fault::NotJson:
            return answer(client, page);
        default:
            client->write(answered);
        }
    });
}

} // namespace portolan::test
