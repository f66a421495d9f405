// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a table of 100 000 rows costs the GUI thread, as lines of "case value unit": processor time, so that other work
// of the computer does not count. A case of waiting is the worst of its repetitions: somebody would have seen it late.

#include "ui/widgets/table/table_pane.h"

#include <QApplication>
#include <QElapsedTimer>

#include <ctime>
#include <format>
#include <functional>
#include <map>
#include <random>

using namespace portolan;
using namespace portolan::ui;

namespace {

constexpr int count = 100'000;
constexpr int updatesPerSecond = 5000;
constexpr int seconds = 10;

std::vector<TableColumn> columns()
{
    const auto look = [](std::string_view value) {
        return StateLook{Shape::Disc, Tone::Ok, QString::fromUtf8(value.data(), qsizetype(value.size()))};
    };
    return {
        {.id = QStringLiteral("name"), .title = QStringLiteral("Name"), .kind = CellKind::Code},
        {.id = QStringLiteral("status"), .title = QStringLiteral("State"), .kind = CellKind::State, .look = look},
        {.id = QStringLiteral("blueprint"), .title = QStringLiteral("Blueprint")},
        {.id = QStringLiteral("owner"), .title = QStringLiteral("Owner")},
        {.id = QStringLiteral("cpu"), .title = QStringLiteral("CPU"), .kind = CellKind::Bar, .unit = Unit::Cores},
        {.id = QStringLiteral("memory"), .title = QStringLiteral("Memory"), .kind = CellKind::Bar, .unit = Unit::Bytes},
        {.id = QStringLiteral("age"), .title = QStringLiteral("Age"), .kind = CellKind::Age}};
}

class Rows
{
public:
    TableRow row(int number)
    {
        static const std::vector<std::string> states{"Running", "Starting", "Stopped", "Error"};
        static const std::vector<std::string> blueprints{"shell", "python", "golang", "jupyter", "rust"};
        const auto some = [this](int limit) { return std::uniform_int_distribution(0, limit - 1)(m_random); };
        const std::string owner = "student-" + std::to_string(number % 5000);
        return {.id = std::to_string(number),
                .cells = {owner + "-" + std::format("{:07x}", number * 7919), states[std::size_t(some(4))],
                          blueprints[std::size_t(number % 5)], owner, Capacity{some(2000) / 1000.0, 2},
                          Capacity{some(4096) * 1048576.0, 4294967296.0},
                          Time(std::chrono::seconds(1'760'000'000 + number * 10))}};
    }
    int number() { return std::uniform_int_distribution(0, count - 1)(m_random); }

private:
    std::mt19937 m_random{1};
};

double cpuSeconds(clockid_t clock)
{
    timespec used{};
    clock_gettime(clock, &used);
    return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
}

double timed(const std::function<void()> &work)
{
    const double before = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
    work();
    QCoreApplication::processEvents(); // with what the view makes of it
    return 1000 * (cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - before);
}

void tell(const char *name, double value, const char *unit)
{
    std::printf("%s %.2f %s\n", name, value, unit);
    std::fflush(stdout);
}

void tellWorst(const char *name, const std::vector<std::function<void()>> &works)
{
    double worst = 0;
    for (int round = 0; round < 3; ++round)
        for (const auto &work : works)
            worst = std::max(worst, timed(work));
    tell(name, worst, "ms");
}

/// An event stream, a few events at each turn of the loop, while the table is in sight and sorted by what changes.
void updates(TableModel &model, Rows &rows, const char *share, const char *worstName)
{
    QElapsedTimer timer;
    timer.start();
    double worst = 0;
    double making = 0;
    const double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    for (std::int64_t sent = 0; timer.elapsed() < seconds * 1000;) {
        const double start = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
        std::vector<TableRow> made;
        for (const std::int64_t due = timer.elapsed() * updatesPerSecond / 1000; sent < due; ++sent)
            made.push_back(rows.row(rows.number()));
        making += cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - start; // the server's part of the work
        worst = std::max(worst, timed([&] {
                             for (TableRow &row : made)
                                 model.queue(std::move(row));
                         }));
        timespec pause{.tv_sec = 0, .tv_nsec = 2'000'000};
        nanosleep(&pause, nullptr);
    }
    const double elapsed = double(timer.elapsed()) / 1000;
    tell(share, 100 * (cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before - making) / elapsed, "%");
    tell(worstName, worst, "ms");
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    applyAppearance(application, Appearance::Light);
    TableModel model(columns());
    TablePane pane(model, nullptr, QStringLiteral("bench"), QStringLiteral("Bench"));
    pane.view().restore(QStringLiteral("name"));
    pane.resize(1200, 900);
    pane.show();
    Rows rows;
    std::vector<TableRow> all;
    for (int number = 0; number < count; ++number)
        all.push_back(rows.row(number));
    tell("table_first_rows", timed([&] { model.reset(std::move(all)); }), "ms");

    auto &header = pane.view().header();
    for (const auto &[name, id] : std::map<const char *, const char *>{
             {"table_sort_name", "name"}, {"table_sort_owner", "owner"}, {"table_sort_cpu", "cpu"}}) {
        const int column = model.columnOf(QString::fromLatin1(id));
        tellWorst(name, {[&] { header.setSortIndicator(model.columnOf(u"age"), Qt::AscendingOrder); },
                         [&, column] { header.setSortIndicator(column, Qt::AscendingOrder); },
                         [&, column] { header.setSortIndicator(column, Qt::DescendingOrder); }});
    }
    std::vector<std::function<void()>> keystrokes;
    for (const char *text : {"s", "st", "stu", "student-17", "owner:student-17* cpu>1", "age<7h", "-status:run", ""})
        keystrokes.emplace_back([&pane, text] { pane.setFilterText(QString::fromLatin1(text)); });
    tellWorst("table_filter_keystroke", keystrokes);
    tellWorst("table_scroll", {[&] { pane.view().scrollToBottom(); }, [&] { pane.view().scrollToTop(); }});
    updates(model, rows, "table_updates_core_share", "table_updates_longest_turn");
    header.setSortIndicator(model.columnOf(u"cpu"), Qt::DescendingOrder);
    pane.setFilterText(QStringLiteral("status:running"));
    updates(model, rows, "table_sorted_updates_core_share", "table_sorted_updates_longest_turn");
    pane.view().selectAll();
    updates(model, rows, "table_selected_updates_core_share", "table_selected_updates_longest_turn");
    return 0;
}
