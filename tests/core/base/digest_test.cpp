// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/digest.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace portolan;

class DigestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sha256_data();
    void sha256();
    void sha256InManyThreads();
    void hmacSha256_data();
    void hmacSha256();
    void equality();
};

/// FIPS 180-4's examples (https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values).
void DigestTest::sha256_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("digest");
    QTest::newRow("empty") << std::string()
                           << std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("abc") << std::string("abc")
                         << std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("two blocks") << std::string("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("a million") << std::string(1'000'000, 'a')
                               << std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void DigestTest::sha256()
{
    QFETCH(const std::string, text);
    QFETCH(const std::string, digest);
    QCOMPARE(sha256Hex(text), digest);
    QCOMPARE(sha256Hex("something else") == digest, false);
    QCOMPARE(sha256Hex(text), digest); // Nothing is left of what came before.
}

void DigestTest::sha256InManyThreads()
{
    std::vector<std::string> digests(8);
    {
        std::vector<std::jthread> threads;
        for (std::string &digest : digests)
            threads.emplace_back([&digest] {
                for (int i = 0; i < 1000; ++i)
                    digest = sha256Hex("abc" + std::to_string(i));
            });
    }
    for (const std::string &digest : digests)
        QCOMPARE(digest, sha256Hex("abc999"));
}

/// RFC 4231, cases 1, 2 and 6.
void DigestTest::hmacSha256_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("digest");
    QTest::newRow("1") << std::string(20, '\x0b') << std::string("Hi There")
                       << std::string("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    QTest::newRow("2") << std::string("Jefe") << std::string("what do ya want for nothing?")
                       << std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    QTest::newRow("6") << std::string(131, '\xaa')
                       << std::string("Test Using Larger Than Block-Size Key - Hash Key First")
                       << std::string("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

void DigestTest::hmacSha256()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, text);
    QFETCH(const std::string, digest);
    QCOMPARE(hmacSha256Hex(key, text), digest);
}

void DigestTest::equality()
{
    QVERIFY(equalInConstantTime("", ""));
    QVERIFY(equalInConstantTime("secret", "secret"));
    QVERIFY(!equalInConstantTime("secret", "secreT"));
    QVERIFY(!equalInConstantTime("secret", "secret1"));
    QVERIFY(!equalInConstantTime("secret", ""));
}

QTEST_GUILESS_MAIN(DigestTest)
#include "digest_test.moc"
