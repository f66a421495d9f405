// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/credential.h"

#include <QTest>

using namespace portolan;

class CredentialTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scopesAreBroughtIntoOneForm_data();
    void scopesAreBroughtIntoOneForm();
    void namespacesStayAsTheyAre();
    void aScopeCoversWhatIsBelowIt();
};

void CredentialTest::scopesAreBroughtIntoOneForm_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical"); // empty: refused
    const auto row = [](const char *text, const char *canonical) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(canonical);
    };
    row("github.com", "github.com");
    row("GitHub.com", "github.com");
    row("https://GitHub.com/", "github.com");
    row("https://github.com/Acme/Web.git", "github.com/Acme/Web");
    row("https://alice@github.com:8443/acme//", "github.com:8443/acme");
    row("ghcr.io/acme", "ghcr.io/acme");
    row("ssh://git@host.example/x", "host.example/x");
    row("https://", "");
    row("", "");
    row("/acme", "");
    row("git hub.com", "");
    row("git\"hub", "");
    row("gith\u00fcb.com", "");
    row("github.com?x", "");
}

void CredentialTest::scopesAreBroughtIntoOneForm()
{
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    const auto scope = canonicalScope(CredentialService::Git, text.toStdString());
    QCOMPARE(QString::fromStdString(scope.value_or("")), canonical);
    if (scope)
        QCOMPARE(canonicalScope(CredentialService::Registry, *scope), scope);
}

void CredentialTest::namespacesStayAsTheyAre()
{
    QCOMPARE(canonicalScope(CredentialService::Kubernetes, "team-a"), std::optional<std::string>("team-a"));
    for (const char *refused : {"", "Team", "-a", "a-", "a.b", "a/b"})
        QVERIFY2(!canonicalScope(CredentialService::Kubernetes, refused), refused);
    QVERIFY(!canonicalScope(CredentialService::Kubernetes, std::string(64, 'a')));
}

void CredentialTest::aScopeCoversWhatIsBelowIt()
{
    QVERIFY(coversScope("github.com", "github.com"));
    QVERIFY(coversScope("github.com", "github.com/acme/web"));
    QVERIFY(coversScope("github.com/acme", "github.com/acme/web"));
    QVERIFY(!coversScope("github.com/acme", "github.com/acmeevil"));
    QVERIFY(!coversScope("github.com", "github.com.evil.example"));
    QVERIFY(!coversScope("github.com/acme", "github.com"));
}

QTEST_APPLESS_MAIN(CredentialTest)
#include "credential_test.moc"
