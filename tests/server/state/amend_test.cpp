// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/state/amend.h"

#include "tests/support/run.h"

#include <QTemporaryDir>

#include <algorithm>
#include <ranges>
#include <vector>

using namespace portolan;
using namespace portolan::test;

/// More at once than an amendment is tried again.
constexpr int many = 10 * amendAttempts;

class AmendTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void noneOfManyIsLost();
    void numbersOfManyAreGivenOnce();
    void changesOfOthersAreKept();
    void anEditMayRefuse();
    void aRowThatStaysIsNotWritten();
    void onlyTheVersionThatIsExpected();
    void cleanup();

private:
    [[nodiscard]] std::int64_t last() const { return m_state->counters.find("c")->value.last; }

    std::unique_ptr<QTemporaryDir> m_folder;
    SystemClock m_clock;
    std::unique_ptr<State> m_state;
};

namespace {

Result<void> addOne(Counter &row, store::Change &)
{
    ++row.last;
    return {};
}

store::Change rowOf(std::int64_t number)
{
    store::Change change;
    change.put(Counter{.name = std::format("made {}", number)}, store::absent);
    return change;
}

} // namespace

void AmendTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto state = State::open(m_folder->filePath(QStringLiteral("portolan.db")).toStdString(), m_clock);
    VERIFY_RESULT(state);
    m_state = std::move(*state);
    store::Change change;
    change.put(Counter{.name = "c", .last = 0}, store::absent);
    VERIFY_RESULT(run(m_state->ledger().commit(std::move(change))));
}

void AmendTest::noneOfManyIsLost()
{
    std::vector<Task<Result<Counter>>> amendments;
    for (int number = 0; number < many; ++number)
        amendments.push_back(amend<Counter>(*m_state, m_state->counters, "c", addOne));
    for (auto &amendment : amendments)
        VERIFY_RESULT(run(std::move(amendment)));
    QCOMPARE(last(), many);
}

void AmendTest::numbersOfManyAreGivenOnce()
{
    std::vector<Task<Result<std::int64_t>>> commits;
    for (int number = 0; number < many; ++number)
        commits.push_back(commitNumbered(*m_state, "n", 0, rowOf));
    std::vector<std::int64_t> numbers;
    for (auto &commit : commits) {
        const auto number = run(std::move(commit));
        VERIFY_RESULT(number);
        numbers.push_back(*number);
    }
    std::ranges::sort(numbers);
    QVERIFY(std::ranges::equal(numbers, std::views::iota(1, many + 1)));
}

/// A change that waits for nobody is not overwritten.
void AmendTest::changesOfOthersAreKept()
{
    bool isFirst = true;
    auto amended = run(amend<Counter>(*m_state, m_state->counters, "c", [&](Counter &row, store::Change &) {
        if (std::exchange(isFirst, false)) {
            store::Change other;
            other.put(Counter{.name = "c", .last = 100}, std::nullopt);
            const auto committed = run(m_state->ledger().commit(std::move(other)));
            if (!committed)
                return Result<void>(std::unexpected(committed.error()));
        }
        ++row.last;
        return Result<void>();
    }));
    VERIFY_RESULT(amended);
    QCOMPARE(amended->last, 101);
    QCOMPARE(last(), 101);
}

void AmendTest::anEditMayRefuse()
{
    const auto refuse = [](Counter &row, store::Change &) -> Result<void> {
        ++row.last;
        return fail(ErrorCode::Conflict, "not now");
    };
    COMPARE_ERROR(run(amend<Counter>(*m_state, m_state->counters, "c", refuse)), ErrorCode::Conflict);
    COMPARE_ERROR(run(amend<Counter>(*m_state, m_state->counters, "another", addOne)), ErrorCode::NotFound);
    QCOMPARE(last(), 0);
    VERIFY_RESULT(run(amend<Counter>(*m_state, m_state->counters, "c", addOne))); // the turn was given back
    QCOMPARE(last(), 1);
}

void AmendTest::aRowThatStaysIsNotWritten()
{
    const auto before = m_state->counters.find("c")->version;
    const auto stay = [](Counter &, store::Change &change) {
        change.record({.type = "counter.seen", .subjectKind = "counter", .subjectId = "c"});
        return Result<void>();
    };
    VERIFY_RESULT(run(amend<Counter>(*m_state, m_state->counters, "c", stay)));
    QCOMPARE(m_state->counters.find("c")->version, before);
}

void AmendTest::onlyTheVersionThatIsExpected()
{
    const auto version = m_state->counters.find("c")->version;
    VERIFY_RESULT(run(amend<Counter>(*m_state, m_state->counters, "c", addOne, version)));
    COMPARE_ERROR(run(amend<Counter>(*m_state, m_state->counters, "c", addOne, version)),
                  ErrorCode::PreconditionFailed);
    QCOMPARE(last(), 1);
}

void AmendTest::cleanup()
{
    m_state->close();
    m_state.reset();
}

QTEST_GUILESS_MAIN(AmendTest)
#include "amend_test.moc"
