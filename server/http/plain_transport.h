// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/poller.h"
#include "server/http/transport.h"

namespace portolan::http {

/// A TCP or Unix socket on its bare descriptor.
class PlainTransport final : public Transport, private Poller::Handler
{
public:
    /// Takes the descriptor, which is non-blocking.
    PlainTransport(Poller &poller, int descriptor, Peer peer);
    ~PlainTransport();

    void setListener(Listener *listener) override;
    [[nodiscard]] Io read(std::span<char> into) override;
    [[nodiscard]] Io write(std::span<const std::string_view> parts) override;
    void wantRead(bool wanted) override;
    void wantWrite(bool wanted) override;
    void shutdownWrite(bool peerSends) override;
    void abort() override;
    [[nodiscard]] const Peer &peer() const override { return m_peer; }

private:
    void onEvents(std::uint32_t events) override;
    void want(std::uint32_t events);

    Poller &m_poller;
    Listener *m_listener = nullptr;
    int m_descriptor;
    std::uint32_t m_events = 0;
    Peer m_peer;
};

} // namespace portolan::http
