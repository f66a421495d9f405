// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ui/event_loop_watchdog.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <condition_variable>
#include <fcntl.h>
#include <format>
#include <mutex>
#include <unistd.h>

namespace portolan::test {
namespace {

constexpr std::chrono::milliseconds pause(2);

} // namespace

EventLoopWatchdog::EventLoopWatchdog()
    : m_statistics(::open(std::format("/proc/self/task/{}/schedstat", ::gettid()).c_str(), O_RDONLY | O_CLOEXEC)),
      m_prober([this](const std::stop_token &stop) { probe(stop); })
{
    if (m_statistics < 0)
        qWarning("no schedstat: stalls count other programs of this computer as well");
}

EventLoopWatchdog::~EventLoopWatchdog()
{
    m_prober.request_stop();
    m_prober.join();
    if (m_statistics >= 0)
        ::close(m_statistics);
}

void EventLoopWatchdog::restart()
{
    m_since = Clock::now();
    m_waits.clear();
}

EventLoopWatchdog::Moment EventLoopWatchdog::now() const
{
    Moment moment{.at = Clock::now()};
    // "RUNNING WAITING SLICES", nanoseconds
    char text[128];
    const auto size = m_statistics < 0 ? -1 : ::pread(m_statistics, text, sizeof text, 0);
    const char *const end = text + std::max<ssize_t>(size, 0);
    std::int64_t ran = 0;
    std::int64_t kept = 0;
    const auto blank = std::from_chars(static_cast<const char *>(text), end, ran).ptr;
    if (blank != end)
        std::from_chars(blank + 1, end, kept);
    moment.ran = std::chrono::nanoseconds(ran);
    // The other thread is the control: what wakes it too late would have held up this one as well.
    const auto due = m_due.load();
    const auto overdue = due < moment.at ? moment.at - due : Clock::duration::zero();
    moment.kept = std::chrono::nanoseconds(kept) + m_late.load() + overdue;
    return moment;
}

void EventLoopWatchdog::probe(const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any changed;
    auto handled = std::make_shared<std::atomic<bool>>(true);
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        if (handled->exchange(false)) {
            const auto probe = std::make_shared<Probe>();
            probe->begun = now();
            QMetaObject::invokeMethod(
                this,
                [this, probe, handled] {
                    handle(*probe);
                    *handled = true;
                },
                Qt::QueuedConnection);
            probe->posted = Clock::now();
        }
        const auto due = Clock::now() + pause;
        m_due = due;
        changed.wait_for(lock, stop, pause, [] { return false; });
        m_late = m_late.load() + std::max(Clock::now() - due, Clock::duration::zero());
        m_due = Clock::time_point::max();
    }
}

void EventLoopWatchdog::handle(const Probe &probe)
{
    if (probe.begun.at < m_since)
        return; // it was on its way at the restart
    // Where this thread, or the other, was held up in the middle of posting, nobody can tell who has kept the event.
    const auto posted = probe.posted.load();
    if (posted == Clock::time_point() || posted - probe.begun.at > pause)
        return;
    const Moment here = now();
    // The kernel's count lags by a tick at most; a wait is never below nothing.
    const auto wait = (here.at - probe.begun.at) - (here.kept - probe.begun.kept);
    m_waits.push_back(std::max(Duration(0), Duration(wait)));
    if (m_waits.back() >= longest())
        m_computing = here.ran - probe.begun.ran;
}

EventLoopWatchdog::Duration EventLoopWatchdog::percentile(double share) const
{
    if (m_waits.empty())
        return {};
    auto sorted = m_waits;
    const auto at = std::size_t(std::ceil(share * double(sorted.size()))) - 1;
    std::ranges::nth_element(sorted, sorted.begin() + std::ptrdiff_t(at));
    return sorted[at];
}

QString EventLoopWatchdog::report() const
{
    return QString::fromStdString(std::format("{} events waited: p50 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms "
                                              "({:.1f} of them computing)",
                                              probes(), percentile(0.5).count(), percentile(0.99).count(),
                                              longest().count(), m_computing.count()));
}

} // namespace portolan::test
