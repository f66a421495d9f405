// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/allocation_order.h"
#include "core/schema/codec.h"
#include "tests/support/program.h"
#include "tests/support/run.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::test;

/// Decisions by `portolanctl simulate`, where no server is.
class SimulateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theDocumentTellsTheTruth();
    void givesTheOrderToPrograms();
    void readsStandardInput();
    void showsControlCharactersWithoutObeying();
    void exitCodesTellFailuresApart_data();
    void exitCodesTellFailuresApart();
    void completesWords();

private:
    [[nodiscard]] Outcome ctl(QStringList arguments, const QByteArray &input = {}) const
    {
        const QString data = m_folder.filePath(QStringLiteral("data"));
        return runProgram(QStringLiteral("portolanctl"), QStringList{QStringLiteral("--data"), data} + arguments,
                          {.input = input, .folder = m_folder.path()});
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
    }

    QTemporaryDir m_folder;
    QByteArray m_cases; ///< the document's
    QByteArray m_table; ///< what it says that they give
};

namespace {

/// What stands in the document between two lines.
QByteArray between(const QByteArray &text, const QByteArray &begin, const QByteArray &end)
{
    const qsizetype from = text.indexOf(begin);
    const qsizetype to = from < 0 ? -1 : text.indexOf(end, from + begin.size());
    return to < 0 ? QByteArray() : text.mid(from + begin.size(), to - from - begin.size());
}

} // namespace

void SimulateTest::initTestCase()
{
    QFile document(QStringLiteral(PORTOLAN_SOURCE_DIR "/docs/allocation.md"));
    QVERIFY(document.open(QIODevice::ReadOnly));
    const QByteArray text = document.readAll();
    m_cases = between(text, "```json\n", "```\n");
    m_table = between(text, "$ portolanctl simulate allocate cases.json\n", "```\n");
    QVERIFY(!m_cases.isEmpty() && !m_table.isEmpty());
    write(QStringLiteral("cases.json"), m_cases);
}

void SimulateTest::theDocumentTellsTheTruth()
{
    const auto run = ctl({QStringLiteral("simulate"), QStringLiteral("allocate"), QStringLiteral("cases.json")});
    QVERIFY2(run.status == 0, run.errors.constData());
    QCOMPARE(run.output, m_table);
    QVERIFY(!QDir(m_folder.filePath(QStringLiteral("data"))).exists());
}

void SimulateTest::givesTheOrderToPrograms()
{
    const auto run = ctl({QStringLiteral("simulate"), QStringLiteral("allocate"), QStringLiteral("cases.json"),
                          QStringLiteral("--json")});
    QVERIFY2(run.status == 0, run.errors.constData());
    const auto cases = schema::decode<AllocationCases>(m_cases.toStdString());
    VERIFY_RESULT(cases);
    const auto orders = schema::decode<AllocationOrders>(run.output.toStdString(), schema::UnknownKeys::Refuse);
    VERIFY_RESULT(orders);
    QCOMPARE(orders->cases.size(), cases->cases.size());
    for (std::size_t at = 0; at < orders->cases.size(); ++at)
        QCOMPARE(schema::encode(orders->cases[at]), schema::encode(orderOf(cases->cases[at])));
    QVERIFY(orders->cases.at(0).order.size() > 2);
    const auto nothing = ctl({QStringLiteral("--json"), QStringLiteral("simulate"), QStringLiteral("allocate"),
                              QStringLiteral("-")},
                             R"({"cases":[]})");
    QCOMPARE(schema::decode<AllocationOrders>(nothing.output.toStdString()).value().cases.size(), 0U);
}

void SimulateTest::readsStandardInput()
{
    const QStringList allocate{QStringLiteral("simulate"), QStringLiteral("allocate"), QStringLiteral("-")};
    QCOMPARE(ctl(allocate, m_cases).output, m_table);
    QByteArray large = m_cases; // more than a pipe holds
    large.replace("{\n  \"cases\"", "{" + QByteArray(3 * 1024 * 1024, ' ') + "\"cases\"");
    QVERIFY(large.size() > m_cases.size());
    QCOMPARE(ctl(allocate, large).output, m_table);
    QCOMPARE(ctl(allocate, R"({"cases":[{"environments":[]}]})").output, "Case 1: no environments\n");
    // A file as the standard input, which no poll(2) waits for.
    const auto redirected = runProgram(
        QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("portolanctl simulate allocate - <cases.json")},
        {.folder = m_folder.path()});
    QCOMPARE(redirected.output, m_table);
}

void SimulateTest::showsControlCharactersWithoutObeying()
{
    const auto run = ctl({QStringLiteral("simulate"), QStringLiteral("allocate"), QStringLiteral("-")},
                         R"({"cases":[{"environments":[{"name":"a\u001b[2Jb","capacity":1,"allocated":0,)"
                         R"("available":0,"portal":{"name":"p","capacity":1,"allocated":0}}]}]})");
    QCOMPARE(run.status, 0);
    QVERIFY(run.output.contains("a [2Jb"));
    QVERIFY(!run.output.contains('\x1b'));
}

void SimulateTest::exitCodesTellFailuresApart_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QString &arguments, const QByteArray &input, int exitCode,
                        const QByteArray &says) {
        QTest::newRow(name) << arguments.split(u' ') << input << exitCode << says;
    };
    const QString standardInput = QStringLiteral("simulate allocate -");
    row("nothing to simulate", QStringLiteral("simulate"), {}, 2, "subcommand is required");
    row("no file", QStringLiteral("simulate allocate"), {}, 2, "FILE");
    row("file that is not there", QStringLiteral("simulate allocate none.json"), {}, 3, "none.json");
    row("no JSON", standardInput, "{\n\"cases\": nine}", 7, "at line 2, column 10");
    row("wrong type", standardInput, R"({"cases":[{"environments":[3]}]})", 7,
        "the standard input: /cases/0/environments/0: must be an object, not a number");
    row("wrong type, for programs", QStringLiteral("--json simulate allocate -"), R"({"cases":7})", 7,
        R"("pointer":"/cases")");
}

void SimulateTest::exitCodesTellFailuresApart()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, says);
    const auto run = ctl(arguments, input);
    QCOMPARE(run.status, exitCode);
    QVERIFY2((run.errors + run.output).contains(says), (run.errors + run.output).constData());
}

void SimulateTest::completesWords()
{
    const auto script = ctl({QStringLiteral("completion"), QStringLiteral("bash")});
    QCOMPARE(script.status, 0);
    const auto completed = runProgram(QStringLiteral("bash"),
                                      {QStringLiteral("-c"), QString::fromUtf8(script.output) + QStringLiteral(R"(
        COMP_WORDS=(portolanctl sim); COMP_CWORD=1; _portolanctl; echo "${COMPREPLY[*]}"
        COMP_WORDS=(portolanctl simulate a); COMP_CWORD=2; _portolanctl; echo "${COMPREPLY[*]}"
    )")});
    QCOMPARE(completed.output, "simulate\nallocate\n");
}

QTEST_GUILESS_MAIN(SimulateTest)
#include "simulate_test.moc"
