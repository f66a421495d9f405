// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/http_peer.h"

#include "tests/support/files.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpSocket>

#include <format>
#include <utility>

namespace portolan::test {

HttpPeer::HttpPeer(std::string answer, After after, std::unique_ptr<QTcpServer> server)
    : m_answer(std::move(answer)), m_after(after), m_server(server ? std::move(server) : std::make_unique<QTcpServer>())
{
    QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(), [this] {
        while (QTcpSocket *socket = m_server->nextPendingConnection())
            serve(socket);
    });
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
}

std::string HttpPeer::url(std::string_view path, std::string_view host) const
{
    return std::format("{}://{}:{}{}", qobject_cast<QSslServer *>(m_server.get()) ? "https" : "http", host,
                       m_server->serverPort(), path);
}

void HttpPeer::serve(QTcpSocket *socket)
{
    ++m_open;
    QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
        --m_open;
        socket->deleteLater();
    });
    const auto read = [this, socket, buffer = QByteArray()]() mutable {
        const QByteArray bytes = socket->readAll();
        m_received += bytes.size();
        buffer += bytes;
        if (!buffer.contains("\r\n\r\n"))
            return;
        m_heads.append(std::exchange(buffer, {}));
        socket->write(QByteArray::fromStdString(m_answer));
        if (m_after == After::Close)
            socket->disconnectFromHost();
    };
    QObject::connect(socket, &QTcpSocket::readyRead, socket, read);
    if (m_after == After::Flood)
        QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [socket] {
            if (socket->bytesToWrite() < 65'536)
                socket->write(QByteArray(65'536, 'x'));
        });
}

std::unique_ptr<QTcpServer> makeTlsServer(const QString &path)
{
    const auto bytesOf = [&path](const char *suffix) {
        return QByteArray::fromStdString(readFile(path.toStdString() + suffix));
    };
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(bytesOf(".crt")));
    tls.setPrivateKey(QSslKey(bytesOf(".key"), QSsl::Ec));
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    return server;
}

} // namespace portolan::test
