// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ui/event_loop_watchdog.h"

#include <algorithm>
#include <atomic>
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
    m_since = std::chrono::steady_clock::now();
    m_waits.clear();
}

EventLoopWatchdog::Moment EventLoopWatchdog::now() const
{
    Moment moment{.at = std::chrono::steady_clock::now(), .kept = {}};
    // "RUNNING WAITING SLICES", nanoseconds
    char text[128];
    const auto size = m_statistics < 0 ? -1 : ::pread(m_statistics, text, sizeof text, 0);
    const char *const end = text + std::max<ssize_t>(size, 0);
    const char *const blank = std::find(static_cast<const char *>(text), end, ' ');
    std::int64_t nanoseconds = 0;
    if (blank != end)
        std::from_chars(blank + 1, end, nanoseconds);
    moment.kept = std::chrono::nanoseconds(nanoseconds);
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
            const Moment posted = now();
            QMetaObject::invokeMethod(
                this,
                [this, posted, handled] {
                    handle(posted);
                    *handled = true;
                },
                Qt::QueuedConnection);
        }
        changed.wait_for(lock, stop, pause, [] { return false; });
    }
}

void EventLoopWatchdog::handle(Moment posted)
{
    if (posted.at < m_since)
        return; // it was on its way at the restart
    const Moment here = now();
    // The kernel's count lags by a tick at most; a wait is never below nothing.
    const auto wait = (here.at - posted.at) - (here.kept - posted.kept);
    m_waits.push_back(std::max(Duration(0), Duration(wait)));
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
    return QString::fromStdString(std::format("{} events waited: p50 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms",
                                              probes(), percentile(0.5).count(), percentile(0.99).count(),
                                              longest().count()));
}

} // namespace portolan::test
