// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/node_peer.h"

#include "tests/support/run.h"

namespace portolan::test {

NodePeer::NodePeer(const QString &script, const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral("node"), QStringList{QStringLiteral(PORTOLAN_PEERS_DIR "/") + script} + arguments);
}

NodePeer::~NodePeer()
{
    m_process.kill();
    m_process.waitForFinished();
}

const std::vector<std::string> &NodePeer::lines()
{
    m_rest += m_process.readAllStandardOutput();
    for (auto end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
        m_lines.push_back(m_rest.first(end).toStdString());
        m_rest.remove(0, end + 1);
    }
    return m_lines;
}

std::int64_t NodePeer::number(std::size_t line, std::string_view key)
{
    constexpr std::chrono::minutes toStart(1); // where others work on the same computer
    if (!waitUntil([&] { return lines().size() > line; }, toStart))
        return -1;
    const auto document = JsonDocument::parse(m_lines[line]);
    const auto value = document ? document->root().find(key) : std::nullopt;
    return value ? value->toInteger().value_or(-1) : -1;
}

std::string memberOf(const std::string &line, std::string_view key)
{
    const auto document = JsonDocument::parse(line);
    const auto value = document ? document->root().find(key) : std::nullopt;
    if (!value)
        return {};
    const auto text = value->toString();
    return text ? std::string(*text) : value->toJson();
}

} // namespace portolan::test
