// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>

#include <sys/epoll.h>

#include <memory>

class QSocketNotifier;

namespace portolan::http {

/// Many descriptors behind one QSocketNotifier: an epoll set is itself a descriptor that Qt can wait for. Qt's own
/// dispatcher hands every descriptor to poll() at every turn, which 10 000 idle connections would pay for.
class Poller
{
public:
    class Handler
    {
    public:
        /// `events`: EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP. May remove any descriptor, its own too.
        virtual void onEvents(std::uint32_t events) = 0;

    protected:
        ~Handler() = default;
    };

    Poller();
    ~Poller();
    Poller(const Poller &) = delete;
    Poller &operator=(const Poller &) = delete;

    /// Level-triggered. False, with errno, where the system refuses.
    [[nodiscard]] bool add(int descriptor, std::uint32_t events, Handler *handler);
    void change(int descriptor, std::uint32_t events, Handler *handler);
    void remove(int descriptor, Handler *handler);

private:
    void dispatch();

    int m_epoll;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::array<epoll_event, 128> m_events;
    int m_current = 0;
    int m_count = 0;
};

} // namespace portolan::http
