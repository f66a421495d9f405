// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/key.h"

#include "tests/support/run.h"
#include "tests/support/ssh_server.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::ssh;

namespace {

QByteArray sshKeygen(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("ssh-keygen"), arguments);
    process.waitForFinished();
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

} // namespace

class KeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithSshKeygen_data();
    void agreesWithSshKeygen();
    void refusesWhatIsNoKey_data();
    void refusesWhatIsNoKey();
    void generatesFreshKeys();
    void saysWhyAFileDoesNotOpen();
};

void KeyTest::agreesWithSshKeygen_data()
{
    QTest::addColumn<QString>("type");
    for (const char *type : {"ed25519", "ecdsa", "rsa"})
        QTest::newRow(type) << QString::fromLatin1(type);
}

void KeyTest::agreesWithSshKeygen()
{
    QFETCH(QString, type);
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("key"));
    sshKeygen({QStringLiteral("-q"), QStringLiteral("-t"), type, QStringLiteral("-N"), QString(), QStringLiteral("-C"),
               QStringLiteral("a comment"), QStringLiteral("-f"), path});
    const auto line = test::readFile(path.toStdString() + ".pub");
    const auto key = PublicKey::parse(line);
    VERIFY_RESULT(key);
    QCOMPARE(key->line() + " a comment\n", line);
    const auto shown = sshKeygen({QStringLiteral("-l"), QStringLiteral("-f"), path});
    QCOMPARE(key->fingerprint(), shown.split(' ').value(1).toStdString());
    QVERIFY(PublicKey::parse(key->line()).value() == *key);

    const auto pair = KeyPair::load(path.toStdString());
    VERIFY_RESULT(pair);
    QVERIFY(pair->publicKey() == *key);
}

void KeyTest::refusesWhatIsNoKey_data()
{
    QTest::addColumn<QString>("line");
    const char *const lines[] = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-ed25519 ????",
        "nonsense AAAA",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        // says one type outside and another inside
        "ecdsa-sha2-nistp256 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS",
    };
    for (const char *line : lines)
        QTest::addRow("%.30s", line) << QString::fromLatin1(line);
}

void KeyTest::refusesWhatIsNoKey()
{
    QFETCH(QString, line);
    const auto key = PublicKey::parse(line.toStdString());
    QVERIFY(!key);
    QCOMPARE(key.error().code, ErrorCode::InvalidArgument);
}

void KeyTest::generatesFreshKeys()
{
    const auto one = KeyPair::generate();
    const auto two = KeyPair::generate();
    VERIFY_RESULT(one);
    VERIFY_RESULT(two);
    QVERIFY(!(one->publicKey() == two->publicKey()));
    QVERIFY(one->publicKey().fingerprint() != two->publicKey().fingerprint());
    QVERIFY(one->publicKey().fingerprint().starts_with("SHA256:"));
    QCOMPARE(one->publicKey().type(), "ssh-ed25519");
    QVERIFY(PublicKey::parse(one->publicKey().line()).value() == one->publicKey());
}

void KeyTest::saysWhyAFileDoesNotOpen()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("key"));
    QCOMPARE(KeyPair::load(path.toStdString()).error().code, ErrorCode::NotFound);
    sshKeygen({QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
               QStringLiteral("secret words"), QStringLiteral("-f"), path});
    for (const char *passphrase : {"", "wrong"}) {
        const auto closed = KeyPair::load(path.toStdString(), passphrase);
        QVERIFY(!closed);
        QCOMPARE(closed.error().code, ErrorCode::Unauthenticated);
        QVERIFY(closed.error().detail.contains(path.toStdString()));
    }
    VERIFY_RESULT(KeyPair::load(path.toStdString(), "secret words"));
}

QTEST_GUILESS_MAIN(KeyTest)
#include "key_test.moc"
