// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/run.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

/// The direction of the layout: app -> ui -> core, app -> server -> core; ui and server never see each other, and the
/// part of core that promises to be free of Qt is.
class IncludesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void go_data();
    void go();
};

void IncludesTest::go_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("forbidden");
    QTest::newRow("core") << QStringLiteral("core")
                          << QStringLiteral("^[<\"](server|ui|app)/|^<Q(Widget|Application|Gui)");
    QTest::newRow("server") << QStringLiteral("server")
                            << QStringLiteral("^[<\"](ui|app)/|^<Q(Widget|Application|Gui)");
    QTest::newRow("ui") << QStringLiteral("ui") << QStringLiteral("^[<\"](server|app)/");
    for (const char *folder : {"core/base", "core/schema", "core/model", "core/lifecycle", "core/schedule"})
        QTest::newRow(folder) << QString::fromLatin1(folder) << QStringLiteral("^<(Q|qc)|^\"core/(async|client|ssh)/");
}

void IncludesTest::go()
{
    QFETCH(QString, folder);
    QFETCH(QString, forbidden);
    const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*([<\"][^>\"]+)"));
    const QRegularExpression wrong(forbidden);
    QVERIFY(wrong.isValid());
    int files = 0;
    QStringList found;
    QDirIterator walk(QStringLiteral(PORTOLAN_SOURCE_DIR "/") + folder,
                      {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        QFile file(walk.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        ++files;
        while (!file.atEnd()) {
            const auto match = include.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch() && wrong.match(match.captured(1)).hasMatch())
                found << file.fileName() + QStringLiteral(": ") + match.captured(1);
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    QVERIFY(files > 0);
}

QTEST_GUILESS_MAIN(IncludesTest)
#include "includes_test.moc"
