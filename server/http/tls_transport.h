// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/transport.h"

#include <QSslConfiguration>
#include <QSslSocket>

#include <chrono>

namespace portolan::http {

/// TLS over TCP, by Qt. Its buffers are bounded here: 64 KiB decrypted, 64 KiB to be sent. QSslSocket does not see a
/// reset while its read buffer is full, so a client that goes while nobody reads is noticed at the next read or write.
class TlsTransport final : public QObject, public Transport
{
    Q_OBJECT

public:
    /// Takes the descriptor. A handshake that is not done within `handshakeLimit` fails the connection.
    TlsTransport(int descriptor, Peer peer, const QSslConfiguration &configuration,
                 std::chrono::milliseconds handshakeLimit);
    ~TlsTransport();

    void setListener(Listener *listener) override;
    [[nodiscard]] Io read(std::span<char> into) override;
    [[nodiscard]] Io write(std::span<const std::string_view> parts) override;
    void wantRead(bool wanted) override;
    void wantWrite(bool wanted) override;
    void shutdownWrite(bool peerSends) override;
    void abort() override;
    [[nodiscard]] const Peer &peer() const override { return m_peer; }

private:
    /// A call of the listener's: QSslSocket reports news from within read() and write(), which must wait.
    class Inside
    {
    public:
        explicit Inside(TlsTransport &transport) : m_flag(transport.m_inside) { m_flag = true; }
        ~Inside() { m_flag = false; }
        Inside(const Inside &) = delete;
        Inside &operator=(const Inside &) = delete;

    private:
        bool &m_flag;
    };

    void tellReadable();
    void tellWritable();
    void tellLater();
    void onError(QAbstractSocket::SocketError error);
    [[nodiscard]] qint64 waiting() const;

    QSslSocket m_socket;
    Listener *m_listener = nullptr;
    Peer m_peer;
    bool m_wantRead = true;
    bool m_wantWrite = false;
    bool m_ended = false;
    bool m_failed = false;
    bool m_telling = false;
    bool m_inside = false;
};

} // namespace portolan::http
