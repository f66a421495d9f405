// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/workspace_numbers.h"

#include "core/model/workspace/workspace.h"

#include <QTest>

#include <set>

using namespace portolan;
using namespace portolan::portals;
using namespace std::chrono_literals;

class WorkspaceNumbersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void eachComesOnceInARound();
    void whatIsFreeIsFound();
    void aNumberComesAgainLate();
    void whoIsFullLooksRarely();

private:
    [[nodiscard]] WorkspaceNumbers numbers()
    {
        return WorkspaceNumbers(m_clock, [this](std::uint32_t number) {
            ++m_looks;
            return m_taken.contains(number);
        });
    }

    ManualClock m_clock;
    std::set<std::uint32_t> m_taken;
    int m_looks = 0;
};

void WorkspaceNumbersTest::init()
{
    m_taken.clear();
    m_looks = 0;
}

void WorkspaceNumbersTest::eachComesOnceInARound()
{
    auto numbers = this->numbers();
    std::set<std::uint32_t> given;
    for (std::uint32_t i = 0; i < sessionNumbers; ++i)
        given.insert(numbers.next().value());
    QCOMPARE(given.size(), sessionNumbers);
    QCOMPARE(*given.begin(), firstSessionNumber);
    QCOMPARE(*given.rbegin(), firstSessionNumber + sessionNumbers - 1);
    QCOMPARE(m_looks, int(sessionNumbers)); // Each was looked at once.
}

void WorkspaceNumbersTest::whatIsFreeIsFound()
{
    const std::set<std::uint32_t> free{firstSessionNumber, firstSessionNumber + 5'000, firstSessionNumber + 5'001,
                                       firstSessionNumber + sessionNumbers - 1};
    for (std::uint32_t number = firstSessionNumber; number < firstSessionNumber + sessionNumbers; ++number)
        if (!free.contains(number))
            m_taken.insert(number);
    auto numbers = this->numbers();
    std::set<std::uint32_t> given;
    for (std::size_t i = 0; i < free.size(); ++i)
        given.insert(numbers.next().value());
    QCOMPARE(given, free);
}

void WorkspaceNumbersTest::aNumberComesAgainLate()
{
    auto numbers = this->numbers();
    const std::uint32_t first = numbers.next().value();
    for (std::uint32_t i = 1; i < sessionNumbers; ++i)
        QVERIFY(numbers.next() != first);
    QCOMPARE(numbers.next(), first);
}

void WorkspaceNumbersTest::whoIsFullLooksRarely()
{
    for (std::uint32_t number = firstSessionNumber; number < firstSessionNumber + sessionNumbers; ++number)
        m_taken.insert(number);
    auto numbers = this->numbers();
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(numbers.next(), std::nullopt);
    QCOMPARE(m_looks, int(sessionNumbers));
    m_taken.erase(firstSessionNumber + 77);
    QCOMPARE(numbers.next(), std::nullopt);
    m_clock.advance(1s);
    QCOMPARE(numbers.next(), firstSessionNumber + 77);
}

QTEST_GUILESS_MAIN(WorkspaceNumbersTest)
#include "workspace_numbers_test.moc"
