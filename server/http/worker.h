// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "server/http/admission.h"
#include "server/http/connection.h"
#include "server/http/limits.h"
#include "server/http/poller.h"
#include "server/http/server.h"

#include <QTimer>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::http {

/// Everything of one event loop: its connections, its handler, its clock. Made and destroyed in the loop's thread.
class Worker
{
public:
    /// Keeps count of the handlers that have not returned.
    class RunningHandler
    {
    public:
        explicit RunningHandler(Worker &worker) : m_worker(worker) { ++m_worker.m_running; }
        ~RunningHandler()
        {
            --m_worker.m_running;
            m_worker.checkDone();
        }
        RunningHandler(const RunningHandler &) = delete;
        RunningHandler &operator=(const RunningHandler &) = delete;

    private:
        Worker &m_worker;
    };

    Worker(const Limits &limits, Admission &admission, const HandlerFactory &factory);
    ~Worker();

    void adopt(std::unique_ptr<Transport> transport);
    void adoptRefused(std::unique_ptr<Transport> transport, int status, std::string detail);

    /// Ends what is idle, lets the rest end within `grace`, cuts it then; calls `done` when no connection and no
    /// handler is left. A handler that ignores both for another `grace` is given up, loudly.
    void stop(std::chrono::milliseconds grace, std::function<void()> done);

    /// For open connections too, from their next event on.
    void setLimits(const Limits &limits);

    // For connections:
    [[nodiscard]] const Limits &limits() const { return m_limits; }
    [[nodiscard]] const Handler &handler() const { return m_handler; }
    [[nodiscard]] Poller &poller() { return m_poller; }
    [[nodiscard]] static std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }
    /// The value of Date, now.
    [[nodiscard]] std::string_view date();
    /// Where bytes are received; good until the next event.
    [[nodiscard]] std::span<char> scratch() { return m_scratch; }
    [[nodiscard]] std::string nextRequestId();
    void post(std::move_only_function<void()> work) { m_loop->post(std::move(work)); }
    void remove(Connection &connection);
    void countRequest() { add(m_requests, 1); }
    void countBuffered(std::int64_t change) { add(m_buffered, change); }

    // From any thread:
    [[nodiscard]] std::uint64_t requests() const { return static_cast<std::uint64_t>(m_requests.load()); }
    [[nodiscard]] std::uint64_t buffered() const { return static_cast<std::uint64_t>(m_buffered.load()); }
    [[nodiscard]] const std::shared_ptr<Loop> &loop() const { return m_loop; }

private:
    // One thread writes, so no read-modify-write is needed.
    static void add(std::atomic<std::int64_t> &counter, std::int64_t change)
    {
        counter.store(counter.load(std::memory_order_relaxed) + change, std::memory_order_relaxed);
    }
    std::shared_ptr<Connection> insert(std::unique_ptr<Transport> transport);
    void sweep();
    void checkDone();

    Limits m_limits; ///< connections refer to it
    Admission &m_admission;
    const std::shared_ptr<Loop> m_loop;
    Poller m_poller;
    Handler m_handler;
    std::vector<char> m_scratch;
    struct Entry {
        std::shared_ptr<Connection> connection;
        bool refused = false;
    };
    std::vector<Entry> m_connections;
    QTimer m_sweepTimer;
    std::string m_date;
    std::chrono::steady_clock::time_point m_dateUntil;
    std::string m_idPrefix;
    std::uint32_t m_nextId = 0;
    std::size_t m_running = 0;
    std::function<void()> m_done;
    std::atomic<std::int64_t> m_requests = 0;
    std::atomic<std::int64_t> m_buffered = 0;
};

} // namespace portolan::http
