// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_filter.h"

#include "tests/support/run.h"
#include "ui/widgets/table/cell_text.h"

#include <QDateTime>

using namespace portolan;
using namespace portolan::ui;

namespace {

constexpr double gibi = 1024.0 * 1024 * 1024;

std::vector<TableColumn> columns()
{
    const auto look = [](std::string_view value) {
        return StateLook{Shape::Disc, Tone::Ok,
                         value == "Error" ? QStringLiteral("Failed") : QString::fromStdString(std::string(value))};
    };
    return {{.id = QStringLiteral("name"), .title = QStringLiteral("Name"), .kind = CellKind::Code},
            {.id = QStringLiteral("status"), .title = QStringLiteral("State"), .kind = CellKind::State, .look = look},
            {.id = QStringLiteral("username"), .title = QStringLiteral("Owner of it")},
            {.id = QStringLiteral("restarts"), .title = QStringLiteral("Restarts"), .kind = CellKind::Number},
            {.id = QStringLiteral("memory"),
             .title = QStringLiteral("Memory"),
             .kind = CellKind::Number,
             .unit = Unit::Bytes},
            {.id = QStringLiteral("cpu"), .title = QStringLiteral("CPU"), .kind = CellKind::Bar, .unit = Unit::Cores},
            {.id = QStringLiteral("age"), .title = QStringLiteral("Age"), .kind = CellKind::Age},
            {.id = QStringLiteral("message"), .title = QStringLiteral("Message")}};
}

Time noon()
{
    return Time(std::chrono::seconds(QDateTime(QDate(2026, 1, 31), QTime(12, 0)).toSecsSinceEpoch()));
}

/// By their letters: what a filter lets through is told as such letters.
std::map<QChar, TableRow> rows()
{
    const auto ago = [](int hours) { return noon() - std::chrono::hours(hours); };
    return {{u'a',
             {"a",
              {"s041-59936c3", "Running", "Anna Müller", std::int64_t(0), 1.5 * gibi, Capacity{0.4, 2}, ago(1),
               "all is well"}}},
            {u'b',
             {"b",
              {"s048-2c0f1aa", "Error", "student-048", std::int64_t(12), 2 * gibi, Capacity{1.8, 2}, ago(30),
               "out: of memory*, twice"}}},
            {u'c', {"c", {"w-9", "Stopped", "student-9", std::int64_t(3), TableCell(), TableCell(), ago(200), ""}}}};
}

} // namespace

class TableFilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFilterLetsThrough_data();
    void aFilterLetsThrough();
    void whatIsNotUnderstoodIsToldAndHoldsForAll_data();
    void whatIsNotUnderstoodIsToldAndHoldsForAll();
    void onlyAgesDependOnTime();
    void aTimeToComeIsMeasuredByItsDistance();
    void theExampleNamesColumnsOfTheTable();
    void keysSortAsPeopleDo();
};

void TableFilterTest::aFilterLetsThrough_data()
{
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *filter, const char *expected) {
        QTest::newRow(filter) << QString::fromLatin1(expected);
    };
    row("", "abc");
    row("   ", "abc");
    row("student", "bc");
    row("STUDENT", "bc");
    row("müll", "a");
    row("MÜLL", "a");
    row("-student", "a");
    row("s04 student", "b");
    row("s04*2c0", "b");
    row("2c0*s04", "");
    row("\"is well\"", "a");
    row("\"well", "a"); // being typed
    row("\"out:\"", "b");
    row("\"memory*\"", "b");
    row("-", "abc");
    row("failed", "b"); // the word that shows
    row("error", "b");  // and the one that the API tells
    row("wellrunning", ""); // no word goes over two cells
    row("runninganna", "");
    row("username:student", "bc");
    row("username:", "abc");
    row("username:student-*", "bc");
    row("username:*8", "b");
    row("username:s*d*t-*8", "b");
    row("username:udent-*", "");
    row("name:w", "c");
    row("-username:student-*", "a");
    row("username=student-9", "c");
    row("username=student", "");
    row("username=\"anna müller\"", "a");
    row("owneroFit:anna", "a"); // by title
    row("state:failed,stopped", "bc");
    row("state:fail*,run*", "ab");
    row("state:,", "abc");
    row("message:\"y*, t\"", "b");
    row("message=\"\"", "c");
    row("-message=\"\"", "ab");
    row("restarts>2", "bc");
    row("restarts>=3", "bc");
    row("restarts<3", "a");
    row("restarts<=3", "ac");
    row("restarts=12", "b");
    row("restarts:12", "b");
    row("restarts>2 restarts<10", "c");
    row("memory<2Gi", "a");
    row("memory<=2GiB", "ab");
    row("memory>1gi", "ab");
    row("-memory>1Gi", "c");
    row("cpu>500m", "b");
    row("cpu<1", "a");
    row("cpu>80%", "b");
    row("cpu<=20%", "a");
    row("age<7h", "a");
    row("age>1d", "bc");
    row("age>1d6h", "c"); // thirty hours are not more than thirty hours
    row("age>=1d6h", "bc");
    row("age<90min", "a");
    row("age>1w1d", "c");
    row("age>2026-01-30", "a"); // after that day
    row("age>=2026-01-30", "ab");
    row("age:2026-01-30", "b");
    row("age<2026-01-30", "c");
    row("age<=2026-01-30", "bc");
    row("age<2026-01-31T11:30", "abc");
    row("age<2026-01-31T11:00", "bc");
    row("name<s048", "a");
    row("username>student-10", "b"); // 48, not 9: as people count
    row("message>a", "ab");          // what is empty is neither more nor less
}

void TableFilterTest::aFilterLetsThrough()
{
    QFETCH(QString, expected);
    const auto known = columns();
    const TableFilter filter(QString::fromUtf8(QTest::currentDataTag()), known);
    QCOMPARE(filter.problem(), QString());
    QString through;
    for (const auto &[letter, row] : rows())
        if (filter.matches(row, TableFilter::searchText(row, known), noon()))
            through += letter;
    QCOMPARE(through, expected);
}

void TableFilterTest::whatIsNotUnderstoodIsToldAndHoldsForAll_data()
{
    QTest::addColumn<QString>("said");
    QTest::newRow("owner:anna") << QStringLiteral("owner");
    QTest::newRow("https://example.org") << QStringLiteral("quotes");
    QTest::newRow("restarts>many") << QStringLiteral("restarts>2");
    QTest::newRow("memory>2x") << QStringLiteral("memory>2Gi");
    QTest::newRow("age<soon") << QStringLiteral("age<7h");
    QTest::newRow("age:7h") << QStringLiteral("age<7h");
    QTest::newRow("cpu>x%") << QStringLiteral("cpu>500m");
}

void TableFilterTest::whatIsNotUnderstoodIsToldAndHoldsForAll()
{
    QFETCH(QString, said);
    const auto known = columns();
    const TableFilter filter(QString::fromUtf8(QTest::currentDataTag()), known);
    QVERIFY2(filter.problem().contains(said), qPrintable(filter.problem()));
    for (const auto &[letter, row] : rows())
        QVERIFY(filter.matches(row, TableFilter::searchText(row, known), noon()));
}

void TableFilterTest::onlyAgesDependOnTime()
{
    QVERIFY(TableFilter(QStringLiteral("x age<7h"), columns()).dependsOnTime());
    QVERIFY(!TableFilter(QStringLiteral("x age>2026-01-30 restarts>2"), columns()).dependsOnTime());
}

void TableFilterTest::aTimeToComeIsMeasuredByItsDistance()
{
    const std::vector<TableColumn> known{{.id = QStringLiteral("ends"), .kind = CellKind::Time}};
    const auto holds = [&known](const char *filter, std::chrono::minutes ahead) {
        const TableRow row{"a", {noon() + ahead}};
        return TableFilter(QString::fromLatin1(filter), known)
            .matches(row, TableFilter::searchText(row, known), noon());
    };
    QVERIFY(holds("ends<30m", std::chrono::minutes(20)));
    QVERIFY(!holds("ends<30m", std::chrono::minutes(40)));
    QVERIFY(holds("ends>30m", std::chrono::minutes(40)));
}

void TableFilterTest::theExampleNamesColumnsOfTheTable()
{
    const auto known = columns();
    const QString example = TableFilter::example(known);
    QCOMPARE(example, QStringLiteral("ownerofit:part age<7h"));
    QCOMPARE(TableFilter(example, known).problem(), QString());
    auto named = known;
    named[2].title = QStringLiteral("Name"); // which is another's id
    QCOMPARE(TableFilter::example(named), QStringLiteral("username:part age<7h"));
    QCOMPARE(TableFilter::example(std::span(known).first(2)), QString());
    QCOMPARE(TableFilter::example({}), QString());
}

void TableFilterTest::keysSortAsPeopleDo()
{
    const std::vector<std::string> sorted{"",
                                          "-",
                                          "7",
                                          "07x",
                                          "10",
                                          "100",
                                          "a",
                                          "A1",
                                          "a2b",
                                          "a2b10",
                                          "a10",
                                          "élan",
                                          "f",
                                          "ws-9",
                                          "ws-10",
                                          "ws-10-a",
                                          "WS-11",
                                          "x99999999999999999999998",
                                          "x99999999999999999999999"};
    for (std::size_t at = 1; at < sorted.size(); ++at)
        QVERIFY2(naturalKey(sorted[at - 1]) < naturalKey(sorted[at]), sorted[at].c_str());
    QCOMPARE(naturalKey("Ws-01"), naturalKey("ws-1"));
    QVERIFY(!naturalKey(std::string("a\0b", 3)).contains('\0'));
}

QTEST_GUILESS_MAIN(TableFilterTest)
#include "table_filter_test.moc"
