// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QString>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace portolan::test {

/// Measures how long the event loop of its thread keeps an event waiting, over all of a run: another thread posts an
/// event, and another as soon as that was handled. What others on a busy computer take from this thread, or from the
/// display that it asks, does not count, nor does a disk that they keep busy; computing and blocking calls do. A call that
/// waits for the disk on purpose is counted by itself, because it is quick where the disk is.
///
/// It counts whatever happens between its making (or restart()) and the question: work of the test that is not the
/// product's belongs before.
class EventLoopWatchdog final : public QObject
{
public:
    using Duration = std::chrono::duration<double, std::milli>;

    /// Whether time counts in which anything on the computer waited for a processor. Where much else runs that is always,
    /// and then even a loop that stands still is excused.
    enum class Pressure { Excuses, Counts };

    explicit EventLoopWatchdog(Pressure pressure = Pressure::Excuses);
    ~EventLoopWatchdog() override;

    /// Forgets what was measured.
    void restart();
    [[nodiscard]] std::size_t probes() const { return m_waits.size(); }
    [[nodiscard]] Duration longest() const { return percentile(1); }
    /// Calls of fsync(2) and the like in the thread of the program's main().
    [[nodiscard]] int syncs() const;
    /// 0.99: all but one in a hundred events waited no longer.
    [[nodiscard]] Duration percentile(double share) const;
    /// For the message of a test.
    [[nodiscard]] QString report() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Moment {
        Clock::time_point at;
        std::chrono::nanoseconds ran{}; ///< processor time of the thread
        std::chrono::nanoseconds kept{}; ///< in all, ready to run and not running, or asleep within a call to the disk
        /// In which anybody on the computer waited for a processor: the display that this thread asks, too.
        std::chrono::microseconds pressure{};
    };
    struct Probe {
        Moment begun;
        std::atomic<Clock::time_point> posted{Clock::time_point()}; ///< nothing until then
    };

    [[nodiscard]] Moment now() const;
    [[nodiscard]] std::chrono::microseconds pressure() const;
    [[nodiscard]] bool waitsForDisk() const;
    void probe(const std::stop_token &stop);
    void handle(const Probe &probe);

    Clock::time_point m_since = Clock::now();

    int m_statistics; ///< of the watched thread: schedstat in proc(5)
    int m_state; ///< of the watched thread: stat in proc(5)
    int m_pressure; ///< of the computer: the kernel's pressure stall information; -1: it excuses nothing
    std::vector<Duration> m_waits;
    std::atomic<Clock::time_point> m_due{Clock::time_point::max()}; ///< when the other thread should wake
    std::atomic<Clock::duration> m_late{Clock::duration::zero()}; ///< how much too late it woke in all
    std::atomic<Clock::duration> m_disk{Clock::duration::zero()}; ///< asleep in calls to the disk, in all
    int m_syncsBefore; ///< the watching
    Duration m_computing{}; ///< the most processor time within one wait, for the report
    std::jthread m_prober;
};

/// What a person takes for "at once": a loop that is held up for longer waits for something that it must not wait for. How
/// quick it is is measured by ./dev bench. Under a sanitizer, where all takes several times as long and much of it is the
/// sanitizer's own, only what hangs is found.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::chrono::milliseconds stallLimit(500);
#else
inline constexpr std::chrono::milliseconds stallLimit(100);
#endif

} // namespace portolan::test

/// Fails the test if the loop kept an event waiting for longer than stallLimit, or waited for the disk on purpose.
#define VERIFY_NEVER_STALLED(watchdog) \
    do { \
        QVERIFY((watchdog).probes() > 0); \
        QVERIFY2((watchdog).longest() <= portolan::test::stallLimit, qPrintable((watchdog).report())); \
        QVERIFY2((watchdog).syncs() == 0, qPrintable((watchdog).report())); \
    } while (false)
