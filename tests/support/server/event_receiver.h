// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/server/node_peer.h"

#include <QByteArray>

namespace portolan::test {

/// A receiver of events that others have written, on a port of this computer: the SDK of CloudEvents reads each request.
class EventReceiver
{
public:
    /// The secret with which requests must be signed; empty: they must not be.
    explicit EventReceiver(const QString &secret);

    [[nodiscard]] std::string url() const;
    /// How the next requests are answered: see cloudevents_receiver.mjs. Fails the test's run where it is not heard.
    void behave(const QByteArray &behaviour);
    /// The requests that it has understood and answered with `status`, in order. One that was not signed as it must be
    /// fails the test's run.
    [[nodiscard]] std::vector<std::string> received(int status = 204);

private:
    NodePeer m_peer;
    std::int64_t m_port;
};

} // namespace portolan::test
