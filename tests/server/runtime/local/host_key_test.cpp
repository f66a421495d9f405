// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/host_key.h"
#include "tests/support/run.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace portolan;
using namespace portolan::runtime;

class HostKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadByOpenSsh()
    {
        SystemRandom random;
        for (int round = 0; round < 5; ++round) {
            const auto key = makeHostKey(random);
            VERIFY_RESULT(key);
            const QTemporaryDir folder;
            QFile file(folder.filePath(QStringLiteral("key")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
            file.write(QByteArray::fromStdString(key->secret));
            file.close();
            QProcess keygen;
            keygen.start(QStringLiteral("ssh-keygen"), {QStringLiteral("-y"), QStringLiteral("-P"), QString(),
                                                        QStringLiteral("-f"), file.fileName()});
            QVERIFY(keygen.waitForFinished());
            QCOMPARE(keygen.readAllStandardOutput().trimmed().toStdString(), key->publicKey);
        }
    }

    void isTheSameForTheSameSeed()
    {
        SeededRandom one(7);
        SeededRandom same(7);
        SeededRandom other(8);
        QCOMPARE(makeHostKey(one)->secret, makeHostKey(same)->secret);
        SeededRandom again(7);
        QVERIFY(makeHostKey(again)->publicKey != makeHostKey(other)->publicKey);
    }
};

QTEST_GUILESS_MAIN(HostKeyTest)
#include "host_key_test.moc"
