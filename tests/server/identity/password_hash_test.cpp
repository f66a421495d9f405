// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password_hash.h"

#include "tests/support/run.h"

using namespace portolan;
using namespace portolan::identity;

class PasswordHashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheHashesOfTheReferenceProgram();
    void verifiesWhatItMade();
    void refusesWhatIsNoHash_data();
    void refusesWhatIsNoHash();
    void knowsWhatIsOutdated();
};

void PasswordHashTest::knowsTheHashesOfTheReferenceProgram()
{
    // From the tests of the reference implementation, test.c, version 0x13.
    constexpr std::string_view hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
                                      "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    QCOMPARE(verifyPassword("password", hash).value(), true);
    QCOMPARE(verifyPassword("passwore", hash).value(), false);
}

void PasswordHashTest::verifiesWhatItMade()
{
    SeededRandom random(1);
    constexpr Argon2 quick{.memoryKib = 64, .passes = 1, .lanes = 1};
    for (const std::string password : {"", "x", "correct horse battery staple", "p\xc3\xa4ssw\xc3\xb6rd"}) {
        const auto hash = hashPassword(password, random, quick);
        VERIFY_RESULT(hash);
        QVERIFY(hash->starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        QCOMPARE(verifyPassword(password, *hash).value(), true);
        QCOMPARE(verifyPassword(password + " ", *hash).value(), false);
        QVERIFY(hashPassword(password, random, quick).value() != *hash); // another salt
    }
}

void PasswordHashTest::refusesWhatIsNoHash_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("plain") << QByteArray("password");
    QTest::newRow("another kind") << QByteArray("$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJH");
    QTest::newRow("no salt") << QByteArray("$argon2id$v=19$m=64,t=1,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    QTest::newRow("no hash") << QByteArray("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$");
    QTest::newRow("a part missing") << QByteArray("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ");
    QTest::newRow("all memory") << QByteArray("$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$"
                                              "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    QTest::newRow("no passes") << QByteArray("$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$"
                                             "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    QTest::newRow("more behind") << QByteArray("$argon2id$v=19$m=64,t=1,p=1,x=1$c29tZXNhbHQ$"
                                               "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
}

void PasswordHashTest::refusesWhatIsNoHash()
{
    QFETCH(QByteArray, hash);
    COMPARE_ERROR(verifyPassword("password", hash.toStdString()), ErrorCode::Internal);
}

void PasswordHashTest::knowsWhatIsOutdated()
{
    SeededRandom random(1);
    constexpr Argon2 quick{.memoryKib = 64, .passes = 1, .lanes = 1};
    const auto hash = hashPassword("x", random, quick);
    VERIFY_RESULT(hash);
    QVERIFY(!isOutdated(*hash, quick));
    QVERIFY(isOutdated(*hash));
    QVERIFY(isOutdated("nonsense"));
}

QTEST_GUILESS_MAIN(PasswordHashTest)
#include "password_hash_test.moc"
