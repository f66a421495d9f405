// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/encoding.h"

#include <QStringDecoder>
#include <QTest>

#include <random>

using namespace portolan;

class EncodingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hexadecimal();
    void base64_data();
    void base64();
    void base64OfOtherAlphabets();
    void percentEscapes();
    void percentEscapesThatAreNone();
    void wellFormedWhereverItStands_data();
    void wellFormedWhereverItStands();
    void wellFormedAsQtSaysIt();
};

void EncodingTest::hexadecimal()
{
    QCOMPARE(toHex({}), "");
    QCOMPARE(toHex(asBytes(std::string_view("\x00\x0f\xa0\xff", 4))), "000fa0ff");
}

/// RFC 4648 section 10.
void EncodingTest::base64_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("encoded");
    QTest::newRow("nothing") << std::string() << std::string();
    QTest::newRow("f") << std::string("f") << std::string("Zg==");
    QTest::newRow("fo") << std::string("fo") << std::string("Zm8=");
    QTest::newRow("foo") << std::string("foo") << std::string("Zm9v");
    QTest::newRow("foob") << std::string("foob") << std::string("Zm9vYg==");
    QTest::newRow("fooba") << std::string("fooba") << std::string("Zm9vYmE=");
    QTest::newRow("foobar") << std::string("foobar") << std::string("Zm9vYmFy");
}

void EncodingTest::base64()
{
    QFETCH(std::string, text);
    QFETCH(std::string, encoded);
    QCOMPARE(toBase64(asBytes(text)), encoded);
    const std::string bare = encoded.substr(0, encoded.find('='));
    QCOMPARE(toBase64Url(asBytes(text)), bare);
    QCOMPARE(fromBase64Url(bare), text);
    QCOMPARE(fromBase64Url(encoded), text);
}

void EncodingTest::base64OfOtherAlphabets()
{
    const std::string text = "\xfb\xff\xbf";
    QCOMPARE(toBase64(asBytes(text)), "+/+/");
    QCOMPARE(toBase64Url(asBytes(text)), "-_-_");
    QCOMPARE(fromBase64Url("-_-_"), text);
    for (const char *other : {"+/+/", "Zg=a", "Zg ==", "Zg\n", "Z", "Zg===", "Zm9v!"})
        QVERIFY2(!fromBase64Url(other), other);
}

void EncodingTest::percentEscapes()
{
    QCOMPARE(percentEncode("a-Z.0_9~"), "a-Z.0_9~");
    QCOMPARE(percentEncode("a b/ü%?&+"), "a%20b%2F%C3%BC%25%3F%26%2B");
    QCOMPARE(percentDecode("a%20b%2f%C3%bc%25"), "a b/ü%");
    QCOMPARE(percentDecode("a+b"), "a+b");
    QCOMPARE(percentDecode("a+b%2B", true), "a b+");
}

void EncodingTest::percentEscapesThatAreNone()
{
    using namespace std::string_view_literals;
    for (const std::string_view text : {"%"sv, "%2"sv, "a%2"sv, "%zz"sv, "%2g"sv, "% 2"sv, "%00"sv, "a\0b"sv})
        QVERIFY2(!percentDecode(text), std::string(text).c_str());
}

/// What RFC 3629 section 4 allows, and what lies beside it.
void EncodingTest::wellFormedWhereverItStands_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<bool>("isWellFormed");
    for (const char *good : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "ü€𝄞"})
        QTest::newRow(QByteArray(good).toHex().constData()) << std::string(good) << true;
    for (const char *bad : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xe2\x82",
                            "\xe2\x82\x41", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80",
                            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"})
        QTest::newRow(QByteArray(bad).toHex().constData()) << std::string(bad) << false;
}

void EncodingTest::wellFormedWhereverItStands()
{
    QFETCH(std::string, text);
    QFETCH(bool, isWellFormed);
    for (std::size_t before = 0; before <= 17; ++before)
        for (std::size_t after = 0; after <= 17; ++after) {
            const std::string whole = std::string(before, 'a') + text + std::string(after, 'z');
            QVERIFY2(isUtf8(whole) == isWellFormed, QByteArray::fromStdString(whole).toHex().constData());
        }
}

void EncodingTest::wellFormedAsQtSaysIt()
{
    std::mt19937 random(1);
    const std::string_view bytes = "aaaaaaaa\xc3\xbc\xe2\x82\xac\xf0\x9d\x84\x9e\xed\xa0";
    int wellFormed = 0;
    for (int round = 0; round < 100'000; ++round) {
        std::string text(random() % 24, '\0');
        for (std::size_t i = 0; i < text.size(); ++i) // mostly what follows on what is there
            text[i] = i > 0 && random() % 4 != 0 ? bytes[(bytes.find(text[i - 1]) + 1) % bytes.size()]
                                                 : bytes[random() % bytes.size()];
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString decoded = decoder.decode(QByteArrayView(text));
        const bool isGood = !decoder.hasError() && decoded.toUtf8().toStdString() == text;
        QVERIFY2(isUtf8(text) == isGood, QByteArray::fromStdString(text).toHex().constData());
        wellFormed += isGood ? 1 : 0;
    }
    QVERIFY(wellFormed > 10'000 && wellFormed < 90'000);
}

QTEST_GUILESS_MAIN(EncodingTest)
#include "encoding_test.moc"
