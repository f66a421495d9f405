// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/utf8_splitter.h"

#include "core/base/encoding.h"
#include "core/base/random.h"
#include "tests/support/run.h"

using namespace portolan;

class Utf8SplitterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsCharactersHoweverTheyAreCut();
    void neverGivesWhatIsNotUtf8();
    void replacesWhatCannotBecomeACharacter();
};

void Utf8SplitterTest::joinsCharactersHoweverTheyAreCut()
{
    const std::string text = "a\u00e4\u20ac\U0001F600z\u0800\uD7FF\uE000\U0010FFFF";
    for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
            Utf8Splitter splitter;
            std::string joined = splitter.push(text.substr(0, first));
            QVERIFY(isUtf8(joined));
            joined += splitter.push(text.substr(first, second - first));
            QVERIFY(isUtf8(joined));
            joined += splitter.push(text.substr(second));
            joined += splitter.finish();
            QCOMPARE(joined, text);
        }
    }
}

void Utf8SplitterTest::neverGivesWhatIsNotUtf8()
{
    SeededRandom random(11);
    for (int round = 0; round < 300; ++round) {
        Utf8Splitter splitter;
        std::size_t given = 0;
        std::size_t taken = 0;
        for (int piece = 0; piece < 20; ++piece) {
            std::string bytes(random.below(9), '\0');
            random.fill(std::as_writable_bytes(std::span(bytes)));
            taken += bytes.size();
            const std::string whole = splitter.push(bytes);
            QVERIFY(isUtf8(whole));
            given += whole.size();
            QVERIFY(taken <= given + 3); // at most three bytes are held back, and nothing is swallowed
        }
    }
}

void Utf8SplitterTest::replacesWhatCannotBecomeACharacter()
{
    Utf8Splitter splitter;
    QCOMPARE(splitter.push("a\xff"
                           "b"),
             "a\xEF\xBF\xBD"
             "b");
    QCOMPARE(splitter.push("\xe2\x82"), "");
    QCOMPARE(splitter.push("x"), "\xEF\xBF\xBD\xEF\xBF\xBDx");
    QCOMPARE(splitter.push("\xed\xa0"), "\xEF\xBF\xBD\xEF\xBF\xBD"); // a surrogate will not become one
    QCOMPARE(splitter.push("\xf0"), "");
    QCOMPARE(splitter.finish(), "\xEF\xBF\xBD");
}

QTEST_GUILESS_MAIN(Utf8SplitterTest)
#include "utf8_splitter_test.moc"
