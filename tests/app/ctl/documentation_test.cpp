// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/program.h"
#include "tests/support/run.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <map>

using namespace portolan::test;
using namespace Qt::StringLiterals;

/// What the documentation says of the command line.
class DocumentationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesCommandsThatAreThere_data();
    void namesCommandsThatAreThere();

private:
    [[nodiscard]] const QStringList &subcommands(const QStringList &command);

    std::map<QStringList, QStringList> m_subcommands;
};

const QStringList &DocumentationTest::subcommands(const QStringList &command)
{
    const auto [known, isNew] = m_subcommands.try_emplace(command);
    if (isNew) {
        const auto help = runProgram(u"portolanctl"_s, command + QStringList{u"--help"_s});
        if (help.status != 0)
            qFatal("%s", help.errors.constData());
        const QString text = QString::fromUtf8(help.output);
        static const QRegularExpression name(u"^  ([a-z][a-z-]*)"_s, QRegularExpression::MultilineOption);
        const auto list = text.indexOf(u"Subcommands:"_s);
        for (auto found = name.globalMatch(list < 0 ? QString() : text.mid(list)); found.hasNext();)
            known->second << found.next().captured(1);
    }
    return known->second;
}

void DocumentationTest::namesCommandsThatAreThere_data()
{
    QTest::addColumn<QString>("path");
    const QString source = QStringLiteral(PORTOLAN_SOURCE_DIR);
    for (const auto &name : {u"README.md"_s, u"CONTRIBUTING.md"_s})
        QTest::newRow(qPrintable(name)) << source + u'/' + name;
    for (QDirIterator files(source + u"/docs"_s, {u"*.md"_s}, QDir::Files, QDirIterator::Subdirectories);
         files.hasNext();) {
        const QString path = files.next();
        QTest::newRow(qPrintable(path.mid(source.size() + 1))) << path;
    }
}

void DocumentationTest::namesCommandsThatAreThere()
{
    QFETCH(const QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    // In code, and not where a sentence goes on after the program's name.
    static const QRegularExpression command(u"(?:^|`|\\$ |\\| |&& )portolanctl((?: [a-z][a-z-]*)+)"_s,
                                            QRegularExpression::MultilineOption);
    for (auto found = command.globalMatch(QString::fromUtf8(file.readAll())); found.hasNext();) {
        const QString said = found.next().captured(1).trimmed();
        QStringList begun;
        for (const QString &word : said.split(u' ')) {
            const QStringList &known = subcommands(begun);
            if (known.isEmpty())
                break; // its arguments
            QVERIFY2(known.contains(word), qPrintable(u"portolanctl %1"_s.arg(said)));
            begun << word;
        }
    }
}

QTEST_GUILESS_MAIN(DocumentationTest)
#include "documentation_test.moc"
