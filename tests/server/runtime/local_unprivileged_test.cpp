// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/runtime/local_contract.h"

#include <QCoreApplication>

#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>

using namespace portolan;
using namespace portolan::runtime;
using namespace portolan::test;

/// The contract for a server that is an ordinary user: the one who runs the test, or nobody in particular for root.
class LocalUnprivilegedTest : public LocalContract
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(geteuid() != 0); }

    void saysWhatIsNotEnforced()
    {
        for (const auto &enforcement : runtime().enforcement()) {
            if (enforcement.what == "uid")
                QVERIFY(!enforcement.enforced && enforcement.reason.contains("root"));
            if (enforcement.what == "processes")
                QVERIFY(enforcement.enforced);
        }
    }

    void runsAsTheServer()
    {
        VERIFY_RESULT(start(spec("a1", 5)));
        struct stat home{};
        QCOMPARE(stat((folder("a1") / "home").c_str(), &home), 0);
        QCOMPARE(home.st_uid, geteuid());
        QCOMPARE(inside("a1", "id -u; id -un; unshare --user true || echo none").output.substr(0, 11),
                 std::string("1000\nuser5\n"));
    }

    void goesOnWithoutANetwork()
    {
        config.pasta = "/usr/bin/false";
        restart();
        config.pasta = LocalConfig().pasta;
        QVERIFY(!enforces("network"));
        std::vector<std::string> messages;
        VERIFY_RESULT(run(runtime().start(spec("a1"),
                                          [&](int, std::string message) { messages.push_back(std::move(message)); })));
        QVERIFY(std::ranges::any_of(messages,
                                    [](const std::string &message) { return message.starts_with("Without network"); }));
        QCOMPARE(inside("a1", "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '").output, std::string("lo"));
    }
};

int main(int argc, char **argv)
{
    // An ordinary user without groups, and whom no other run of this test is.
    const uid_t ordinary = 500'000'000u + static_cast<uid_t>(getpid());
    if (geteuid() == 0
        && (setgroups(0, nullptr) != 0 || setresgid(ordinary, ordinary, ordinary) != 0
            || setresuid(ordinary, ordinary, ordinary) != 0 || prctl(PR_SET_DUMPABLE, 1) != 0))
        return 1;
    QCoreApplication application(argc, argv);
    LocalUnprivilegedTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "local_unprivileged_test.moc"
#include "moc_runtime_contract.cpp"
