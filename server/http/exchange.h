// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/body.h"
#include "server/http/request.h"
#include "server/http/waiter.h"

#include <optional>
#include <string>

namespace portolan::http {

class Connection;

/// The body that a connection receives for a handler.
class IncomingBody final : public BodyReader
{
public:
    explicit IncomingBody(Connection *connection) : m_connection(connection) {}

    [[nodiscard]] Task<Result<std::string>> read() override;
    void giveBack(std::string whole) override { m_givenBack = std::move(whole); }
    [[nodiscard]] std::optional<std::uint64_t> length() const override { return announced; }

    /// Whether a reader waits for something that is there now.
    [[nodiscard]] bool canWake() const { return m_waiter.waiting() && (!buffered.empty() || complete || failure); }
    [[nodiscard]] bool waiting() const { return m_waiter.waiting(); }
    void wake() { m_waiter.wake(); }
    /// The first failure stays.
    void fail(ErrorCode code, std::string detail);
    void detach() { m_connection = nullptr; }

    std::string buffered; ///< received, not taken
    std::optional<std::uint64_t> announced = 0;
    bool complete = false;
    std::optional<Error> failure;

private:
    [[nodiscard]] std::size_t defaultLimit() const override;

    Connection *m_connection; ///< none when it is gone
    Waiter m_waiter;
    std::string m_givenBack;
};

/// One request and the state of its answer. The connection holds it while it is current, the handler's coroutine until
/// the answer has ended.
struct Exchange {
    Exchange(Connection *connection, const Peer &client) : peer(client), body(connection), request(body, peer) {}

    Peer peer; ///< a copy: the request may outlive the connection
    IncomingBody body;
    Request request;
    bool started = false;     ///< the handler has it
    bool headWritten = false; ///< the answer has begun
    bool answered = false;    ///< the answer is complete, or has been given without the handler
};

} // namespace portolan::http
