// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "server/http/limits.h"
#include "server/http/request.h"
#include "server/http/response.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace portolan::http {

/// Answers every request of a loop. Runs in that loop's thread; the request outlives the task and the response's
/// streams. An exception is answered with 500 and logged.
using Handler = std::function<Task<Response>(Request &)>;
/// Called once in each loop's thread, before its first request. The handler is destroyed there, after its last.
using HandlerFactory = std::function<Handler()>;

struct ServerOptions {
    std::string address = "127.0.0.1"; ///< an IP address; "::" takes both families; "unix:/path" a Unix socket
    std::uint16_t port = 0;            ///< 0: any free one, see Server::port()
    std::string tlsCertificate = {};   ///< PEM file with the chain; TLS where it is set
    std::string tlsKey = {};           ///< PEM file of its key
    int threads = 0;                   ///< event loops; 0: one per core
    Limits limits = {};
};

/// What a server does now and has done. Counted over all loops.
struct ServerCounters {
    std::uint64_t connections = 0; ///< open now
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0; ///< over a limit
    std::uint64_t requests = 0;
    std::uint64_t bufferedBytes = 0; ///< received or to be sent, held in memory now
};

/// An HTTP/1.1 server: one acceptor, and event loops in threads of their own to which connections are given in turn.
/// Used from the thread that made it, which needs an event loop for stop().
class Server
{
public:
    Server(ServerOptions options, HandlerFactory factory);
    /// Cuts what is still open and joins the threads.
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Binds, loads the certificate, starts the threads. Once.
    [[nodiscard]] Result<void> start();

    /// For open connections too: a deadline that runs keeps its time, the next one has the new. Between start() and
    /// stop().
    void setLimits(const Limits &limits);

    /// The port that is listened on; 0 for a Unix socket.
    [[nodiscard]] std::uint16_t port() const;
    /// "http://127.0.0.1:8080", without a path.
    [[nodiscard]] std::string url() const;
    [[nodiscard]] ServerCounters counters() const;

    /// Accepts no more, closes idle connections, tells streams to end (Request::closing), lets running answers finish
    /// for `grace`, cuts what is left, joins the threads. Idempotent.
    [[nodiscard]] Task<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5));

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace portolan::http
