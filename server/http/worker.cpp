// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/worker.h"

#include "core/base/encoding.h"
#include "core/base/random.h"
#include "server/http/http_date.h"
#include "server/http/log.h"

#include <array>
#include <format>

namespace portolan::http {

namespace {

constexpr std::size_t scratchSize = 64 * 1024;

// Deadlines are kept to a quarter, and looked at once a second at most.
std::chrono::milliseconds sweepInterval(const Limits &limits)
{
    const auto shortest = std::min({limits.headRead, limits.bodyRead, limits.writeStall, limits.idle, limits.linger,
                                    limits.webSocketPing, std::chrono::milliseconds(4'000)});
    return std::max(shortest / 4, std::chrono::milliseconds(10));
}

} // namespace

Worker::Worker(const Limits &limits, Admission &admission, const HandlerFactory &factory)
    : m_limits(limits), m_admission(admission), m_loop(Loop::current()), m_handler(factory()), m_scratch(scratchSize)
{
    std::array<std::byte, 3> prefix;
    SystemRandom().fill(prefix);
    m_idPrefix = toHex(prefix);
    m_sweepTimer.setInterval(sweepInterval(limits));
    QObject::connect(&m_sweepTimer, &QTimer::timeout, &m_sweepTimer, [this] { sweep(); });
}

Worker::~Worker() = default;

void Worker::setLimits(const Limits &limits)
{
    m_limits = limits;
    m_sweepTimer.setInterval(sweepInterval(limits));
}

std::shared_ptr<Connection> Worker::insert(std::unique_ptr<Transport> transport)
{
    auto connection = std::make_shared<Connection>(*this, std::move(transport));
    connection->index = m_connections.size();
    m_connections.push_back({connection, false});
    if (!m_sweepTimer.isActive())
        m_sweepTimer.start();
    return connection;
}

void Worker::adopt(std::unique_ptr<Transport> transport)
{
    const auto connection = insert(std::move(transport));
    connection->start();
    if (m_done)
        connection->drain();
}

void Worker::adoptRefused(std::unique_ptr<Transport> transport, int status, std::string detail)
{
    const auto connection = insert(std::move(transport));
    m_connections[connection->index].refused = true;
    connection->refuse(status, std::move(detail));
}

void Worker::remove(Connection &connection)
{
    const auto index = connection.index;
    const auto entry = std::exchange(m_connections[index], std::move(m_connections.back()));
    m_connections.pop_back();
    if (index < m_connections.size())
        m_connections[index].connection->index = index;
    if (entry.refused)
        m_admission.releaseRefusal();
    else
        m_admission.release(connection.peer().address);
    if (m_connections.empty())
        m_sweepTimer.stop();
    checkDone();
}

void Worker::sweep()
{
    const auto time = now();
    // From the end: what is removed is replaced by what has been looked at.
    for (std::size_t i = m_connections.size(); i-- > 0;) {
        if (i < m_connections.size())
            m_connections[i].connection->sweep(time);
    }
}

std::string_view Worker::date()
{
    const auto time = now();
    if (time >= m_dateUntil) {
        const auto wall = SystemClock().now();
        m_date = formatHttpDate(wall);
        const auto intoSecond = wall - std::chrono::floor<std::chrono::seconds>(wall);
        m_dateUntil = time + (std::chrono::seconds(1) - intoSecond);
    }
    return m_date;
}

std::string Worker::nextRequestId()
{
    const std::uint32_t id = m_nextId++; // without std::format: each request has one
    const std::array bytes{std::byte(id >> 24), std::byte(id >> 16), std::byte(id >> 8), std::byte(id)};
    return m_idPrefix + '-' + toHex(bytes);
}

void Worker::stop(std::chrono::milliseconds grace, std::function<void()> done)
{
    m_done = std::move(done);
    for (std::size_t i = m_connections.size(); i-- > 0;) {
        if (i < m_connections.size())
            m_connections[i].connection->drain();
    }
    QTimer::singleShot(grace, &m_sweepTimer, [this] {
        while (!m_connections.empty())
            m_connections.back().connection->cut();
    });
    QTimer::singleShot(2 * grace + std::chrono::seconds(1), &m_sweepTimer, [this] {
        if (!m_done)
            return;
        qCWarning(log) << "the server stops although" << m_running << "handlers have not returned";
        std::exchange(m_done, nullptr)();
    });
    checkDone();
}

void Worker::checkDone()
{
    if (!m_done || m_running > 0 || !m_connections.empty())
        return;
    // After what was posted before: sockets that are to be closed, handlers that are to be woken.
    post([done = std::exchange(m_done, nullptr)] { done(); });
}

} // namespace portolan::http
