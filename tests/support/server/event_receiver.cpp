// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/event_receiver.h"

#include "tests/support/run.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <format>
#include <memory>

namespace portolan::test {

EventReceiver::EventReceiver(const QString &secret)
    : m_peer(QStringLiteral("cloudevents_receiver.mjs"), {secret}), m_port(m_peer.number(0, "port"))
{
    if (m_port <= 0)
        qFatal("the receiver of events did not start");
}

std::string EventReceiver::url() const
{
    return std::format("http://127.0.0.1:{}/in", m_port);
}

void EventReceiver::behave(const QByteArray &behaviour)
{
    QNetworkAccessManager network;
    const QUrl url(QStringLiteral("http://127.0.0.1:%1/behaviour").arg(m_port));
    const std::unique_ptr<QNetworkReply> reply(network.sendCustomRequest(QNetworkRequest(url), "PUT", behaviour));
    if (!waitUntil([&] { return reply->isFinished(); }) || reply->error() != QNetworkReply::NoError)
        qFatal("the receiver of events: %s", qPrintable(reply->errorString()));
}

std::vector<std::string> EventReceiver::received(int status)
{
    std::vector<std::string> all;
    for (const std::string &line : m_peer.lines()) {
        if (memberOf(line, "port").empty() && memberOf(line, "signed") != "true")
            qFatal("%s", line.c_str());
        if (memberOf(line, "status") == std::to_string(status))
            all.push_back(line);
    }
    return all;
}

} // namespace portolan::test
