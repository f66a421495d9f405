// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runtime/agent/program/config.h"
#include "server/runtime/agent/program/handlers.h"
#include "server/runtime/agent/program/init_scripts.h"
#include "server/runtime/agent/program/wire.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <sys/epoll.h>
#include <sys/types.h>

namespace portolan::runtime::agent {

/// The loop of PID 1. It only ever accepts, reads heads, forks a handler for each, reaps and keeps deadlines; whatever
/// may take time or hang happens in children.
class Agent
{
public:
    using Clock = std::chrono::steady_clock;

    struct Start {
        Config config;
        Descriptor listener;
        Descriptor status;
        std::chrono::milliseconds grace = defaultGrace;
    };

    explicit Agent(Start start);

    /// Until it is stopped. Gives the exit status.
    [[nodiscard]] int run();

private:
    /// A connection whose head has not come yet.
    struct Pending {
        Descriptor socket;
        std::string bytes;
        Clock::time_point deadline;
    };
    /// A connection that a handler serves. The descriptor is a second one of its socket: it tells when the peer is
    /// gone.
    struct Session {
        Descriptor socket;
        std::string operation;
        std::optional<Clock::time_point> killAt{};
        int signal = 0; ///< what to send then
    };

    [[nodiscard]] Result<void> prepare();
    void watch(int fd, std::uint32_t events) const;
    void unwatch(int fd) const;
    void onReady(int fd, std::uint32_t events);
    void onListener();
    void onSignals();
    void onHead(int fd);
    [[nodiscard]] bool readHead(Pending &pending);
    void onHangUp(int fd);
    void onDeadlines();
    [[nodiscard]] int millisecondsToDeadline() const;

    void serve(Descriptor socket, std::string_view head);
    void serveHere(int socket, std::string_view operation, Fields &fields);
    void fork(Descriptor socket, std::string operation, Handler handler, Fields &fields);

    void reap();
    void finish(pid_t pid, int status);
    void beginStop(std::chrono::milliseconds grace);
    void signalAll(std::initializer_list<int> signals) const;
    void sampleLoad();
    void writeStatus(Json::Object members) const;
    [[nodiscard]] Situation situation() const;

    Config m_config;
    Descriptor m_listener;
    Descriptor m_status;
    std::chrono::milliseconds m_grace;
    std::chrono::system_clock::time_point m_started = std::chrono::system_clock::now();
    InitScripts m_initScripts;
    Descriptor m_epoll;
    Descriptor m_signals;
    std::map<int, Pending> m_pending;
    std::map<pid_t, Session> m_sessions;
    std::optional<Clock::time_point> m_killAt; ///< set while it is being stopped
    bool m_childless = false;

    std::array<double, 3> m_load{};
    Clock::time_point m_sampledAt = Clock::now();
    std::uint64_t m_sampledTicks = 0;
};

} // namespace portolan::runtime::agent
