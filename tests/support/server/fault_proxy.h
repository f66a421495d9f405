// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpServer>

#include <chrono>
#include <cstdint>
#include <string>

class QTcpSocket;

namespace portolan::test {

/// Stands between a client and a server on this computer, and does to requests what networks and broken servers do. One
/// request for each connection is looked at, its first. Belongs to the thread that made it.
class FaultProxy
{
public:
    enum class Fault {
        None,
        Swallow, ///< nothing arrives, nothing is answered
        LoseAnswer, ///< it arrives, and is not answered
        Delay, ///< it arrives later, when the client may have gone
        Reset, ///< the connection breaks before it arrives
        ResetAnswer, ///< it arrives, and the connection breaks before the answer
        CutAnswer, ///< it arrives, and the answer ends in its middle
        NotHttp, ///< it arrives, and what is answered is not HTTP
        NotJson, ///< it arrives, and what is answered is a page
        Redirect, ///< it is sent elsewhere
        Fail, ///< 500 before it arrives
    };

    explicit FaultProxy(std::uint16_t server);

    [[nodiscard]] std::uint16_t port() const { return m_listener.serverPort(); }

    /// What happens to the next `times` requests whose target has the text; for ever: below 0.
    void set(Fault fault, std::string target, int times = -1, std::chrono::milliseconds delay = {});
    /// How many requests it happened to.
    [[nodiscard]] int happened() const { return m_happened; }
    /// How many requests were passed on, whole.
    [[nodiscard]] int passed() const { return m_passed; }

private:
    void serve(QTcpSocket *client);
    [[nodiscard]] Fault faultOf(const QByteArray &head);
    void answer(QTcpSocket *client, const QByteArray &bytes);
    void pass(QTcpSocket *client, const QByteArray &bytes, Fault fault);

    QTcpServer m_listener;
    std::uint16_t m_server;
    Fault m_fault = Fault::None;
    std::string m_target;
    int m_times = 0;
    std::chrono::milliseconds m_delay{};
    int m_happened = 0;
    int m_passed = 0;
};

} // namespace portolan::test
