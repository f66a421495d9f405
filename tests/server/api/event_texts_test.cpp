// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/event_texts.h"

#include <QTest>

using namespace portolan;
using namespace portolan::api;

class EventTextsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTextIsWrittenOnce();
    void eventsOfOnePlaceAreToldApart();
};

namespace {

store::EventPtr happening(std::int64_t seq, std::string type = "workspace.created")
{
    return std::make_shared<const store::Event>(store::Event{.seq = seq, .type = std::move(type)});
}

} // namespace

void EventTextsTest::aTextIsWrittenOnce()
{
    EventTexts texts;
    const auto one = happening(7);
    const auto text = texts.of(one);
    QVERIFY2(text->frame.starts_with("id: 7\nevent: workspace.created\ndata: {\"seq\":7,"), text->frame.c_str());
    QVERIFY(text->frame.ends_with("\ndata: " + text->data + "\n\n"));
    // What clients of the labs' API want of each.
    for (const char *member : {"\"type\":", "\"source\":\"portolan\"", "\"time\":", "\"data\":"})
        QVERIFY2(text->data.contains(member), member);
    QCOMPARE(texts.of(one).get(), text.get());
}

/// Many more events than places, and two of one seq, as after a backup was restored.
void EventTextsTest::eventsOfOnePlaceAreToldApart()
{
    EventTexts texts;
    for (std::int64_t seq = 1; seq < 2000; ++seq)
        QVERIFY(texts.of(happening(seq))->frame.starts_with("id: " + std::to_string(seq) + '\n'));
    QVERIFY(texts.of(happening(3, "workspace.deleted"))->frame.contains("event: workspace.deleted\n"));
    QVERIFY(texts.of(happening(3, "workspace.created"))->frame.contains("event: workspace.created\n"));
}

QTEST_GUILESS_MAIN(EventTextsTest)
#include "event_texts_test.moc"
