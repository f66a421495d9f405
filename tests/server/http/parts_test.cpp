// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The small parts: dates, headers, queries, events, output buffer, closing.
#include "core/base/time.h"
#include "server/http/closing.h"
#include "server/http/headers.h"
#include "server/http/http_date.h"
#include "server/http/output_buffer.h"
#include "server/http/request.h"
#include "server/http/sse.h"

#include <QTest>

using namespace portolan;
using namespace portolan::http;

class PartsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesDates();
    void readsDates_data();
    void readsDates();
    void readsQueries();
    void keepsHeadersSafe();
    void knowsLists();
    void formatsEvents();
    void buffersOutput();
    void closesOnce();
};

void PartsTest::writesDates()
{
    const auto time = parseTime("1994-11-06T08:49:37.9Z");
    QVERIFY(time);
    QCOMPARE(formatHttpDate(*time), "Sun, 06 Nov 1994 08:49:37 GMT");
    QCOMPARE(formatHttpDate(Time{}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

void PartsTest::readsDates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("time"); // empty: none
    QTest::newRow("IMF") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << QByteArray("1994-11-06T08:49:37Z");
    QTest::newRow("RFC 850") << QByteArray("Sunday, 06-Nov-94 08:49:37 GMT") << QByteArray("1994-11-06T08:49:37Z");
    QTest::newRow("asctime") << QByteArray("Sun Nov  6 08:49:37 1994") << QByteArray("1994-11-06T08:49:37Z");
    for (const char *bad :
         {"", "now", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
          "Sun, 06 Non 1994 08:49:37 GMT", "Sun, xx Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT"})
        QTest::newRow(bad) << QByteArray(bad) << QByteArray();
}

void PartsTest::readsDates()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, time);
    const auto read = parseHttpDate(text.toStdString());
    QCOMPARE(read ? formatTime(*read) : "", time.toStdString());
}

void PartsTest::readsQueries()
{
    const auto query = Query::parse("a=1&b=x+y%26&a=2&c&&=d");
    QVERIFY(query);
    QCOMPARE(query->get("a"), "1");
    QCOMPARE(query->getAll("a").size(), 2U);
    QCOMPARE(query->getAll("a")[1], "2");
    QCOMPARE(query->get("b"), "x y&");
    QCOMPARE(query->get("c"), "");
    QCOMPARE(query->get(""), "d");
    QVERIFY(!query->get("d"));
    QVERIFY(!Query::parse("a=%"));
    QVERIFY(!Query::parse("%zz=1"));
}

void PartsTest::keepsHeadersSafe()
{
    Headers headers;
    headers.add("Set-Cookie", "a");
    headers.add("Vary", "x");
    headers.add("set-cookie", "b");
    headers.set("SET-COOKIE", "c\r\nEvil: 1");
    QCOMPARE(headers.fields().size(), 2U);
    QCOMPARE(headers.get("Set-Cookie"), "c  Evil: 1");
    headers.remove("vary");
    QVERIFY(!headers.has("Vary"));
}

void PartsTest::knowsLists()
{
    QVERIFY(hasToken("keep-alive, Upgrade", "upgrade"));
    QVERIFY(!hasToken("keep-alive, Upgraded", "upgrade"));
    QVERIFY(!hasToken("", "upgrade"));
    QCOMPARE(splitList(" a ,, b\t,").size(), 2U);
    QCOMPARE(reasonPhrase(200), "OK");
    QCOMPARE(reasonPhrase(507), "Insufficient Storage");
    QCOMPARE(reasonPhrase(299), "Unknown");
}

void PartsTest::formatsEvents()
{
    QCOMPARE(format(SseEvent{.data = "x"}), "data: x\n\n");
    QCOMPARE(format(SseEvent{.data = ""}), "data: \n\n");
    QCOMPARE(
        format(SseEvent{.data = "a\nb\r\nc\rd\n", .event = "e\nvent", .id = "7\n8", .retry = std::chrono::seconds(2)}),
        "id: 78\nevent: event\nretry: 2000\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
}

void PartsTest::buffersOutput()
{
    OutputBuffer buffer;
    std::string expected;
    for (const std::size_t size : {1U, 100U, 20'000U, 5U, 0U, 16'384U, 7U}) {
        std::string part(size, static_cast<char>('a' + expected.size() % 26));
        expected += part;
        buffer.append(std::move(part));
    }
    QCOMPARE(buffer.size(), expected.size());
    std::string sent;
    while (!buffer.empty()) {
        OutputBuffer::Parts storage;
        std::size_t left = 777; // what a socket takes
        for (const auto part : buffer.front(storage)) {
            const auto taken = std::min(left, part.size());
            sent += part.substr(0, taken);
            left -= taken;
        }
        buffer.consume(777 - left);
        QCOMPARE(buffer.size(), expected.size() - sent.size());
    }
    QVERIFY(sent == expected);
}

void PartsTest::closesOnce()
{
    std::string order;
    Closing::Registration second;
    {
        Closing closing;
        QVERIFY(!closing.closed());
        const auto first = closing.onClosed([&] {
            order += '1';
            second.reset();
        });
        second = closing.onClosed([&] { order += '2'; });
        const auto third = closing.onClosed([&] { order += '3'; });
        {
            const auto gone = closing.onClosed([&] { order += 'x'; });
        }
        closing.close();
        closing.close();
        QVERIFY(closing.closed());
        const auto late = closing.onClosed([&] { order += '4'; });
    }
    QCOMPARE(order, "134");
}

QTEST_APPLESS_MAIN(PartsTest)
#include "parts_test.moc"
