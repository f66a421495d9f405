// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/user_change.h"
#include "core/model/workspace/workspace_name.h"

#include "tests/support/run.h"

using namespace portolan;

class WorkspaceNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void derivesAsTheSpecSays();
    void tellsDerivedFromChosen();
    void refusesWhatIsNoLabel();
    void refusesOddUserNames();
};

void WorkspaceNameTest::derivesAsTheSpecSays()
{
    // Test vectors of the spec, section 3.2.
    QCOMPARE(derivedWorkspaceName("alice", "dev"), "alice-59936c3");
    QCOMPARE(derivedWorkspaceName("alice", "Dev"), "alice-8560552");
}

void WorkspaceNameTest::tellsDerivedFromChosen()
{
    QVERIFY(looksDerived("alice-59936c3"));
    QVERIFY(!looksDerived("alice-59936c"));
    QVERIFY(!looksDerived("alice-59936cg"));
    QVERIFY(!looksDerived("59936c3"));
    QVERIFY(refuseWorkspaceName("alice-59936c3").has_value());
    QVERIFY(!refuseWorkspaceName("alice-second").has_value());
}

void WorkspaceNameTest::refusesWhatIsNoLabel()
{
    for (const char *name : {"", "-a", "a-", "A", "a_b", "a.b", "a/b", "..", "a b"})
        QVERIFY2(refuseWorkspaceName(name).has_value(), name);
    QVERIFY(refuseWorkspaceName(std::string(64, 'a')).has_value());
    QVERIFY(!refuseWorkspaceName(std::string(63, 'a')).has_value());
}

void WorkspaceNameTest::refusesOddUserNames()
{
    for (const char *name : {"", "Alice", "-a", "a~b", "a/b", "a b", "\xc3\xa4"})
        QVERIFY2(refuseUsername(name).has_value(), name);
    QVERIFY(!refuseUsername("alice_2-b").has_value());
}

QTEST_GUILESS_MAIN(WorkspaceNameTest)
#include "workspace_name_test.moc"
