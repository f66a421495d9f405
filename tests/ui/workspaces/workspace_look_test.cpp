// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspace_look.h"

#include "core/lifecycle/workspace.h"
#include "core/model/user/policy.h"
#include "tests/support/run.h"
#include "ui/workspaces/event_line.h"

#include <set>

using namespace portolan;
using namespace portolan::ui;

namespace {

UserProfile caller(const std::string &name, std::vector<std::string> roles)
{
    return {.username = name, .roles = std::move(roles)};
}

WorkspaceDetails workspace(std::string_view status, const std::string &owner = "anna")
{
    return {.name = "one", .status = std::string(status), .username = owner};
}

Event happening(const std::string &type, const std::string &actor, const std::string &data = "{}")
{
    return {.seq = 1, .type = type, .subjectKind = "workspace", .subject = "one", .actor = actor, .data = {data}};
}

} // namespace

class WorkspaceLookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasItsLook();
    void theLifeCycleAllowsAndRefuses();
    void thePolicyAllowsAndRefuses();
    void whatIsRefusedByBothIsRefusedByThePolicy();
    void anUnknownStateIsLeftToTheServer();
    void rolesDecideWhoMakesWorkspaces();
    void namesAreRefusedInWords();
    void textsOfTheServerBecomeSentences();
    void eventsReadAsHistory();
};

void WorkspaceLookTest::everyStateHasItsLook()
{
    const auto look = [](std::string_view status) {
        const StateLook found = lookOfWorkspace(status);
        return std::pair(found.shape, found.tone);
    };
    QCOMPARE(look("Starting"), std::pair(Shape::HalfDisc, Tone::Busy));
    QCOMPARE(look("Running"), std::pair(Shape::Disc, Tone::Ok));
    QCOMPARE(look("Stopping"), std::pair(Shape::HalfDisc, Tone::Busy));
    QCOMPARE(look("Stopped"), std::pair(Shape::Square, Tone::Idle));
    QCOMPARE(look("Error"), std::pair(Shape::Cross, Tone::Bad));
    QCOMPARE(look("Terminating"), std::pair(Shape::HalfDisc, Tone::Busy));
    QCOMPARE(lookOfWorkspace("Hibernating"), (StateLook{Shape::Ring, Tone::Idle, QStringLiteral("Hibernating")}));
    QVERIFY(!lookOfWorkspace("").word.isEmpty());
    std::set<QString> words;
    for (const auto &[state, name] : schema::EnumNames<WorkspaceState>::names)
        words.insert(lookOfWorkspace(name).word);
    QCOMPARE(words.size(), schema::EnumNames<WorkspaceState>::names.size());
}

void WorkspaceLookTest::theLifeCycleAllowsAndRefuses()
{
    const UserProfile owner = caller("anna", {"user"});
    for (const auto &[state, name] : schema::EnumNames<WorkspaceState>::names) {
        const auto allowed = [&](WorkspaceAction action) {
            return refusalOf(owner, workspace(name), action).isEmpty();
        };
        const auto leads = [&](WorkspaceEvent happened) {
            return lifecycle::workspaceTable.next(state, happened).has_value();
        };
        QCOMPARE(allowed(WorkspaceAction::OpenTerminal), state == WorkspaceState::Running);
        QCOMPARE(allowed(WorkspaceAction::OpenFiles), state == WorkspaceState::Running);
        QCOMPARE(allowed(WorkspaceAction::Start), leads(WorkspaceEvent::Start));
        QCOMPARE(allowed(WorkspaceAction::Stop), leads(WorkspaceEvent::Stop));
        QCOMPARE(allowed(WorkspaceAction::Delete), leads(WorkspaceEvent::Delete));
    }
    QCOMPARE(refusalOf(owner, workspace("Stopped"), WorkspaceAction::OpenTerminal),
             QStringLiteral("It is stopped. Start it first."));
    QCOMPARE(refusalOf(owner, workspace("Stopped"), WorkspaceAction::Stop), QStringLiteral("It is stopped already."));
    QCOMPARE(refusalOf(owner, workspace("Running"), WorkspaceAction::Start), QStringLiteral("It is running already."));
}

void WorkspaceLookTest::thePolicyAllowsAndRefuses()
{
    // In states that allow the action, so that only the policy is asked.
    for (const auto &[role, roleName] : schema::EnumNames<Role>::names) {
        for (const std::string owner : {"anna", "bert"}) {
            for (const WorkspaceAction action : workspaceActions) {
                const auto permission = permissionFor(action);
                const identity::Principal principal{.username = "anna", .roles = {role}};
                const bool may = identity::decide(principal, permission, owner) == identity::Decision::Allow;
                const auto status = action == WorkspaceAction::Start ? "Stopped" : "Running";
                const QString refused = refusalOf(caller("anna", {std::string(roleName)}), workspace(status, owner),
                                                  action);
                QVERIFY2(refused.isEmpty() == may, qPrintable(refused));
            }
        }
    }
    QCOMPARE(refusalOf(caller("otto", {"operator"}), workspace("Running"), WorkspaceAction::OpenTerminal),
             QStringLiteral("Only its owner, anna, may enter it."));
    QCOMPARE(refusalOf(caller("toni", {"tenant"}), workspace("Running", "toni"), WorkspaceAction::Stop),
             QStringLiteral("Your role may not change workspaces."));
    QCOMPARE(refusalOf(caller("nils", {}), workspace("Running", "nils"), WorkspaceAction::OpenFiles),
             QStringLiteral("Your role may not enter workspaces."));
    QCOMPARE(refusalOf(caller("bert", {"user"}), workspace("Running"), WorkspaceAction::Delete),
             QStringLiteral("Only its owner, anna, may change it."));
    QCOMPARE(refusalOf(caller("otto", {"something new", "admin"}), workspace("Running"), WorkspaceAction::Stop),
             QString());
}

void WorkspaceLookTest::whatIsRefusedByBothIsRefusedByThePolicy()
{
    QCOMPARE(refusalOf(caller("bert", {"user"}), workspace("Stopped"), WorkspaceAction::Stop),
             QStringLiteral("Only its owner, anna, may change it."));
}

void WorkspaceLookTest::anUnknownStateIsLeftToTheServer()
{
    for (const WorkspaceAction action : workspaceActions)
        QCOMPARE(refusalOf(caller("anna", {"user"}), workspace("Hibernating"), action), QString());
}

void WorkspaceLookTest::rolesDecideWhoMakesWorkspaces()
{
    for (const std::string role : {"admin", "operator", "author", "user"})
        QCOMPARE(refusalOfCreation(caller("anna", {role})), QString());
    QCOMPARE(refusalOfCreation(caller("anna", {"tenant"})), QStringLiteral("Your role may not make workspaces."));
    QVERIFY(!refusalOfCreation(caller("anna", {})).isEmpty());
}

void WorkspaceLookTest::namesAreRefusedInWords()
{
    for (const char *name : {"", "a", "web-2", "0", "12345678901234567890123456789012345678901234567890"})
        QCOMPARE(refusalOfName(QString::fromLatin1(name)), QString());
    for (const char *name : {"Web", "web_2", "-web", "web-", "we b", "wéb", "anna-0123abc",
                             "123456789012345678901234567890123456789012345678901"})
        QVERIFY2(!refusalOfName(QString::fromUtf8(name)).isEmpty(), name);
    QVERIFY(refusalOfName(QStringLiteral("anna-0123abc")).contains(QStringLiteral("hexadecimal")));
}

void WorkspaceLookTest::textsOfTheServerBecomeSentences()
{
    QCOMPARE(sentenceOf(std::string_view("running")), QStringLiteral("Running."));
    QCOMPARE(sentenceOf(std::string_view("Is it?")), QStringLiteral("Is it?"));
    QCOMPARE(sentenceOf(std::string_view()), QString());
    QCOMPARE(sentenceOf(Error{.code = ErrorCode::Conflict, .detail = "the name x is taken"}),
             QStringLiteral("The name x is taken."));
    QVERIFY(sentenceOf(Error{.code = ErrorCode::Unavailable, .detail = "connection refused"})
                .endsWith(QStringLiteral("Connection refused.")));

    WorkspaceDetails failed = workspace("Error");
    failed.message = "waiting";
    failed.lastFailMessage = "no such image";
    QCOMPARE(reasonOfState(failed), QStringLiteral("No such image."));
    failed.status = "Starting";
    QCOMPARE(reasonOfState(failed), QStringLiteral("Waiting."));
}

void WorkspaceLookTest::eventsReadAsHistory()
{
    const auto words = [](const Event &happened) { return lookOfEvent(happened).word; };
    QCOMPARE(lookOfEvent(happening("workspace.created", "anna")),
             (StateLook{Shape::Disc, Tone::Ok, QStringLiteral("Created by anna")}));
    QCOMPARE(words(happening("workspace.deleted", "")), QStringLiteral("Deleted"));
    QCOMPARE(words(happening("workspace.state", "anna", R"({"state":"Stopping","message":"being stopped"})")),
             QStringLiteral("Stop asked for by anna"));
    QCOMPARE(lookOfEvent(happening("workspace.state", "", R"({"state":"Error","message":"no such image"})")),
             (StateLook{Shape::Cross, Tone::Bad, QStringLiteral("Failed: No such image")}));
    QCOMPARE(words(happening("workspace.state", "", R"({"state":"Running","message":"running"})")),
             QStringLiteral("Running"));
    QCOMPARE(words(happening("workspace.state", "", "nonsense")), QStringLiteral("workspace.state"));
    QCOMPARE(words(happening("workspace.moved", "anna")), QStringLiteral("workspace.moved"));
}

QTEST_MAIN(WorkspaceLookTest)
#include "workspace_look_test.moc"
