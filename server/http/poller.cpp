// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/poller.h"

#include <QSocketNotifier>

#include <cerrno>

#include <unistd.h>

namespace portolan::http {

namespace {
constexpr int roundsPerTurn = 4; // then other events of the loop have their turn
} // namespace

Poller::Poller() : m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        qFatal("epoll_create1 failed: no file descriptor is left (raise the limit with ulimit -n)");
    m_notifier = std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { dispatch(); });
}

Poller::~Poller()
{
    m_notifier.reset();
    ::close(m_epoll);
}

bool Poller::add(int descriptor, std::uint32_t events, Handler *handler)
{
    epoll_event event{.events = events, .data = {.ptr = handler}};
    return epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::change(int descriptor, std::uint32_t events, Handler *handler)
{
    epoll_event event{.events = events, .data = {.ptr = handler}};
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
}

void Poller::remove(int descriptor, Handler *handler)
{
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
    for (int i = m_current; i < m_count; ++i) {
        auto &event = m_events[static_cast<std::size_t>(i)];
        if (event.data.ptr == handler)
            event.data.ptr = nullptr;
    }
}

void Poller::dispatch()
{
    for (int round = 0; round < roundsPerTurn; ++round) {
        m_count = epoll_wait(m_epoll, m_events.data(), static_cast<int>(m_events.size()), 0);
        if (m_count <= 0)
            break;
        for (m_current = 0; m_current < m_count; ++m_current) {
            const auto event = m_events[static_cast<std::size_t>(m_current)];
            if (event.data.ptr)
                static_cast<Handler *>(event.data.ptr)->onEvents(event.events);
        }
    }
    m_count = 0;
}

} // namespace portolan::http
