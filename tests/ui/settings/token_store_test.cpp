// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/token_store.h"

#include "tests/support/program.h"
#include "tests/support/run.h"

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

/// The token, nothing where there is none, or what is wrong.
std::string found(TokenStore &store, const QString &profile)
{
    const auto token = test::run(store.find(profile));
    return token ? token->value_or("") : "error: " + token.error().detail;
}

} // namespace

/// Tokens in a real keychain: gnome-keyring behind a session bus of its own.
class TokenStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItIsToldTo();
    void forgets();
    void saysThatALockedKeychainKeepsNothing();
};

void TokenStoreTest::keepsWhatItIsToldTo()
{
    {
        TokenStore store;
        VERIFY_RESULT(test::run(store.remember(u"kept"_s, "one \xC3\xA9", true)));
        VERIFY_RESULT(test::run(store.remember(u"not kept"_s, "two", false)));
        QCOMPARE(found(store, u"not kept"_s), "two");
        QCOMPARE(found(store, u"not kept"_s), "two"); // each time that it is asked
    }
    TokenStore later; // of the next start
    QCOMPARE(found(later, u"kept"_s), "one \xC3\xA9");
    QCOMPARE(found(later, u"not kept"_s), "");
    VERIFY_RESULT(test::run(later.remember(u"kept"_s, "three", true)));
    TokenStore last;
    QCOMPARE(found(last, u"kept"_s), "three");
}

void TokenStoreTest::forgets()
{
    TokenStore store;
    VERIFY_RESULT(test::run(store.remember(u"gone"_s, "one", true)));
    VERIFY_RESULT(test::run(store.forget(u"gone"_s)));
    QCOMPARE(found(store, u"gone"_s), "");
    TokenStore later;
    QCOMPARE(found(later, u"gone"_s), "");
    VERIFY_RESULT(test::run(later.forget(u"gone"_s))); // there was none
}

void TokenStoreTest::saysThatALockedKeychainKeepsNothing()
{
    TokenStore store;
    VERIFY_RESULT(test::run(store.remember(u"behind a lock"_s, "one", true)));
    const auto locked = test::runProgram(
        u"dbus-send"_s, {u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                         u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service.LockService"_s});
    QVERIFY2(locked.status == 0, locked.errors.constData());
    QCOMPARE(found(store, u"behind a lock"_s), "one"); // known since before
    TokenStore later;
    QCOMPARE(found(later, u"behind a lock"_s), ""); // nobody has opened it: the console asks for the token
    const auto kept = test::run(later.remember(u"another"_s, "two", true));
    QVERIFY(!kept);
    QCOMPARE(found(later, u"another"_s), "two"); // in memory all the same
}

QTEST_GUILESS_MAIN(TokenStoreTest)
#include "token_store_test.moc"
