// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/webhook_receiver.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTcpSocket>

#include <algorithm>
#include <format>

namespace portolan::test {

WebhookReceiver::WebhookReceiver()
{
    QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            serve(socket);
    });
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
}

std::string WebhookReceiver::url() const
{
    return std::format("http://127.0.0.1:{}/hook?key=secret", m_server.serverPort());
}

void WebhookReceiver::serve(QTcpSocket *socket)
{
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer = QByteArray()]() mutable {
        static const QRegularExpression length(QStringLiteral("\r\ncontent-length: *(\\d+)\r\n"),
                                               QRegularExpression::CaseInsensitiveOption);
        buffer += socket->readAll();
        const qsizetype head = buffer.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        const auto told = length.match(QString::fromLatin1(buffer.first(head + 2)));
        const QByteArray body = buffer.sliced(head + 4);
        if (body.size() < told.captured(1).toLongLong())
            return;
        if (m_status < 400)
            m_taken.push_back(body.toStdString());
        else
            ++m_refused;
        socket->write(QByteArray::fromStdString(
            std::format("HTTP/1.1 {} -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", m_status)));
        socket->disconnectFromHost();
    });
}

QJsonObject WebhookReceiver::event(std::size_t number) const
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(m_taken.at(number)))
        .object()[QLatin1StringView("event")]
        .toObject();
}

WebhookReceiver::Names WebhookReceiver::names() const
{
    Names names;
    for (std::size_t number = 0; number < m_taken.size(); ++number)
        names.push_back(event(number)[QLatin1StringView("name")].toString().toStdString());
    return names;
}

bool WebhookReceiver::has(std::string_view name) const
{
    return std::ranges::contains(names(), name);
}

} // namespace portolan::test
