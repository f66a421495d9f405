// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_pane.h"

#include "tests/support/run.h"
#include "tests/support/ui/window.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace portolan;
using namespace portolan::ui;

namespace {

std::vector<TableColumn> columns()
{
    return {{.id = QStringLiteral("name"), .title = QStringLiteral("Name"), .kind = CellKind::Code},
            {.id = QStringLiteral("owner"), .title = QStringLiteral("Owner")},
            {.id = QStringLiteral("size"), .title = QStringLiteral("Size"), .kind = CellKind::Number},
            {.id = QStringLiteral("note"), .title = QStringLiteral("Note"), .shownByDefault = false}};
}

TableRow row(int number, const std::string &owner = "anna")
{
    return {.id = "id-" + std::to_string(number),
            .cells = {"row-" + std::to_string(number), owner, std::int64_t(number), "note\twith tab"}};
}

std::vector<TableRow> rows(int count)
{
    std::vector<TableRow> rows;
    for (int number = 0; number < count; ++number)
        rows.push_back(row(number, number % 2 ? "anna" : "ben"));
    return rows;
}

} // namespace

class TableViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void selectionCursorAndPlaceSurviveABatch();
    void aRowThatGoesLeavesTheCursorInItsPlace();
    void layoutIsKeptByName();
    void oldLayoutsMeetNewColumns();
    void columnsFillTheWidthUntilResizedByHand();
    void keysSelectCopyAndActivate();
    void actionsAreRefusedWithAReason();
    void buttonsOnARowActOnThatRow();
    void theFilterLineWorksByKeyboard();
    void emptyPagesSayWhy();
    void oldDataSaysSo();
    void exportsAreWritten();
    void everythingHasAName();

private:
    void makePane(int count);
    [[nodiscard]] TableView &view() const { return m_pane->view(); }

    std::optional<QTemporaryDir> m_folder;
    std::optional<Settings> m_settings;
    ManualClock m_clock{Time(std::chrono::hours(500000))};
    std::unique_ptr<TableModel> m_model;
    std::unique_ptr<TablePane> m_pane;
};

void TableViewTest::init()
{
    m_folder.emplace();
    m_settings.emplace((m_folder->path() + QStringLiteral("/console.json")).toStdString());
    makePane(200);
}

void TableViewTest::cleanup()
{
    m_pane.reset();
    m_model.reset();
    m_settings.reset();
}

void TableViewTest::makePane(int count)
{
    m_pane.reset();
    m_model = std::make_unique<TableModel>(columns(), &m_clock);
    m_pane = std::make_unique<TablePane>(*m_model, &*m_settings, QStringLiteral("things"), QStringLiteral("Things"));
    m_pane->resize(800, 400);
    view().restore(QStringLiteral("size"));
    m_model->reset(rows(count));
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
}

void TableViewTest::selectionCursorAndPlaceSurviveABatch()
{
    QVERIFY(view().setCurrentId("id-100"));
    view().selectionModel()->select(m_model->index(m_model->rowOf("id-102"), 0),
                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const int y = view().rowViewportPosition(m_model->rowOf("id-100"));
    QSignalSpy current(&view(), &TableView::currentRowChanged);
    QSignalSpy selected(&view(), &TableView::selectedRowsChanged);
    std::vector<TableRow> upserts;
    for (int number = -50; number < 0; ++number)
        upserts.push_back(row(number));
    upserts.push_back(row(101, "somebody else"));
    m_model->apply(std::move(upserts), {"id-3", "id-99", "id-150"});
    QCOMPARE(m_model->rowOf("id-100"), 148);
    QCOMPARE(view().currentId(), "id-100");
    QCOMPARE(view().selectedIds(), (std::vector<std::string>{"id-100", "id-102"}));
    QCOMPARE(view().rowViewportPosition(m_model->rowOf("id-100")), y);
    QCOMPARE(current.size(), 0);
    QCOMPARE(selected.size(), 0);

    // Without the cursor in sight, the rows in sight stay.
    view().verticalScrollBar()->setValue(20 * view().rowHeight(0) + 7);
    const std::string top = m_model->rowAt(view().rowAt(0)).id;
    m_model->apply({row(-100), row(-101)});
    QCOMPARE(m_model->rowAt(view().rowAt(0)).id, top);
    QCOMPARE(view().rowViewportPosition(view().rowAt(0)), -7);

    // At the top one sees what is new.
    view().verticalScrollBar()->setValue(0);
    m_model->apply({row(-200)});
    QCOMPARE(view().verticalScrollBar()->value(), 0);
}

void TableViewTest::aRowThatGoesLeavesTheCursorInItsPlace()
{
    view().setCurrentId("id-10");
    QSignalSpy current(&view(), &TableView::currentRowChanged);
    QSignalSpy selected(&view(), &TableView::selectedRowsChanged);
    m_model->apply({}, {"id-10", "id-50", "id-90"});
    QCOMPARE(view().currentId(), "id-11");
    QVERIFY(view().selectedIds().empty()); // what comes next must not hit a row that nobody chose
    QCOMPARE(current.size(), 1);
    QCOMPARE(selected.size(), 1);
    m_model->reset({});
    QCOMPARE(view().currentId(), "");
    QCOMPARE(current.size(), 2);
}

void TableViewTest::layoutIsKeptByName()
{
    auto &header = view().header();
    header.setShown(3, true);
    header.setShown(1, false);
    header.moveColumn(2, -1);
    header.resizeSection(0, 321);
    header.setSortIndicator(0, Qt::DescendingOrder);
    const auto kept = m_settings->value(QStringLiteral("tables.things"));
    makePane(20);
    QCOMPARE(m_settings->value(QStringLiteral("tables.things")), kept); // showing a table changes nothing
    auto &again = view().header();
    QVERIFY(!again.isSectionHidden(3));
    QVERIFY(again.isSectionHidden(1));
    QCOMPARE(again.visualIndex(2), 0);
    QVERIFY(std::abs(again.sectionSize(0) - 321) <= 1);
    QCOMPARE(m_model->sortColumn(), 0);
    QCOMPARE(m_model->rowAt(0).id, "id-19");

    again.resetColumns();
    QVERIFY(again.isSectionHidden(3));
    QVERIFY(!again.isSectionHidden(1));
    QCOMPARE(again.visualIndex(2), 2);
    QCOMPARE(m_model->sortColumn(), 2);
    QCOMPARE(m_model->rowAt(0).id, "id-0");
}

void TableViewTest::oldLayoutsMeetNewColumns()
{
    m_settings->setValue(QStringLiteral("tables.things"),
                         QJsonDocument::fromJson(R"({"columns": [{"id": "gone"}, {"id": "size", "width": 20},
        {"id": "name", "shown": false, "width": -3}, {"id": "size"}, 7], "sort": "gone"})")
                             .object());
    makePane(5);
    const auto &header = view().header();
    QVERIFY(header.isSectionHidden(0));
    QVERIFY(!header.isSectionHidden(1)); // new: behind the one it is behind by itself
    QVERIFY(header.isSectionHidden(3));  // new, and not shown by default
    QCOMPARE(header.visualIndex(2), 0);
    QCOMPARE(header.visualIndex(3), 1);
    QCOMPARE(header.visualIndex(0), 2);
    QCOMPARE(header.visualIndex(1), 3);
    QCOMPARE(m_model->sortColumn(), 2); // the default

    m_settings->setValue(QStringLiteral("tables.things"), QStringLiteral("damaged"));
    makePane(5);
    QVERIFY(!view().header().isSectionHidden(0));
    m_settings->setValue(QStringLiteral("tables.things"),
                         QJsonDocument::fromJson(R"({"columns": [{"id": "name", "shown": false},
        {"id": "owner", "shown": false}, {"id": "size", "shown": false}, {"id": "note", "shown": false}]})")
                             .object());
    makePane(5);
    QVERIFY(view().header().hiddenSectionCount() < 4);
    view().header().setShown(0, false);
    QVERIFY(!view().header().isSectionHidden(0)); // the last one stays
}

void TableViewTest::columnsFillTheWidthUntilResizedByHand()
{
    auto &header = view().header();
    QCOMPARE(header.length(), view().viewport()->width());
    m_pane->resize(1000, 400);
    QCOMPARE(header.length(), view().viewport()->width());
    header.resizeSection(1, 60);
    m_pane->resize(1100, 400);
    QCOMPARE(header.sectionSize(1), 60);
    header.setShown(3, true);
    QCOMPARE(header.sectionSize(1), 60);
    QVERIFY(header.sectionSize(3) > 0);
}

void TableViewTest::keysSelectCopyAndActivate()
{
    view().setFocus();
    view().setCurrentId("id-0");
    QTest::keyClick(&view(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(view().selectedIds(), (std::vector<std::string>{"id-0", "id-1"}));
    QTest::keyClick(&view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("row-0\tben\t0\nrow-1\tanna\t1\n"));
    view().header().setShown(3, true);
    view().header().moveColumn(2, -1);
    QCOMPARE(view().textOfSelection(), QStringLiteral("row-0\t0\tben\tnote with tab\nrow-1\t1\tanna\tnote with tab\n"));
    QTest::keyClick(&view(), Qt::Key_End);
    QCOMPARE(view().currentId(), "id-199");
    QTest::keyClick(&view(), Qt::Key_Home);
    QCOMPARE(view().currentId(), "id-0");
    QTest::keyClick(&view(), Qt::Key_Right);
    QCOMPARE(view().selectedIds(), (std::vector<std::string>{"id-0"}));
    QSignalSpy activated(&view(), &TableView::rowActivated);
    QTest::keyClick(&view(), Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.at(0).at(0).value<std::string>(), "id-0");
    QTest::keyClick(&view(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view().selectedIds().size(), 200U);
}

void TableViewTest::actionsAreRefusedWithAReason()
{
    QAction stop(QStringLiteral("Stop"));
    view().addRowAction({.action = &stop, .refusal = [](const std::vector<std::string> &ids) {
                             return std::ranges::contains(ids, "id-1") ? QStringLiteral("id-1 is stopped") : QString();
                         }});
    QVERIFY(!stop.isEnabled());
    view().setCurrentId("id-0");
    QVERIFY(stop.isEnabled());
    view().setCurrentId("id-1");
    QVERIFY(!stop.isEnabled());
    QCOMPARE(stop.toolTip(), QStringLiteral("id-1 is stopped"));
    m_model->apply({}, {"id-1"});
    QCOMPARE(stop.toolTip(), QStringLiteral("Nothing is selected."));
}

void TableViewTest::buttonsOnARowActOnThatRow()
{
    QAction open(QStringLiteral("Open terminal"));
    std::vector<std::string> opened;
    connect(&open, &QAction::triggered, this, [&] { opened = view().selectedIds(); });
    view().addRowAction({.action = &open, .onHover = true});
    view().setCurrentId("id-0");
    auto *button = test::named<QToolButton>(view(), QStringLiteral("Open terminal"));
    QVERIFY(!button->isVisible());
    QTest::mouseMove(view().viewport(), QPoint(100, view().rowViewportPosition(3) + 5));
    QTRY_VERIFY(button->isVisible());
    QCOMPARE(button->mapTo(view().viewport(), QPoint(0, 5)).y() / view().rowHeight(0), 3);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(opened, std::vector<std::string>{"id-3"});
}

void TableViewTest::theFilterLineWorksByKeyboard()
{
    auto *line = test::named<QLineEdit>(*m_pane, QStringLiteral("Filter"));
    view().setFocus();
    QTest::keyClick(&view(), '/');
    QTRY_VERIFY(line->hasFocus());
    QTest::keyClicks(line, QStringLiteral("owner:anna size<10"));
    QCOMPARE(m_model->rowCount(), 5);
    QVERIFY(test::named<QToolButton>(*m_pane, QStringLiteral("5 of 200 rows. Clear filter"))->isEnabled());
    QTest::keyClick(line, Qt::Key_Down);
    QTRY_VERIFY(view().hasFocus());
    QCOMPARE(view().currentId(), "id-1");
    QTest::keyClick(&view(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(line->hasFocus());
    QTest::keyClick(line, Qt::Key_Escape);
    QCOMPARE(line->text(), QString());
    QCOMPARE(m_model->rowCount(), 200);
    QCOMPARE(view().currentId(), "id-1");
    QTest::keyClick(line, Qt::Key_Escape);
    QTRY_VERIFY(view().hasFocus());
    m_pane->setFilterText(QStringLiteral("nobody:x"));
    QVERIFY(line->accessibleDescription().contains(QStringLiteral("nobody")));
    QCOMPARE(m_model->rowCount(), 200);
}

void TableViewTest::emptyPagesSayWhy()
{
    QAction make(QStringLiteral("New thing"));
    QSignalSpy made(&make, &QAction::triggered);
    m_pane->setEmpty(QStringLiteral("No things yet"), QStringLiteral("Things come from makers."), &make);
    m_pane->setFilterText(QStringLiteral("no-such-text"));
    const auto button = [this](const QString &text) -> QPushButton * {
        for (auto *candidate : m_pane->findChildren<QPushButton *>())
            if (candidate->isVisible() && candidate->text() == text)
                return candidate;
        return nullptr;
    };
    QVERIFY(!view().isVisible());
    QVERIFY(button(QStringLiteral("Clear filter")));
    button(QStringLiteral("Clear filter"))->click();
    QVERIFY(view().isVisible());
    m_model->reset({});
    QVERIFY(button(QStringLiteral("New thing")));
    button(QStringLiteral("New thing"))->click();
    QCOMPARE(made.size(), 1);
    m_pane->setLoading(true);
    QVERIFY(!button(QStringLiteral("New thing")));
    m_pane->setLoading(false);
    QVERIFY(button(QStringLiteral("New thing")));
}

void TableViewTest::oldDataSaysSo()
{
    const auto told = [this] {
        return std::ranges::any_of(m_pane->findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->text() == QStringLiteral("Data as of 12 s ago");
        });
    };
    m_pane->setStaleSince(m_clock.now());
    QVERIFY(!told());
    m_clock.advance(std::chrono::seconds(12));
    QTRY_VERIFY(told());
    m_pane->setStaleSince(std::nullopt);
    QVERIFY(!told());
}

void TableViewTest::exportsAreWritten()
{
    m_model->reset({row(1, "=SUM(A1)"), row(2, "a, \"b\""), row(3, "anna")});
    m_pane->setFilterText(QStringLiteral("-anna"));
    QSignalSpy finished(m_pane.get(), &TablePane::exportFinished);
    QSignalSpy failed(m_pane.get(), &TablePane::exportFailed);
    const QString csv = m_folder->path() + QStringLiteral("/out.csv");
    m_pane->exportTo(csv, ExportFormat::Csv, false);
    QTRY_COMPARE(finished.size(), 1);
    QFile file(csv);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("Name,Owner,Size\r\nrow-1,'=SUM(A1),1\r\nrow-2,\"a, \"\"b\"\"\",2\r\n"));

    const QString json = m_folder->path() + QStringLiteral("/out.json");
    m_pane->exportTo(json, ExportFormat::Json, true);
    QTRY_COMPARE(finished.size(), 2);
    QFile other(json);
    QVERIFY(other.open(QIODevice::ReadOnly));
    const auto list = QJsonDocument::fromJson(other.readAll()).array();
    QCOMPARE(list.size(), 3);
    QCOMPARE(list[0], QJsonObject({{QStringLiteral("name"), QStringLiteral("row-1")},
                                   {QStringLiteral("owner"), QStringLiteral("=SUM(A1)")},
                                   {QStringLiteral("size"), 1},
                                   {QStringLiteral("note"), QStringLiteral("note\twith tab")}}));

    m_pane->exportTo(m_folder->path() + QStringLiteral("/no/such/folder.csv"), ExportFormat::Csv, true);
    QTRY_COMPARE(failed.size(), 1);
}

void TableViewTest::everythingHasAName()
{
    QAction primary(QStringLiteral("New thing"));
    m_pane->setPrimary(&primary);
    QCOMPARE(test::namelessControls(*m_pane), QString());
}

QTEST_MAIN(TableViewTest)
#include "table_view_test.moc"
