// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/token_store.h"

#include "tests/support/run.h"

#include <QDirIterator>
#include <QTemporaryDir>

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

/// A desktop, or none, without a keychain.
class TokenStoreWithoutKeychainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTokensInMemoryAndNowhereElse();
};

void TokenStoreWithoutKeychainTest::keepsTokensInMemoryAndNowhereElse()
{
    const QTemporaryDir home;
    for (const char *name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"})
        qputenv(name, home.path().toLocal8Bit());
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + home.filePath(u"nobody"_s).toLocal8Bit());
    TokenStore store;
    QCOMPARE(found(store, u"a"_s), "");
    const auto kept = test::run(store.remember(u"a"_s, "secret-of-the-test", true));
    COMPARE_ERROR(kept, ErrorCode::NotImplemented);
    QVERIFY(!kept.error().detail.contains("secret-of-the-test"));
    QCOMPARE(found(store, u"a"_s), "secret-of-the-test");
    QDirIterator files(home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    QVERIFY2(!files.hasNext(), qPrintable(files.next()));
    TokenStore later;
    QCOMPARE(found(later, u"a"_s), "");
    VERIFY_RESULT(test::run(store.forget(u"a"_s)));
    QCOMPARE(found(store, u"a"_s), "");
}

QTEST_GUILESS_MAIN(TokenStoreWithoutKeychainTest)
#include "token_store_without_keychain_test.moc"
