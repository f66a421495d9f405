// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/run.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

/// No two headers define a type of the same name: programs that link both would have either, and no compiler tells.
class NamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typesHaveNamesOfTheirOwn();
};

void NamesTest::typesHaveNamesOfTheirOwn()
{
    const QRegularExpression opens(QStringLiteral("^namespace ([\\w:]+)"));
    const QRegularExpression closes(QStringLiteral("^} // namespace"));
    const QRegularExpression defines(
        QStringLiteral("^(?:struct|class|enum class) (?:\\w+\\(.*\\) )?(\\w+)(?: final)?(?: : [^;]*)?(?: \\{.*)?$"));
    QMap<QString, QString> files; // by the type's whole name
    QStringList twice;
    for (const char *folder : {"core", "server", "ui", "app"}) {
        QDirIterator walk(QStringLiteral(PORTOLAN_SOURCE_DIR "/") + QString::fromLatin1(folder),
                          {QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QStringList namespaces;
            while (!file.atEnd()) {
                const QString line = QString::fromUtf8(file.readLine()).remove(u'\n');
                if (const auto opened = opens.match(line); opened.hasMatch())
                    namespaces << opened.captured(1);
                else if (closes.match(line).hasMatch())
                    namespaces.removeLast();
                const auto defined = defines.match(line);
                if (!defined.hasMatch())
                    continue;
                const QString name = (namespaces + QStringList{defined.captured(1)}).join(QStringLiteral("::"));
                if (files.contains(name))
                    twice << QStringLiteral("%1: %2 and %3").arg(name, files[name], file.fileName());
                files[name] = file.fileName();
            }
        }
    }
    QVERIFY(files.size() > 300);
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(u'\n')));
}

QTEST_GUILESS_MAIN(NamesTest)
#include "names_test.moc"
