// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/sse_parser.h"
#include "core/model/event/event.h"
#include "core/schema/codec.h"
#include "server/api/system/event_batches.h"
#include "tests/support/run.h"

#include <QTest>

#include <map>
#include <random>

using namespace portolan;
using namespace portolan::api;
using namespace std::chrono_literals;

class EventBatchesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesAreIds_data();
    void placesAreIds();
    void refusesIdsOfNoStream_data();
    void refusesIdsOfNoStream();
    void gathersUpToFifty();
    void tellsWhatWaitsBeforeWhatFollows();
    void waitsASecond();
    void losesAndRepeatsNothingWhereverItBreaks();
};

namespace {

const std::string metrics = "worker.metrics.updated";
const std::string labStats = "worker.lab.stats_updated";

struct Batch {
    std::string batch_id;
    std::int64_t count = 0;
    std::vector<Event> events;
};

store::EventPtr happening(std::int64_t seq, std::string type)
{
    return std::make_shared<const store::Event>(store::Event{.seq = seq, .type = std::move(type)});
}

EventBatches batchesFrom(const StreamPlace &place = {})
{
    return {std::make_shared<EventTexts>(), place};
}

std::vector<SseParser::Message> messagesOf(const std::string &text)
{
    SseParser parser;
    return parser.push(text).value_or(std::vector<SseParser::Message>());
}

} // namespace

template <>
struct portolan::schema::Description<Batch> {
    static constexpr std::string_view name = "Batch";
    static constexpr std::string_view doc = "As the labs' clients read it.";
    static constexpr auto fields = std::tuple{
        field("batch_id", &Batch::batch_id, {.required = true}),
        field("count", &Batch::count, {.required = true}),
        field("events", &Batch::events, {.required = true}),
    };
};

void EventBatchesTest::placesAreIds_data()
{
    QTest::addColumn<StreamPlace>("place");
    QTest::addColumn<std::string>("id");
    QTest::newRow("all") << StreamPlace{.seq = 41} << std::string("41");
    QTest::newRow("one ahead") << StreamPlace{.seq = 41, .ahead = {{metrics, 48}}}
                               << std::string("41;worker.metrics.updated=48");
    QTest::newRow("two ahead") << StreamPlace{.seq = 0, .ahead = {{metrics, 2}, {labStats, 9}}}
                               << std::string("0;worker.metrics.updated=2;worker.lab.stats_updated=9");
}

void EventBatchesTest::placesAreIds()
{
    QFETCH(StreamPlace, place);
    QFETCH(std::string, id);
    QCOMPARE(place.id(), id);
    QVERIFY(StreamPlace::parse(id) == place);
}

void EventBatchesTest::refusesIdsOfNoStream_data()
{
    QTest::addColumn<std::string>("id");
    for (const char *id : {"", "x", "-1", "1;", ";", "1;worker.metrics.updated", "1;worker.metrics.updated=",
                           "1;worker.metrics.updated=x", "1;=4", "1;workspace.created=4", ";worker.metrics.updated=4",
                           "1;worker.metrics.updated=4;", "1;worker.metrics.updated=4;worker.metrics.updated=5",
                           "1;worker.metrics.updated=99999999999999999999"})
        QTest::newRow(id) << std::string(id);
}

void EventBatchesTest::refusesIdsOfNoStream()
{
    QFETCH(std::string, id);
    QVERIFY(!StreamPlace::parse(id));
}

void EventBatchesTest::gathersUpToFifty()
{
    auto batches = batchesFrom();
    std::string text;
    for (std::int64_t seq = 1; seq < 50; ++seq)
        QVERIFY(batches.take(happening(seq, metrics), text));
    QVERIFY2(text.empty(), text.c_str());
    QVERIFY(batches.take(happening(50, metrics), text));
    const auto messages = messagesOf(text);
    QCOMPARE(messages.size(), 1);
    QCOMPARE(messages[0].event, "worker.metrics.updated.batch");
    QCOMPARE(messages[0].id, "50");
    const auto batch = schema::decode<Batch>(messages[0].data);
    VERIFY_RESULT(batch);
    QCOMPARE(batch->batch_id, "1-50");
    QCOMPARE(batch->count, 50);
    QCOMPARE(batch->events.size(), 50);
    QCOMPARE(batch->events.back().seq, 50);
    QCOMPARE(batch->events.back().type, metrics);
    QVERIFY(!batches.due());
}

void EventBatchesTest::tellsWhatWaitsBeforeWhatFollows()
{
    auto batches = batchesFrom();
    std::string text;
    QVERIFY(batches.take(happening(3, metrics), text));
    QVERIFY(batches.take(happening(5, labStats), text));
    QVERIFY(batches.take(happening(6, metrics), text));
    QVERIFY(text.empty());
    QVERIFY(!batches.take(happening(8, "workspace.created"), text));
    const auto messages = messagesOf(text);
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages[0].event, metrics + ".batch");
    QCOMPARE(messages[0].id, "4;worker.metrics.updated=6"); // 5 is still to come
    QCOMPARE(messages[1].event, labStats + ".batch");
    QCOMPARE(messages[1].id, "6");
    QVERIFY(!batches.due());
}

void EventBatchesTest::waitsASecond()
{
    auto batches = batchesFrom();
    QVERIFY(!batches.due());
    std::string text;
    const auto before = EventBatches::Clock::now();
    QVERIFY(batches.take(happening(1, metrics), text));
    const auto after = EventBatches::Clock::now();
    const auto due = batches.due();
    QVERIFY(due >= before + 1s && due <= after + 1s);
    QVERIFY(batches.take(happening(2, labStats), text));
    QVERIFY(batches.due() == due); // since the first
}

/// Connections that break after any of their messages, and go on from the last id that came.
void EventBatchesTest::losesAndRepeatsNothingWhereverItBreaks()
{
    std::mt19937 random(20261122);
    const auto oneOf = [&random](std::size_t count) { return random() % count; };
    const std::vector<std::string> types{metrics, labStats, "workspace.created"};
    for (int history = 0; history < 200; ++history) {
        std::vector<store::EventPtr> events;
        const std::size_t kinds = 1 + oneOf(3);
        for (std::int64_t seq = 1; seq <= 300; ++seq)
            events.push_back(happening(seq, oneOf(40) == 0 ? types[2] : types[oneOf(kinds)]));
        std::map<std::string, std::vector<std::int64_t>> expected;
        for (const auto &event : events)
            expected[event->type].push_back(event->seq);

        std::map<std::string, std::vector<std::int64_t>> told;
        std::string lastId = "0";
        for (int connection = 0; connection < 1000; ++connection) {
            const auto place = StreamPlace::parse(lastId);
            QVERIFY2(place, lastId.c_str());
            auto batches = batchesFrom(*place);
            std::string text;
            for (const auto &event : events) {
                if (event->seq <= place->seq)
                    continue;
                if (!batches.take(event, text))
                    text += EventText(*event, event->type, batches.placeAt(event->seq).id()).frame;
                if (oneOf(20) == 0)
                    batches.tell(text); // its time has come
            }
            batches.tell(text);
            auto messages = messagesOf(text);
            if (messages.empty())
                break;
            messages.resize(1 + oneOf(messages.size()));
            for (const auto &message : messages) {
                lastId = message.id;
                if (const auto batch = schema::decode<Batch>(message.data)) {
                    QCOMPARE(batch->count, batch->events.size());
                    for (const Event &event : batch->events)
                        told[event.type].push_back(event.seq);
                } else {
                    const auto event = schema::decode<Event>(message.data);
                    VERIFY_RESULT(event);
                    told[event->type].push_back(event->seq);
                }
            }
        }
        QVERIFY(told == expected);
    }
}

QTEST_GUILESS_MAIN(EventBatchesTest)
#include "event_batches_test.moc"
