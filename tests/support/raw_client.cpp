// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/raw_client.h"

#include "tests/support/run.h"

#include <QHostAddress>

#include <sys/socket.h>

namespace portolan::test {

namespace {

bool sameName(std::string_view left, std::string_view right)
{
    return QByteArrayView(left.data(), std::ssize(left))
               .compare(QByteArrayView(right.data(), std::ssize(right)), Qt::CaseInsensitive)
           == 0;
}

} // namespace

std::string RawResponse::header(std::string_view name) const
{
    for (const auto &[key, value] : headers) {
        if (sameName(key, name))
            return value;
    }
    return {};
}

bool RawResponse::has(std::string_view name) const
{
    return std::ranges::any_of(headers, [&](const auto &field) { return sameName(field.first, name); });
}

RawClient::RawClient(std::uint16_t port) : m_socket(std::make_unique<QTcpSocket>())
{
    m_socket->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    waitUntil([this] { return m_socket->state() == QAbstractSocket::ConnectedState; }, patience);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

RawClient::RawClient(std::unique_ptr<QTcpSocket> socket) : m_socket(std::move(socket)) {}

RawClient::~RawClient()
{
    if (m_socket) // not moved from
        m_socket->abort();
}

void RawClient::send(std::string_view bytes)
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return; // what the server made of it is in what can still be read
    m_socket->write(bytes.data(), std::ssize(bytes));
    m_socket->flush();
}

void RawClient::stopReading()
{
    m_reading = false;
    m_socket->setReadBufferSize(1);
}

void RawClient::resumeReading()
{
    m_reading = true;
    m_socket->setReadBufferSize(0);
}

void RawClient::closeWrite()
{
    waitUntil([this] { return m_socket->bytesToWrite() == 0; }, patience);
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
}

void RawClient::abort()
{
    // A plain close would send what is queued first, which a server that does not read never takes.
    const linger reset{.l_onoff = 1, .l_linger = 0};
    setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    m_socket->abort();
}

bool RawClient::more()
{
    const bool came = waitUntil(
        [this] { return m_socket->bytesAvailable() > 0 || m_socket->state() != QAbstractSocket::ConnectedState; },
        patience);
    const auto bytes = m_socket->readAll();
    m_buffer.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    return came && !bytes.isEmpty();
}

bool RawClient::need(std::size_t count)
{
    while (m_buffer.size() < count) {
        if (!more())
            return false;
    }
    return true;
}

std::string RawClient::bytes(std::size_t count)
{
    (void)need(count);
    auto taken = m_buffer.substr(0, count);
    m_buffer.erase(0, taken.size());
    return taken;
}

std::string RawClient::until(std::string_view mark)
{
    std::size_t searched = 0;
    for (;;) {
        const auto found = m_buffer.find(mark, searched > mark.size() ? searched - mark.size() : 0);
        if (found != std::string::npos)
            return bytes(found + mark.size());
        searched = m_buffer.size();
        if (!more())
            return bytes(m_buffer.size());
    }
}

std::optional<RawResponse> RawClient::response(bool head)
{
    const auto text = until("\r\n\r\n");
    if (!text.starts_with("HTTP/1.1 ") || !text.ends_with("\r\n\r\n"))
        return {};
    RawResponse response;
    response.status = std::stoi(text.substr(9, 3));
    for (std::size_t at = text.find("\r\n") + 2; at + 2 < text.size();) {
        const auto end = text.find("\r\n", at);
        const auto colon = text.find(": ", at);
        response.headers.emplace_back(text.substr(at, colon - at), text.substr(colon + 2, end - colon - 2));
        at = end + 2;
    }
    response.complete = true;
    response.chunked = response.header("Transfer-Encoding") == "chunked";
    if (head || response.status < 200 || response.status == 204 || response.status == 304)
        return response;
    if (response.chunked) {
        for (;;) {
            const auto line = until("\r\n");
            if (!line.ends_with("\r\n")) {
                response.complete = false;
                return response;
            }
            const auto size = std::stoul(line, nullptr, 16);
            response.complete = need(size + 2);
            response.body += bytes(size);
            const auto end = bytes(2);
            response.complete = response.complete && end == "\r\n";
            if (size == 0 || !response.complete)
                return response;
        }
    }
    if (response.has("Content-Length")) {
        const auto length = std::stoul(response.header("Content-Length"));
        response.complete = need(length);
        response.body = bytes(length);
        return response;
    }
    while (more()) {
    }
    response.body = bytes(m_buffer.size());
    return response;
}

bool RawClient::closed()
{
    if (m_buffer.empty() && m_socket->bytesAvailable() == 0)
        waitUntil(
            [this] { return m_socket->bytesAvailable() > 0 || m_socket->state() != QAbstractSocket::ConnectedState; },
            patience);
    return m_buffer.empty() && m_socket->bytesAvailable() == 0 && m_socket->state() != QAbstractSocket::ConnectedState;
}

} // namespace portolan::test
