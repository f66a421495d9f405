// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/http/poller.h"
#include "server/http/request.h"

#include <QTimer>

#include <cstdint>
#include <functional>
#include <string>

namespace portolan::http {

/// A bound and listening socket, TCP or Unix. A Unix socket's file is removed with it.
class ListeningSocket
{
public:
    /// `address` as in ServerOptions.
    [[nodiscard]] static Result<ListeningSocket> open(const std::string &address, std::uint16_t port);

    ListeningSocket(ListeningSocket &&other) noexcept;
    ListeningSocket &operator=(ListeningSocket &&) = delete;
    ~ListeningSocket();

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    ListeningSocket(int descriptor, std::string path) : m_descriptor(descriptor), m_path(std::move(path)) {}
    [[nodiscard]] Result<void> listen(const void *address, std::uint32_t length, const std::string &name);

    int m_descriptor;
    std::string m_path;
    std::uint16_t m_port = 0;
};

/// Accepts connections in one loop and gives their descriptors away, non-blocking and close-on-exec.
class Acceptor final : private Poller::Handler
{
public:
    using Taker = std::function<void(int descriptor, Peer peer)>;

    Acceptor(Poller &poller, ListeningSocket socket, Taker taker);
    ~Acceptor();
    Acceptor(const Acceptor &) = delete;
    Acceptor &operator=(const Acceptor &) = delete;

    static void closeDescriptor(int descriptor);

private:
    void onEvents(std::uint32_t events) override;

    Poller &m_poller;
    ListeningSocket m_socket;
    Taker m_taker;
    QTimer m_pause; ///< while the process has no descriptor left
};

} // namespace portolan::http
