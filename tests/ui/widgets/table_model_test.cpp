// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_model.h"

#include "core/base/time.h"
#include "tests/support/run.h"
#include "ui/widgets/table/cell_text.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <random>

using namespace portolan;
using namespace portolan::ui;

namespace {

std::vector<TableColumn> columns()
{
    return {{.id = QStringLiteral("name"), .title = QStringLiteral("Name")},
            {.id = QStringLiteral("group"), .title = QStringLiteral("Group")},
            {.id = QStringLiteral("size"), .title = QStringLiteral("Size"), .kind = CellKind::Number},
            {.id = QStringLiteral("age"), .title = QStringLiteral("Age"), .kind = CellKind::Age}};
}

/// What the model should show, by the simplest means: all rows in the order in which they came, sorted and filtered
/// from scratch.
class Oracle
{
public:
    void apply(const std::vector<TableRow> &upserts, const std::vector<std::string> &removals)
    {
        for (const TableRow &row : upserts) {
            const auto known = std::ranges::find(m_rows, row.id, &TableRow::id);
            if (known == m_rows.end())
                m_rows.push_back(row);
            else
                *known = row;
        }
        std::erase_if(m_rows, [&](const TableRow &row) { return std::ranges::contains(removals, row.id); });
    }

    [[nodiscard]] QStringList shown(const TableModel &model) const
    {
        auto rows = m_rows;
        std::erase_if(rows, [&](const TableRow &row) {
            return !model.filter().matches(row, TableFilter::searchText(row, model.columns()), model.now());
        });
        if (const int column = model.sortColumn(); column >= 0)
            std::ranges::stable_sort(rows, [&](const TableRow &one, const TableRow &other) {
                return before(one.cells[std::size_t(column)], other.cells[std::size_t(column)], column,
                              model.sortOrder() == Qt::DescendingOrder);
            });
        QStringList ids;
        for (const TableRow &row : rows)
            ids << QString::fromStdString(row.id);
        return ids;
    }

    [[nodiscard]] const std::vector<TableRow> &rows() const { return m_rows; }

private:
    static bool before(const TableCell &one, const TableCell &other, int column, bool descending)
    {
        if (column < 2) {
            const std::string left = naturalKey(textOf(one));
            const std::string right = naturalKey(textOf(other));
            if (left.empty() || right.empty())
                return !left.empty() && right.empty();
            return descending ? left > right : left < right;
        }
        const auto left = numberOf(one);
        const auto right = numberOf(other);
        if (!left || !right)
            return left && !right;
        const bool downwards = descending != (column == 3); // older is greater
        return downwards ? *left > *right : *left < *right;
    }

    std::vector<TableRow> m_rows;
};

QStringList shown(const TableModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids << QString::fromStdString(model.rowAt(row).id);
    return ids;
}

/// Rows with many equal values, common beginnings and holes.
class RandomRows
{
public:
    int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(m_random); }

    TableRow row(int id)
    {
        static const std::vector<std::string> groups{"",
                                                     "a",
                                                     "training-eu-student",
                                                     "training-eu-student-1",
                                                     "training-eu-student-10",
                                                     "training-eu-student-9",
                                                     "zzzzzzzz"};
        TableRow row{.id = std::to_string(id), .cells = {}};
        row.cells.emplace_back("workspace-" + std::to_string(below(200)));
        row.cells.emplace_back(groups[std::size_t(below(int(groups.size())))]);
        row.cells.emplace_back(below(5) == 0 ? TableCell() : TableCell(std::int64_t(below(20) - 10)));
        row.cells.emplace_back(Time(std::chrono::minutes(below(600))));
        return row;
    }

private:
    std::mt19937 m_random{20260131}; // the same in each run, so that a failure comes back
};

TableRow named(const std::string &id, const std::string &name, std::int64_t size = 0)
{
    return {.id = id, .cells = {name, "", size, TableCell()}};
}

} // namespace

class TableModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomBatchesAreAsAFreshSort();
    void persistentIndexesFollowTheirRow();
    void aBatchIsAtMostOneOfEachSignal();
    void aHundredThousandRowsAreInOrder();
    void resetKeepsWhatStays();
    void theQueueIsOneBatchAndTheLastWins();
    void timeAloneChangesWhatAFilterShows();
    void agesReadWell_data();
    void agesReadWell();
    void timesReadWell();
    void rolesTellWhatACellIs();
};

void TableModelTest::randomBatchesAreAsAFreshSort()
{
    ManualClock clock(Time(std::chrono::hours(24)));
    TableModel model(columns(), &clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    Oracle oracle;
    RandomRows random;
    static const QStringList filters{QString(),
                                     QStringLiteral("student"),
                                     QStringLiteral("name:*1*"),
                                     QStringLiteral("size>0 -group:a"),
                                     QStringLiteral("age<18h"),
                                     QStringLiteral("nothing-has-this")};
    for (int round = 0; round < 600; ++round) {
        switch (random.below(8)) {
        case 0:
            model.sort(random.below(5) - 1, random.below(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
            break;
        case 1:
            model.setFilter(TableFilter(filters[random.below(int(filters.size()))], model.columns()));
            break;
        default: {
            std::vector<TableRow> upserts;
            std::vector<std::string> removals;
            const int most = random.below(10) == 0 ? 120 : 5;
            for (int count = random.below(most); count > 0; --count)
                upserts.push_back(random.row(random.below(300)));
            for (int count = random.below(most / 2 + 1); count > 0; --count)
                removals.push_back(std::to_string(random.below(300)));
            model.apply(upserts, removals);
            oracle.apply(upserts, removals);
        }
        }
        QCOMPARE(shown(model), oracle.shown(model));
        QCOMPARE(model.totalCount(), int(oracle.rows().size()));
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.rowOf(model.rowAt(row).id), row);
        QCOMPARE(model.rows(false).size(), std::size_t(model.rowCount()));
        QCOMPARE(model.rows(true).size(), oracle.rows().size());
    }
}

void TableModelTest::persistentIndexesFollowTheirRow()
{
    TableModel model(columns());
    RandomRows random;
    model.sort(0);
    std::vector<TableRow> rows;
    for (int id = 0; id < 300; ++id)
        rows.push_back(random.row(id));
    model.apply(rows);
    std::map<std::string, QPersistentModelIndex> held;
    for (int row = 0; row < model.rowCount(); ++row)
        held.emplace(model.rowAt(row).id, model.index(row, 1));
    for (int round = 0; round < 60; ++round) {
        std::vector<TableRow> upserts;
        for (int count = 0; count < 20; ++count)
            upserts.push_back(random.row(random.below(400)));
        const std::string removal = std::to_string(random.below(300));
        model.apply(std::move(upserts), {removal});
        held.erase(removal);
        for (const auto &[id, index] : held) {
            QVERIFY(index.isValid());
            QCOMPARE(model.rowAt(index.row()).id, id);
            QCOMPARE(index.column(), 1);
        }
    }
}

void TableModelTest::aBatchIsAtMostOneOfEachSignal()
{
    TableModel model(columns());
    RandomRows random;
    std::vector<TableRow> rows;
    for (int id = 0; id < 1000; ++id)
        rows.push_back(random.row(id));
    model.sort(1);
    model.apply(rows);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy laidOut(&model, &QAbstractItemModel::layoutChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy updated(&model, &TableModel::updated);

    std::vector<TableRow> upserts;
    std::vector<std::string> removals;
    for (int id = 0; id < 300; ++id) {
        upserts.push_back(random.row(id * 5));
        removals.push_back(std::to_string(id * 3 + 1));
    }
    model.apply(std::move(upserts), removals);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(inserted.size(), 1);
    QVERIFY(laidOut.size() <= 2); // before the removal and after the insertion
    QCOMPARE(changed.size(), 1);
    QCOMPARE(updated.size(), 1);
    QCOMPARE(reset.size(), 0);

    model.sort(-1);
    for (QSignalSpy *spy : {&removed, &inserted, &laidOut, &changed, &updated})
        spy->clear();
    auto same = *model.find("500");
    model.apply({same}, {"no such row"});
    QCOMPARE(updated.size(), 0); // nothing has changed

    model.sort(0);
    laidOut.clear();
    updated.clear();
    same.cells[2] = std::int64_t(99); // not what rows are sorted by
    model.apply({same});
    QCOMPARE(laidOut.size(), 0);
    QCOMPARE(changed.size(), 1);
    model.apply({}, {"500"});
    QCOMPARE(laidOut.size(), 0); // one row goes from where it is
    QCOMPARE(removed.size(), 1);
}

void TableModelTest::aHundredThousandRowsAreInOrder()
{
    TableModel model(columns());
    std::vector<TableRow> rows;
    constexpr int count = 100'000;
    for (int id = 0; id < count; ++id) {
        const int mixed = int(std::int64_t(id) * 7919 % count);
        rows.push_back(named(std::to_string(id), "training-eu-student-" + std::to_string(mixed), mixed % 1000));
    }
    model.apply(std::move(rows));
    model.sort(0, Qt::DescendingOrder);
    QCOMPARE(model.rowCount(), count);
    for (int row = 0; row < count; ++row)
        QCOMPARE(textOf(model.rowAt(row).cells[0]), "training-eu-student-" + std::to_string(count - 1 - row));
    model.setFilter(TableFilter(QStringLiteral("size=7"), model.columns()));
    QCOMPARE(model.rowCount(), 100);
    for (int row = 0; row < 100; ++row)
        QCOMPARE(textOf(model.rowAt(row).cells[0]), "training-eu-student-" + std::to_string((99 - row) * 1000 + 7));
    model.setFilter({});
    QCOMPARE(model.rowCount(), count);
    QCOMPARE(textOf(model.rowAt(0).cells[0]), "training-eu-student-99999");
}

void TableModelTest::resetKeepsWhatStays()
{
    TableModel model(columns());
    model.sort(0);
    model.apply({named("1", "a"), named("2", "b"), named("3", "c")});
    const QPersistentModelIndex held = model.index(model.rowOf("3"), 0);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.queue(named("9", "older than the list"));
    model.reset({named("3", "A0"), named("4", "d"), named("2", "b")});
    QCOMPARE(shown(model), (QStringList{QStringLiteral("3"), QStringLiteral("2"), QStringLiteral("4")}));
    QCOMPARE(held.row(), 0);
    QCOMPARE(reset.size(), 0);
    QVERIFY(!model.find("1"));
    model.reset({});
    QCOMPARE(model.rowCount(), 0);
}

void TableModelTest::theQueueIsOneBatchAndTheLastWins()
{
    TableModel model(columns());
    model.apply({named("1", "a"), named("2", "b")});
    QSignalSpy updated(&model, &TableModel::updated);
    for (std::int64_t size = 0; size < 5000; ++size)
        model.queue(named("1", "a", size));
    model.queueRemoval("2");
    model.queueRemoval("3");
    model.queue(named("3", "c"));
    QCOMPARE(updated.size(), 0);
    QTRY_COMPARE(updated.size(), 1);
    QCOMPARE(shown(model), (QStringList{QStringLiteral("1"), QStringLiteral("3")}));
    QCOMPARE(model.find("1")->cells[2], TableCell(std::int64_t(4999)));

    model.queue(named("1", "queued first"));
    model.apply({named("1", "applied after")}); // does not come before what was queued
    QCOMPARE(textOf(model.find("1")->cells[0]), "applied after");
}

void TableModelTest::timeAloneChangesWhatAFilterShows()
{
    ManualClock clock(Time(std::chrono::hours(100)));
    TableModel model(columns(), &clock);
    model.setFilter(TableFilter(QStringLiteral("age<1h"), model.columns()));
    model.apply({{.id = "1", .cells = {"a", "", TableCell(), clock.now()}}});
    QCOMPARE(model.rowCount(), 1);
    clock.advance(std::chrono::hours(2));
    model.timePassed();
    QCOMPARE(model.rowCount(), 0);
}

void TableModelTest::agesReadWell()
{
    QFETCH(int, seconds);
    const Time now(std::chrono::hours(500000));
    const QString text = QString::fromLatin1(QTest::currentDataTag());
    const std::chrono::seconds age(seconds);
    QCOMPARE(ageText(age), text);
    QCOMPARE(QString::fromStdString(formatAge(age)), text); // the console and portolanctl agree
    QCOMPARE(agoText(now - age, now), seconds > 0 ? text + QStringLiteral(" ago") : QStringLiteral("just now"));
    if (seconds > 0)
        QCOMPARE(agoText(now + age, now), QStringLiteral("in ") + text);
}

void TableModelTest::agesReadWell_data()
{
    QTest::addColumn<int>("seconds");
    QTest::newRow("0 s") << 0;
    QTest::newRow("59 s") << 59;
    QTest::newRow("1 min") << 60;
    QTest::newRow("59 min") << 3599;
    QTest::newRow("1 h") << 3659;
    QTest::newRow("1 h 1 min") << 3660;
    QTest::newRow("1 h 30 min") << 5400;
    QTest::newRow("2 h 59 min") << 3 * 3600 - 1;
    QTest::newRow("3 h") << 4 * 3600 - 1;
    QTest::newRow("47 h") << 48 * 3600 - 1;
    QTest::newRow("2 d") << 48 * 3600;
}

void TableModelTest::timesReadWell()
{
    const Time then(std::chrono::hours(500000));
    const QDateTime local = QDateTime::fromSecsSinceEpoch(500000LL * 3600);
    const QString full = fullTimeText(then);
    QVERIFY2(full.endsWith(u' ' + local.timeZoneAbbreviation()), qUtf8Printable(full));
    QVERIFY2(full.contains(local.toString(QStringLiteral("mm:ss"))), qUtf8Printable(full));
    QCOMPARE(momentText(then, then + std::chrono::minutes(4)),
             QStringLiteral("4 min ago (%1)").arg(QLocale().toString(local, QLocale::ShortFormat)));
    QCOMPARE(momentText({}, then), QString());
    QCOMPARE(momentText({}, then, QStringLiteral("Never")), QStringLiteral("Never"));
}

void TableModelTest::rolesTellWhatACellIs()
{
    ManualClock clock(Time(std::chrono::hours(500000)));
    const auto look = [](std::string_view) { return StateLook{Shape::Ring, Tone::Idle, QStringLiteral("Pending")}; };
    TableModel model({{.id = QStringLiteral("name"), .kind = CellKind::Code},
                      {.id = QStringLiteral("state"), .kind = CellKind::State, .look = look},
                      {.id = QStringLiteral("memory"), .kind = CellKind::Bar, .unit = Unit::Bytes},
                      {.id = QStringLiteral("created"), .kind = CellKind::Time},
                      {.id = QStringLiteral("size"), .kind = CellKind::Number}},
                     &clock);
    constexpr double gibi = 1024.0 * 1024 * 1024;
    const Time created = clock.now() - std::chrono::seconds(250);
    model.apply({{.id = "x",
                  .cells = {"w", "waiting", Capacity{0.9 * gibi, 4 * gibi}, created},
                  .reason = "worker-03 has no room"}});
    const auto data = [&](int column, int role) { return model.index(0, column).data(role); };
    QCOMPARE(data(1, Qt::DisplayRole).toString(), QStringLiteral("Pending"));
    QCOMPARE(data(1, Qt::AccessibleTextRole).toString(), QStringLiteral("Pending"));
    QCOMPARE(data(1, Qt::ToolTipRole).toString(), QStringLiteral("worker-03 has no room"));
    QCOMPARE(data(1, TableModel::StateRole).value<StateLook>().shape, Shape::Ring);
    QCOMPARE(data(1, TableModel::RawRole).toString(), QStringLiteral("waiting"));
    QCOMPARE(data(2, Qt::DisplayRole).toString(), QStringLiteral("0.9 of 4\u00a0GiB"));
    QCOMPARE(data(2, TableModel::RawRole).value<Capacity>().limit, 4 * gibi);
    QCOMPARE(data(3, Qt::DisplayRole).toString(), QStringLiteral("4 min ago"));
    QCOMPARE(data(3, Qt::ToolTipRole).toString(), fullTimeText(created));
    QCOMPARE(data(4, Qt::DisplayRole).toString(), QStringLiteral("–"));
    QVERIFY(!data(4, TableModel::RawRole).isValid());
    QVERIFY(data(4, Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignRight);
    QCOMPARE(data(0, TableModel::IdRole).toString(), QStringLiteral("x"));
}

QTEST_MAIN(TableModelTest)
#include "table_model_test.moc"
