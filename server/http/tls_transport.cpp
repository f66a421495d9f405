// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/tls_transport.h"

#include "server/http/log.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>

#include <sys/socket.h>

namespace portolan::http {

namespace {
constexpr qint64 bufferSize = 64 * 1024;
} // namespace

TlsTransport::TlsTransport(int descriptor, Peer peer, const QSslConfiguration &configuration,
                           std::chrono::milliseconds handshakeLimit)
    : m_peer(std::move(peer))
{
    m_socket.setReadBufferSize(bufferSize);
    m_socket.setSslConfiguration(configuration);
    m_socket.setSocketDescriptor(descriptor);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(&m_socket, &QIODevice::readyRead, this, &TlsTransport::tellReadable);
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, &TlsTransport::tellWritable);
    connect(&m_socket, &QSslSocket::encrypted, this, &TlsTransport::tellWritable);
    connect(&m_socket, &QAbstractSocket::errorOccurred, this, &TlsTransport::onError);
    connect(&m_socket, &QAbstractSocket::disconnected, this, [this] {
        m_ended = true;
        tellReadable();
    });
    QTimer::singleShot(handshakeLimit, this, [this] {
        if (!m_socket.isEncrypted() && !m_ended)
            onError(QAbstractSocket::SocketTimeoutError);
    });
}

TlsTransport::~TlsTransport()
{
    m_socket.disconnect(this);
    if (m_socket.state() != QAbstractSocket::UnconnectedState)
        m_socket.abort();
}

void TlsTransport::setListener(Listener *listener)
{
    m_listener = listener;
    m_socket.startServerEncryption();
}

Transport::Io TlsTransport::read(std::span<char> into)
{
    const Inside inside(*this);
    const auto count = m_socket.bytesAvailable() > 0 ? m_socket.read(into.data(), static_cast<qint64>(into.size())) : 0;
    if (count > 0)
        return {Io::State::Done, static_cast<std::size_t>(count)};
    if (m_failed)
        return {Io::State::Failed, 0};
    return {m_ended ? Io::State::Ended : Io::State::Blocked, 0};
}

qint64 TlsTransport::waiting() const
{
    return m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite();
}

Transport::Io TlsTransport::write(std::span<const std::string_view> parts)
{
    if (m_failed || m_ended)
        return {Io::State::Failed, 0};
    auto room = std::max<qint64>(0, bufferSize - waiting());
    if (room == 0)
        return {Io::State::Blocked, 0};
    const Inside inside(*this);
    std::size_t taken = 0;
    for (const auto part : parts) {
        const auto size = std::min<qint64>(room, static_cast<qint64>(part.size()));
        if (m_socket.write(part.data(), size) != size)
            return {Io::State::Failed, 0};
        taken += static_cast<std::size_t>(size);
        room -= size;
        if (room == 0)
            break;
    }
    m_socket.flush();
    return {Io::State::Done, taken};
}

void TlsTransport::wantRead(bool wanted)
{
    m_wantRead = wanted;
    if (wanted && (m_socket.bytesAvailable() > 0 || m_ended))
        tellLater();
}

void TlsTransport::wantWrite(bool wanted)
{
    m_wantWrite = wanted;
    if (wanted && waiting() < bufferSize)
        tellLater();
}

void TlsTransport::shutdownWrite(bool peerSends)
{
    // Qt knows no half-close. Where the peer sends, it is given until the connection's deadline to read the answer.
    const Inside inside(*this);
    if (!peerSends)
        m_socket.disconnectFromHost();
}

void TlsTransport::abort()
{
    m_socket.disconnect(this);
    m_socket.abort();
}

void TlsTransport::tellLater()
{
    if (std::exchange(m_telling, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_telling = false;
            const QPointer<TlsTransport> alive(this);
            if (m_socket.bytesAvailable() > 0 || m_ended)
                tellReadable();
            if (alive)
                tellWritable();
        },
        Qt::QueuedConnection);
}

void TlsTransport::tellReadable()
{
    if (m_inside) {
        tellLater();
        return;
    }
    if (!m_wantRead) {
        if (m_failed)
            m_listener->onFailed();
        return;
    }
    const QPointer<TlsTransport> alive(this);
    m_listener->onReadable();
    if (alive && m_wantRead && m_socket.bytesAvailable() > 0)
        tellLater();
}

void TlsTransport::tellWritable()
{
    if (!m_wantWrite || waiting() >= bufferSize)
        return;
    if (m_inside)
        tellLater();
    else
        m_listener->onWritable();
}

void TlsTransport::onError(QAbstractSocket::SocketError error)
{
    if (error == QAbstractSocket::RemoteHostClosedError) // with what came before still to be read
        return;
    qCDebug(log).noquote() << "TLS connection from" << QString::fromStdString(m_peer.address)
                           << "failed:" << m_socket.errorString();
    m_failed = true;
    m_ended = true;
    // Never from within a call of the listener's.
    tellLater();
}

} // namespace portolan::http
