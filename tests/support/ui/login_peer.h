// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>

namespace portolan::test {

/// A server that knows logins by the browser only: it names a provider, and hands a token out once after as many
/// "not yet" as it is told.
class LoginPeer final : public QTcpServer
{
public:
    LoginPeer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(*socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(serverPort()); }

    QByteArray providers = R"([{"name":"idp.example.org/github","capabilities":["OnboardUserWebFlow"]},)"
                           R"({"name":"idp.example.org/file","capabilities":["Password"]}])";
    int pending = 1; ///< how often it says "not yet"
    int refusal = 0; ///< a status instead of the token
    QString state; ///< of the last question
    int asked = 0;

private:
    void answer(QTcpSocket &socket)
    {
        const QByteArray request = socket.readAll();
        const QUrl target(QString::fromLatin1(request.split(' ').value(1)));
        if (target.path() == QStringLiteral("/api/v1/auth/providers")) {
            send(socket, 200, providers);
        } else if (target.path() == QStringLiteral("/api/v1/auth/token")) {
            ++asked;
            state = QUrlQuery(target).queryItemValue(QStringLiteral("state"));
            if (asked <= pending)
                send(socket, 202, "{}");
            else if (refusal)
                send(socket, refusal, R"({"msg":"the policy allows no token"})");
            else
                send(socket, 200,
                     R"({"provider":"idp.example.org/github","address":"https://github.example.org",)"
                     R"("username":"anna","token":"k8sh_browser",)"
                     R"("expiresAt":"2100-01-01T00:00:00Z"})");
        } else {
            send(socket, 404, "{}");
        }
    }
    static void send(QTcpSocket &socket, int status, const QByteArray &body)
    {
        socket.write("HTTP/1.1 " + QByteArray::number(status) + " Status\r\nContent-Type: application/json\r\n"
                     + "Content-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
        socket.disconnectFromHost();
    }
};

} // namespace portolan::test
