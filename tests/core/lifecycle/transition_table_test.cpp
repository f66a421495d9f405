// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lifecycle/connection.h"
#include "core/lifecycle/diagrams.h"
#include "core/lifecycle/job.h"
#include "core/lifecycle/workshop_session.h"
#include "core/lifecycle/workspace.h"

#include "tests/support/run.h"

#include <QFile>

using namespace portolan;

/// The tables, restated by hand as a matrix: a change of a table must be meant.
class TransitionTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workspaceTakesEveryEventInEveryStateAsWritten();
    void workshopSessionTakesEveryEventInEveryStateAsWritten();
    void jobTakesEveryEventInEveryStateAsWritten();
    void connectionTakesEveryEventInEveryStateAsWritten();
    void findsDoubledAndUnreachable();
    void documentationIsCurrent();
};

namespace {

template <class Table, class Matrix>
void compareWithMatrix(const Table &table, const Matrix &matrix)
{
    using State = decltype(table.initial());
    using Event = decltype(table.transitions()[0].event);
    for (const auto &[state, stateName] : schema::EnumNames<State>::names) {
        for (const auto &[event, eventName] : schema::EnumNames<Event>::names) {
            const std::string_view wanted = matrix.at(std::string(stateName)).at(std::string(eventName));
            const auto next = table.next(state, event);
            QCOMPARE(next ? schema::enumName(*next) : "-", wanted);
        }
    }
}

using Matrix = std::map<std::string, std::map<std::string, std::string>>;

Matrix matrixOf(const std::vector<std::string> &events, const std::map<std::string, std::vector<std::string>> &rows)
{
    Matrix matrix;
    for (const auto &[state, cells] : rows)
        for (std::size_t at = 0; at < events.size(); ++at)
            matrix[state][events[at]] = cells.at(at);
    return matrix;
}

enum class Lamp { Off, On, Broken };
enum class Switch { Press };

} // namespace

template <>
struct portolan::schema::EnumNames<Lamp> {
    static constexpr std::array<std::pair<Lamp, std::string_view>, 3> names{
        {{Lamp::Off, "Off"}, {Lamp::On, "On"}, {Lamp::Broken, "Broken"}}};
};
template <>
struct portolan::schema::EnumNames<Switch> {
    static constexpr std::array<std::pair<Switch, std::string_view>, 1> names{{{Switch::Press, "Press"}}};
};

void TransitionTableTest::workspaceTakesEveryEventInEveryStateAsWritten()
{
    compareWithMatrix(lifecycle::workspaceTable,
                      matrixOf({"Start", "Started", "StartFailed", "Exited", "Stop", "Ended", "StopFailed", "Delete"},
                               {{"Starting", {"-", "Running", "Error", "-", "Stopping", "-", "-", "Terminating"}},
                                {"Running", {"-", "-", "-", "Error", "Stopping", "-", "-", "Terminating"}},
                                {"Stopping", {"-", "-", "-", "-", "-", "Stopped", "Error", "Terminating"}},
                                {"Stopped", {"Starting", "-", "-", "-", "-", "-", "-", "Terminating"}},
                                {"Error", {"Starting", "-", "-", "-", "Stopping", "-", "-", "Terminating"}},
                                {"Terminating", {"-", "-", "-", "-", "-", "-", "-", "-"}}}));
}

void TransitionTableTest::workshopSessionTakesEveryEventInEveryStateAsWritten()
{
    compareWithMatrix(lifecycle::workshopSessionTable, matrixOf({"Ready", "Activate", "End", "Gone"},
                                                                {{"STARTING", {"WAITING", "RUNNING", "STOPPING", "-"}},
                                                                 {"WAITING", {"-", "RUNNING", "STOPPING", "-"}},
                                                                 {"RUNNING", {"-", "-", "STOPPING", "-"}},
                                                                 {"STOPPING", {"-", "-", "-", "STOPPED"}},
                                                                 {"STOPPED", {"-", "-", "-", "-"}}}));
}

void TransitionTableTest::jobTakesEveryEventInEveryStateAsWritten()
{
    compareWithMatrix(lifecycle::jobTable,
                      matrixOf({"succeed", "fail", "cancel"}, {{"running", {"succeeded", "failed", "cancelled"}},
                                                               {"succeeded", {"-", "-", "-"}},
                                                               {"failed", {"-", "-", "-"}},
                                                               {"cancelled", {"-", "-", "-"}}}));
}

void TransitionTableTest::connectionTakesEveryEventInEveryStateAsWritten()
{
    compareWithMatrix(lifecycle::connectionTable,
                      matrixOf({"Open", "Prepared", "Reached", "Loaded", "Break", "Refuse", "Retry", "Close"},
                               {{"Idle", {"Preparing", "-", "-", "-", "-", "-", "-", "-"}},
                                {"Preparing", {"-", "Connecting", "-", "-", "Lost", "Refused", "-", "Idle"}},
                                {"Connecting", {"-", "-", "Synchronising", "-", "Lost", "Refused", "-", "Idle"}},
                                {"Synchronising", {"-", "-", "-", "Live", "Lost", "Refused", "-", "Idle"}},
                                {"Live", {"-", "-", "-", "-", "Lost", "Refused", "-", "Idle"}},
                                {"Lost", {"-", "-", "-", "-", "-", "-", "Preparing", "Idle"}},
                                {"Refused", {"-", "-", "-", "-", "-", "-", "Preparing", "Idle"}}}));
}

void TransitionTableTest::findsDoubledAndUnreachable()
{
    using T = lifecycle::Transition<Lamp, Switch>;
    const lifecycle::TransitionTable fine{
        "Lamp", Lamp::Off,
        std::to_array<T>({{Lamp::Off, Switch::Press, Lamp::On, ""}, {Lamp::On, Switch::Press, Lamp::Broken, ""}})};
    QVERIFY(fine.isWellFormed());
    QVERIFY(fine.isFinal(Lamp::Broken));
    const lifecycle::TransitionTable doubled{
        "Lamp", Lamp::Off,
        std::to_array<T>({{Lamp::Off, Switch::Press, Lamp::On, ""}, {Lamp::Off, Switch::Press, Lamp::Broken, ""}})};
    QVERIFY(!doubled.isWellFormed());
    const lifecycle::TransitionTable unreachable{"Lamp", Lamp::Off,
                                                 std::to_array<T>({{Lamp::Off, Switch::Press, Lamp::On, ""}})};
    QVERIFY(!unreachable.isWellFormed());
}

void TransitionTableTest::documentationIsCurrent()
{
    QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR "/docs/lifecycle.md"));
    const QByteArray wanted = QByteArray::fromStdString(lifecycle::diagrams());
    if (qEnvironmentVariableIsSet("PORTOLAN_UPDATE_DOCS")) {
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(wanted), wanted.size());
        file.close();
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY2(file.readAll() == wanted, "docs/lifecycle.md is not what core/lifecycle says; run this test with "
                                       "PORTOLAN_UPDATE_DOCS=1 and commit the page");
}

QTEST_GUILESS_MAIN(TransitionTableTest)
#include "transition_table_test.moc"
