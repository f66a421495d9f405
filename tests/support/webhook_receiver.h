// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QTcpServer>

#include <string>
#include <string_view>
#include <vector>

class QTcpSocket;

namespace portolan::test {

/// Someone who wants to be told what happens in portals, on a port of this computer. Belongs to the thread that made it.
class WebhookReceiver
{
public:
    using Names = std::vector<std::string>;

    WebhookReceiver();

    [[nodiscard]] std::string url() const;
    /// The status of the next answers.
    void answer(int status) { m_status = status; }

    /// The bodies that were taken (answered with less than 400), in order.
    [[nodiscard]] const std::vector<std::string> &taken() const { return m_taken; }
    /// The nth event that was taken, and the names of all.
    [[nodiscard]] QJsonObject event(std::size_t number) const;
    [[nodiscard]] Names names() const;
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] int refused() const { return m_refused; }

private:
    void serve(QTcpSocket *socket);

    QTcpServer m_server;
    std::vector<std::string> m_taken;
    int m_status = 200;
    int m_refused = 0;
};

} // namespace portolan::test
