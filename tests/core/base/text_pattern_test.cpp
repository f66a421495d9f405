// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/text_pattern.h"

#include "tests/support/run.h"

#include <QRegularExpression>

#include <map>

using namespace portolan;

class TextPatternTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsMadeMatches_data();
    void whatIsMadeMatches();
    void everyChoiceIsMade();
    void whatCannotBe_data();
    void whatCannotBe();
    void anythingIsReadOrRefused();
};

void TextPatternTest::whatIsMadeMatches_data()
{
    QTest::addColumn<QString>("expression");
    for (const char *expression :
         {"", "abc", "[A-Z]{2}-[0-9]{4}", R"([\w]{10})", R"(\d+\.\d*)", "(red|green|(?:dark|light) blue)?",
          "a{2,5}b{3,}", "[^a-z]{20}", R"([\]\\^-]{5}[]a][a-])", "^x.y$", R"(\S\s\W\D)", "(a|b){3}(c(d|e)+)*", "a|b|",
          "x{0}", "[a-z]{4}?"})
        QTest::newRow(expression) << QString::fromLatin1(expression);
}

void TextPatternTest::whatIsMadeMatches()
{
    QFETCH(const QString, expression);
    const auto pattern = TextPattern::parse(expression.toStdString());
    VERIFY_RESULT(pattern);
    const QRegularExpression known(QRegularExpression::anchoredPattern(expression),
                                   QRegularExpression::DotMatchesEverythingOption);
    QVERIFY2(known.isValid(), qPrintable(known.errorString()));
    SeededRandom random(11);
    for (int round = 0; round < 200; ++round) {
        const std::string text = pattern->sample(random);
        QVERIFY2(known.match(QString::fromStdString(text)).hasMatch(), text.c_str());
        QVERIFY(text.size() <= TextPattern::longest);
    }
}

void TextPatternTest::everyChoiceIsMade()
{
    SeededRandom random(3);
    const auto pattern = TextPattern::parse("[aab]{0,2}|(c|d)?");
    VERIFY_RESULT(pattern);
    std::map<std::string, int> made;
    for (int round = 0; round < 4000; ++round)
        ++made[pattern->sample(random)];
    QCOMPARE(made.size(), 9U); // "", a, b, aa, ab, ba, bb, c, d
    QVERIFY(std::abs(made["a"] - made["b"]) < 150); // though the class names one of them twice
}

void TextPatternTest::whatCannotBe_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *expression, const char *why) {
        QTest::newRow(expression) << QByteArray(expression) << QByteArray(why);
    };
    row("a)", "has a ) without its (, before character 2");
    row("(a", "has a ( without its ), before character 3");
    row("[a", "has a [ without its ], before character 3");
    row("*a", "has a * that repeats nothing, before character 2");
    row("a**", "has a * that repeats nothing, before character 4");
    row("a{3,2}", "has a repetition that is none, before character 7");
    row("a{x}", "has a repetition that is no number up to 4096, before character 3");
    row("a{5000}", "has a repetition that is no number up to 4096, before character 3");
    row("(a{100}){100}", "what it gives could have more than 4096 characters");
    row("((((a{4096}){4096}){4096}){4096}){4096}", "what it gives could have more than 4096 characters");
    row("((((){4096}){4096}){4096}){4096}", "what it gives could have more than 4096 characters"); // or takes for ever
    row("(?=a)", "has a group of a kind that nothing can be made from, before character 3");
    row("\\1", "has \\1, which is not known here, before character 3");
    row("a\\", "has a \\ with nothing after it, before character 3");
    row("[z-a]", "has a range that ends before it begins, before character 5");
    row("[^ -~]", "has a class of no characters, before character 7");
    row("a^", "has a ^ within it, before character 3");
    row("ü", "has something else than printable ASCII, before character 2");
    row("((((((((((((((((((((((a))))))))))))))))))))))", "has too many groups within groups, before character 22");
}

void TextPatternTest::whatCannotBe()
{
    QFETCH(const QByteArray, expression);
    QFETCH(const QByteArray, why);
    const auto refused = TextPattern::parse(expression.toStdString());
    QVERIFY(!refused);
    QCOMPARE(QByteArray::fromStdString(refused.error().detail), why);
}

void TextPatternTest::anythingIsReadOrRefused()
{
    SeededRandom random(5);
    constexpr std::string_view alphabet = "ab09.[]^-(){}|?*+,\\dw:$ ";
    int read = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string expression;
        for (auto left = random.below(12); left > 0; --left)
            expression += alphabet[random.below(alphabet.size())];
        const auto pattern = TextPattern::parse(expression);
        if (!pattern)
            continue;
        ++read;
        QVERIFY2(pattern->sample(random).size() <= TextPattern::longest, expression.c_str());
    }
    QVERIFY(read > 1000);
}

QTEST_GUILESS_MAIN(TextPatternTest)
#include "text_pattern_test.moc"
