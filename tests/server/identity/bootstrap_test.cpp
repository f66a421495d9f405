// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/bootstrap.h"

#include "server/identity/user_service.h"
#include "server/store/database.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::test;

class BootstrapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheFirstUserOnce();
    void numbersWhatIsOlder();

private:
    [[nodiscard]] std::unique_ptr<State> open(const QTemporaryDir &folder)
    {
        auto state = State::open(folder.filePath(QStringLiteral("portolan.db")).toStdString(), m_clock);
        if (!state)
            qFatal("%s", state.error().detail.c_str());
        if (const auto made = run(identity::bootstrap(**state, m_random,
                                                      folder.filePath(QStringLiteral("admin-token")).toStdString()));
            !made)
            qFatal("%s", made.error().detail.c_str());
        return std::move(*state);
    }

    SystemClock m_clock;
    SystemRandom m_random;
};

void BootstrapTest::makesTheFirstUserOnce()
{
    const QTemporaryDir folder;
    std::int64_t version = 0;
    for (int start = 0; start < 2; ++start) {
        const auto state = open(folder);
        QCOMPARE(state->users.size(), 1U);
        QCOMPARE(state->tokens.size(), 1U);
        const auto admin = state->users.find("admin");
        QVERIFY(start == 0 || admin->version == version);
        version = admin->version;
        state->close();
    }
}

void BootstrapTest::numbersWhatIsOlder()
{
    const QTemporaryDir folder;
    {
        const auto state = open(folder);
        store::Change change;
        change.put(User{.username = "alice", .roles = {Role::User}, .number = 7, .created = m_clock.now()},
                   store::absent);
        VERIFY_RESULT(run(state->ledger().commit(std::move(change))));
        state->close();
    }
    { // as it was before: no counters, no numbers of tokens
        auto database = store::Database::open(folder.filePath(QStringLiteral("portolan.db")).toStdString());
        VERIFY_RESULT(database);
        for (const char *sql : {"DELETE FROM records WHERE kind = 'counter'",
                                "UPDATE records SET json = REPLACE(json, '\"id\":1,', '') WHERE kind = 'token'"})
            VERIFY_RESULT(database->execute(sql));
    }
    const auto state = open(folder);
    QCOMPARE(state->tokens.all().front()->value.id, 1);
    identity::PasswordService passwords(*state, m_random, {.work = {.memoryKib = 64, .passes = 1}});
    identity::UserService users(*state, passwords);
    const identity::Principal actor{.username = "admin", .roles = {Role::Admin}};
    VERIFY_RESULT(run(users.update("alice", {.fullname = "Alice"}, actor)));
    COMPARE_ERROR(run(users.remove("admin", actor)), ErrorCode::Conflict);
    const auto made = run(users.create({.username = "bert"}, actor));
    VERIFY_RESULT(made);
    QCOMPARE(made->number, 8U);
    state->close();
}

QTEST_GUILESS_MAIN(BootstrapTest)
#include "bootstrap_test.moc"
