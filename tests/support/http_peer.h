// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpServer>

#include <memory>
#include <string>
#include <string_view>

class QTcpSocket;

namespace portolan::test {

/// Answers every head of a request with the same bytes, and keeps the heads. `Flood` goes on for ever. Belongs to the
/// thread that made it.
class HttpPeer
{
public:
    enum class After { Close, Stay, Flood };

    explicit HttpPeer(std::string answer, After after = After::Close, std::unique_ptr<QTcpServer> server = nullptr);

    [[nodiscard]] std::string url(std::string_view path = "/", std::string_view host = "127.0.0.1") const;
    [[nodiscard]] const QList<QByteArray> &heads() const { return m_heads; }
    /// Bytes that clients have sent, of whole heads or not; over TLS what was within.
    [[nodiscard]] qsizetype received() const { return m_received; }
    [[nodiscard]] int open() const { return m_open; }
    void setAnswer(std::string answer) { m_answer = std::move(answer); }

private:
    void serve(QTcpSocket *socket);

    std::string m_answer;
    After m_after;
    std::unique_ptr<QTcpServer> m_server;
    QList<QByteArray> m_heads;
    qsizetype m_received = 0;
    int m_open = 0;
};

/// One that shows the certificate that makeCertificate() has made at PATH, for an HttpPeer.
[[nodiscard]] std::unique_ptr<QTcpServer> makeTlsServer(const QString &path);

} // namespace portolan::test
