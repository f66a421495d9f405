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
#include <sys/syscall.h>
#include <unistd.h>

namespace portolan::test {
namespace {

constexpr std::chrono::milliseconds pause(2);

std::atomic<int> syncsOfMainThread = 0;

int syncedBy(long call, int file)
{
    if (::gettid() == ::getpid())
        ++syncsOfMainThread;
    return int(::syscall(call, file));
}

} // namespace
} // namespace portolan::test

// In the place of the C library's, for all of the program and what it links.
extern "C" int fsync(int file)
{
    return portolan::test::syncedBy(SYS_fsync, file);
}

extern "C" int fdatasync(int file)
{
    return portolan::test::syncedBy(SYS_fdatasync, file);
}

extern "C" int syncfs(int file) noexcept
{
    return portolan::test::syncedBy(SYS_syncfs, file);
}

namespace portolan::test {

EventLoopWatchdog::EventLoopWatchdog(Pressure pressure)
    : m_statistics(::open(std::format("/proc/self/task/{}/schedstat", ::gettid()).c_str(), O_RDONLY | O_CLOEXEC)),
      m_state(::open(std::format("/proc/self/task/{}/stat", ::gettid()).c_str(), O_RDONLY | O_CLOEXEC)),
      m_pressure(pressure == Pressure::Counts ? -1 : ::open("/proc/pressure/cpu", O_RDONLY | O_CLOEXEC)),
      m_syncsBefore(syncsOfMainThread),
      m_prober([this](const std::stop_token &stop) { probe(stop); })
{
    if (m_statistics < 0)
        qWarning("no schedstat: stalls count other programs of this computer as well");
}

EventLoopWatchdog::~EventLoopWatchdog()
{
    m_prober.request_stop();
    m_prober.join();
    for (const int file : {m_statistics, m_state, m_pressure})
        if (file >= 0)
            ::close(file);
}

void EventLoopWatchdog::restart()
{
    m_since = Clock::now();
    m_waits.clear();
    m_computing = {};
    m_syncsBefore = syncsOfMainThread;
}

int EventLoopWatchdog::syncs() const
{
    return syncsOfMainThread - m_syncsBefore;
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
    moment.kept = std::chrono::nanoseconds(kept) + m_late.load() + overdue + m_disk.load();
    moment.pressure = pressure();
    return moment;
}

std::chrono::microseconds EventLoopWatchdog::pressure() const
{
    // "some avg10=0.00 avg60=0.00 avg300=0.00 total=MICROSECONDS"
    char text[256];
    const auto size = m_pressure < 0 ? -1 : ::pread(m_pressure, text, sizeof text, 0);
    const std::string_view told(text, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    constexpr std::string_view name = "total=";
    std::int64_t total = 0;
    if (const auto at = told.find(name); at != told.npos)
        std::from_chars(told.data() + at + name.size(), told.data() + told.size(), total);
    return std::chrono::microseconds(total);
}

bool EventLoopWatchdog::waitsForDisk() const
{
    // "NUMBER (NAME) STATE ..."; the name may have brackets itself
    char text[512];
    const auto size = m_state < 0 ? -1 : ::pread(m_state, text, sizeof text, 0);
    const std::string_view told(text, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    const auto at = told.rfind(") ");
    return at != told.npos && at + 2 < told.size() && told[at + 2] == 'D';
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
        const auto from = Clock::now();
        const bool disk = waitsForDisk();
        changed.wait_for(lock, stop, pause, [] { return false; });
        if (disk && waitsForDisk())
            m_disk = m_disk.load() + (Clock::now() - from);
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
    const auto excused = std::max<std::chrono::nanoseconds>(here.kept - probe.begun.kept,
                                                            here.pressure - probe.begun.pressure);
    const auto wait = (here.at - probe.begun.at) - excused;
    m_waits.push_back(std::max(Duration(0), Duration(wait)));
    m_computing = std::max(m_computing, Duration(here.ran - probe.begun.ran));
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
                                              "(computing {:.1f} ms), {} syncs",
                                              probes(), percentile(0.5).count(), percentile(0.99).count(),
                                              longest().count(), m_computing.count(), syncs()));
}

} // namespace portolan::test
