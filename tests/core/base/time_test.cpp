// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/time.h"

#include "tests/support/run.h"

using namespace portolan;
using namespace std::chrono;

class TimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formatsWithTheFractionThatIsThere();
    void readsWhatItWrites();
    void acceptsOffsets();
    void refusesWhatIsNoTime_data();
    void refusesWhatIsNoTime();
    void readsDurations_data();
    void readsDurations();
    void refusesWhatIsNoDuration_data();
    void refusesWhatIsNoDuration();
};

void TimeTest::formatsWithTheFractionThatIsThere()
{
    const Time time = sys_days(2026y / 5 / 1) + 12h;
    QCOMPARE(formatTime(time), "2026-05-01T12:00:00Z");
    QCOMPARE(formatTime(time + 250ms), "2026-05-01T12:00:00.25Z");
    QCOMPARE(formatTime(time + 1us), "2026-05-01T12:00:00.000001Z");
}

void TimeTest::readsWhatItWrites()
{
    for (const std::int64_t at : {0LL, 1LL, -1LL, 1'777'777'777'123'456LL, 253'402'300'799'999'999LL}) {
        const Time time{microseconds(at)};
        const auto read = parseTime(formatTime(time));
        VERIFY_RESULT(read);
        QCOMPARE(read->time_since_epoch().count(), at);
    }
}

void TimeTest::acceptsOffsets()
{
    QCOMPARE(*parseTime("2026-05-01T14:00:00+02:00"), *parseTime("2026-05-01T12:00:00Z"));
    QCOMPARE(*parseTime("2026-05-01 12:00:00"), *parseTime("2026-05-01T12:00:00Z"));
}

void TimeTest::refusesWhatIsNoTime_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "2026-05-01", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-05-01T24:00:00Z",
                             "2026-05-01T12:00:00.Z", "2026-05-01T12:00:00Zx", "2026-05-01T12:00:00+1", "yesterday"})
        QTest::addRow("%s", text) << QString::fromLatin1(text);
}

void TimeTest::refusesWhatIsNoTime()
{
    QFETCH(QString, text);
    const auto time = parseTime(text.toStdString());
    QVERIFY(!time);
    QCOMPARE(time.error().code, ErrorCode::InvalidArgument);
}

void TimeTest::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("go") << QStringLiteral("1h30m") << qint64(5'400'000);
    QTest::newRow("milliseconds") << QStringLiteral("250ms") << qint64(250);
    QTest::newRow("fraction") << QStringLiteral("1.5h") << qint64(5'400'000);
    QTest::newRow("bare seconds") << QStringLiteral("90") << qint64(90'000);
    QTest::newRow("iso") << QStringLiteral("PT4H") << qint64(14'400'000);
    QTest::newRow("iso days") << QStringLiteral("P1DT1M") << qint64(86'460'000);
    QTest::newRow("zero") << QStringLiteral("0s") << qint64(0);
}

void TimeTest::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(qint64, milliseconds);
    const auto duration = parseDuration(text.toStdString());
    VERIFY_RESULT(duration);
    QCOMPARE(duration->count(), milliseconds);
    QCOMPARE(parseDuration(formatDuration(*duration)), duration);
}

void TimeTest::refusesWhatIsNoDuration_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "h", "4x", "-1h", "P", "PT", "P1DT", "P1H", "1h-3m", "1e400h", "nan", "inf"})
        QTest::addRow("%s", text) << QString::fromLatin1(text);
}

void TimeTest::refusesWhatIsNoDuration()
{
    QFETCH(QString, text);
    QVERIFY(!parseDuration(text.toStdString()));
}

QTEST_GUILESS_MAIN(TimeTest)
#include "time_test.moc"
