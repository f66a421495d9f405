// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/exchange.h"

#include "server/http/connection.h"
#include "server/http/worker.h"

namespace portolan::http {

Task<Result<std::string>> IncomingBody::read()
{
    if (!m_givenBack.empty())
        co_return std::exchange(m_givenBack, {});
    if (m_connection && buffered.empty() && !complete && !failure) {
        m_connection->bodyWanted(*this);
        if (m_connection)
            co_await m_waiter.wait();
    }
    if (!buffered.empty()) {
        auto bytes = std::exchange(buffered, {});
        if (m_connection)
            m_connection->bodyTaken();
        co_return bytes;
    }
    if (failure)
        co_return std::unexpected(*failure);
    co_return std::string();
}

std::size_t IncomingBody::defaultLimit() const
{
    return m_connection ? m_connection->worker().limits().body : 0;
}

void IncomingBody::fail(ErrorCode code, std::string detail)
{
    if (!failure && !complete)
        failure = Error{.code = code, .detail = std::move(detail)};
}

} // namespace portolan::http
