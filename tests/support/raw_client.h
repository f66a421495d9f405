// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpSocket>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::test {

/// One response as a raw client read it.
struct RawResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body; ///< without chunk framing
    bool chunked = false;
    bool complete = false; ///< false: the connection ended before the body did

    /// The first field of that name, without case; "" for none.
    [[nodiscard]] std::string header(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
};

/// A client that sends exactly the bytes it is told to, and takes as much as it is told to. Turns the event loop of the
/// calling thread while it waits. Every wait has a limit, after which it gives what there is.
class RawClient
{
public:
    static constexpr std::chrono::milliseconds patience{10'000};

    /// Connects to 127.0.0.1.
    explicit RawClient(std::uint16_t port);
    /// Uses a socket that is connected, e.g. a QSslSocket.
    explicit RawClient(std::unique_ptr<QTcpSocket> socket);
    ~RawClient();
    RawClient(RawClient &&) = default;
    RawClient &operator=(RawClient &&) = default;

    void send(std::string_view bytes);
    /// Reads no more than the socket buffers take by themselves.
    void stopReading();
    void resumeReading();
    void closeWrite();
    /// Resets the connection.
    void abort();

    /// The next response; none where the connection ends before a head. `head`: it answers a HEAD request.
    [[nodiscard]] std::optional<RawResponse> response(bool head = false);
    /// Exactly so many bytes, or what came before the end.
    [[nodiscard]] std::string bytes(std::size_t count);
    /// Everything up to and including `mark`; what there is where it does not come.
    [[nodiscard]] std::string until(std::string_view mark);
    /// Whether the server has ended the connection, with nothing left to read.
    [[nodiscard]] bool closed();
    [[nodiscard]] QTcpSocket &socket() { return *m_socket; }

private:
    bool more();
    [[nodiscard]] bool need(std::size_t count);

    std::unique_ptr<QTcpSocket> m_socket;
    std::string m_buffer;
    bool m_reading = true;
};

} // namespace portolan::test
