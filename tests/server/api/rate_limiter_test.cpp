// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/rate_limiter.h"

#include "core/base/random.h"
#include "tests/support/run.h"

using namespace portolan;
using api::RateLimiter;

class RateLimiterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsThroughAMinuteAndTheBurst();
    void saysWhenToComeBack();
    void keepsCallersApart();
    void doesNotMindAClockThatIsSet();
    void doesNotCountWhereThereIsNoLimit();
    void changesWhileItCounts();
    void neverLetsMoreThroughThanItSays();
};

void RateLimiterTest::letsThroughAMinuteAndTheBurst()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.perMinute = 60, .burst = 5});
    for (int request = 1; request <= 65; ++request) {
        const auto standing = limiter.take("alice");
        QVERIFY(standing && standing->allowed);
        QCOMPARE(standing->limit, 60);
        QCOMPARE(standing->remaining, std::min(60, 65 - request));
    }
    QVERIFY(!limiter.take("alice")->allowed);
    clock.advance(std::chrono::seconds(1));
    QVERIFY(limiter.take("alice")->allowed);
    QVERIFY(!limiter.take("alice")->allowed);
}

void RateLimiterTest::saysWhenToComeBack()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.perMinute = 6, .burst = 0});
    const auto first = limiter.take("alice");
    QCOMPARE(first->full, clock.now() + std::chrono::seconds(10));
    while (limiter.take("alice")->allowed) {
    }
    const auto refused = limiter.take("alice");
    QCOMPARE(refused->retryAfter, std::chrono::seconds(10));
    QCOMPARE(refused->remaining, 0);
    QCOMPARE(refused->full, clock.now() + std::chrono::seconds(60));
    clock.advance(refused->retryAfter - std::chrono::milliseconds(1));
    QVERIFY(!limiter.take("alice")->allowed);
    clock.advance(std::chrono::milliseconds(1));
    QVERIFY(limiter.take("alice")->allowed);
}

void RateLimiterTest::keepsCallersApart()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.perMinute = 1, .burst = 0});
    QVERIFY(limiter.take("alice")->allowed);
    QVERIFY(!limiter.take("alice")->allowed);
    // Many that are full again are forgotten, and alice is not.
    for (int other = 0; other < 5000; ++other)
        QVERIFY(limiter.take(std::to_string(other))->allowed);
    QVERIFY(!limiter.take("alice")->allowed);
}

void RateLimiterTest::doesNotMindAClockThatIsSet()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.perMinute = 1, .burst = 0});
    QVERIFY(limiter.take("alice")->allowed);
    for (const auto jump : {std::chrono::hours(-1), std::chrono::hours(5)}) {
        clock.jump(jump);
        QVERIFY(!limiter.take("alice")->allowed);
    }
    clock.advance(std::chrono::minutes(1));
    QVERIFY(limiter.take("alice")->allowed);
}

void RateLimiterTest::doesNotCountWhereThereIsNoLimit()
{
    ManualClock clock;
    RateLimiter limiter(clock, {});
    for (int request = 0; request < 10'000; ++request)
        QVERIFY(!limiter.take("alice"));
}

void RateLimiterTest::changesWhileItCounts()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.perMinute = 2, .burst = 0});
    QVERIFY(limiter.take("alice")->allowed && limiter.take("alice")->allowed && !limiter.take("alice")->allowed);
    limiter.setOptions({.perMinute = 3, .burst = 0});
    QVERIFY(limiter.take("alice")->allowed && !limiter.take("alice")->allowed);
    limiter.setOptions({});
    QVERIFY(!limiter.take("alice"));
}

void RateLimiterTest::neverLetsMoreThroughThanItSays()
{
    SeededRandom random(3);
    for (int round = 0; round < 50; ++round) {
        ManualClock clock;
        const auto perMinute = std::int64_t(1 + random.below(500));
        const auto burst = std::int64_t(random.below(100));
        RateLimiter limiter(clock, {.perMinute = perMinute, .burst = burst});
        const Time begin = clock.now();
        std::int64_t allowed = 0;
        for (int step = 0; step < 2000; ++step) {
            clock.advance(std::chrono::milliseconds(random.below(400)));
            allowed += limiter.take("alice")->allowed;
            const auto minutes = std::chrono::duration<double, std::ratio<60>>(clock.now() - begin).count();
            QVERIFY(double(allowed) <= double(perMinute + burst) + minutes * double(perMinute) + 0.001);
        }
    }
}

QTEST_GUILESS_MAIN(RateLimiterTest)
#include "rate_limiter_test.moc"
