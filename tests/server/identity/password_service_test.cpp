// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password_service.h"

#include "server/identity/bootstrap.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::identity;
using namespace portolan::test;

class PasswordServiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aLoginRenewsAHashOfLessWork();
    void manyGuessesAtOnceCloseIt();
    void cleanupTestCase() { m_state->close(); }

private:
    [[nodiscard]] std::string hash() const { return m_state->passwords.find("admin")->value.hash; }

    static constexpr Argon2 little{.memoryKib = 64, .passes = 1};
    static constexpr Argon2 more{.memoryKib = 128, .passes = 2};

    QTemporaryDir m_folder;
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<State> m_state;
};

void PasswordServiceTest::initTestCase()
{
    auto state = State::open(m_folder.filePath(QStringLiteral("portolan.db")).toStdString(), m_clock);
    VERIFY_RESULT(state);
    m_state = std::move(*state);
    VERIFY_RESULT(run(bootstrap(*m_state, m_random, m_folder.filePath(QStringLiteral("token")).toStdString())));
}

void PasswordServiceTest::aLoginRenewsAHashOfLessWork()
{
    PasswordService before(*m_state, m_random, {.work = little});
    VERIFY_RESULT(run(before.set("admin", "a good password", {.username = "admin"})));
    const std::string old = hash();
    VERIFY_RESULT(run(before.check("admin", "a good password")));
    QCOMPARE(hash(), old);
    PasswordService after(*m_state, m_random, {.work = more});
    COMPARE_ERROR(run(after.check("admin", "another")), ErrorCode::Unauthenticated);
    QCOMPARE(hash(), old);
    VERIFY_RESULT(run(after.check("admin", "a good password")));
    QVERIFY(hash() != old);
    QVERIFY(!isOutdated(hash(), more));
    VERIFY_RESULT(run(after.check("admin", "a good password")));
}

/// Of guesses that come at once, those after the one that closes the account do not tell whether they were right.
void PasswordServiceTest::manyGuessesAtOnceCloseIt()
{
    PasswordService service(*m_state, m_random, {.failures = 3, .work = more});
    VERIFY_RESULT(run(service.set("admin", "a good password", {.username = "admin"})));
    std::vector<Task<Result<void>>> guesses;
    for (int number = 0; number < 20; ++number)
        guesses.push_back(service.check("admin", std::format("guess {}", number)));
    guesses.push_back(service.check("admin", "a good password"));
    for (auto &guess : guesses)
        COMPARE_ERROR(run(std::move(guess)), ErrorCode::Unauthenticated);
    QVERIFY(service.lockedUntil("admin"));
    COMPARE_ERROR(run(service.check("admin", "a good password")), ErrorCode::Unauthenticated);
    VERIFY_RESULT(run(service.clearLockout("admin", {.username = "admin"})));
    VERIFY_RESULT(run(service.check("admin", "a good password")));
}

QTEST_GUILESS_MAIN(PasswordServiceTest)
#include "password_service_test.moc"
