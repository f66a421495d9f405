// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/console.h"
#include "app/desktop/this_computer.h"

#include "tests/support/run.h"
#include "tests/support/ui/window.h"
#include "ui/audit/audit_pane.h"
#include "ui/events/events_pane.h"
#include "ui/files/file_browser.h"
#include "ui/pane/form_dialog.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/commands.h"
#include "ui/shell/main_window.h"
#include "ui/shell/profile_dialog.h"
#include "ui/shell/settings_dialog.h"
#include "ui/sinks/sinks_pane.h"
#include "ui/terminal/terminal_tabs.h"
#include "ui/tokens/tokens_pane.h"
#include "ui/users/users_pane.h"
#include "ui/workshops/definitions_pane.h"
#include "ui/workshops/manifest_dialog.h"
#include "ui/workshops/portals_pane.h"
#include "ui/workshops/request_dialog.h"
#include "ui/workshops/tenants_pane.h"
#include "ui/workshops/workshop_sessions_pane.h"
#include "ui/workshops/workshops_pane.h"
#include "ui/workspaces/workspace_actions.h"
#include "ui/workspaces/workspaces_pane.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTabWidget>
#include <QTemporaryDir>

#include <fstream>
#include <print>

/// portolan-shots FOLDER: pictures of every pane of the console, with real workspaces, in light, dark and German, at 100
/// and 200 %. It starts itself once for each, because language and scale are chosen before the first window.
namespace portolan {
namespace {

struct Variant {
    const char *name;
    const char *language;
    const char *appearance; ///< light, dark
    const char *scale;
};

constexpr std::array variants{
    Variant{"light", "en", "light", "1"},   Variant{"dark", "en", "dark", "1"},
    Variant{"german", "de", "light", "1"},  Variant{"light-200", "en", "light", "2"},
    Variant{"dark-200", "en", "dark", "2"}, Variant{"german-200", "de", "dark", "2"},
};

void settle(std::chrono::milliseconds time)
{
    test::waitUntil([] { return false; }, time);
}

/// The window with what lies over it.
void take(QWidget &window, const QString &folder, const QString &variant, const QString &what)
{
    settle(std::chrono::milliseconds(400));
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (QWidget *dialog : QApplication::topLevelWidgets())
        if (dialog != &window && dialog->isVisible() && dialog->isWindow())
            painter.drawPixmap(dialog->geometry().topLeft() - window.geometry().topLeft(), dialog->grab());
    painter.end();
    const QString file = QStringLiteral("%1/%2-%3.png").arg(folder, what, variant);
    if (!picture.save(file))
        qFatal("cannot write %s", qPrintable(file));
}

void closeDialogs(const QWidget &window)
{
    for (QWidget *dialog : window.findChildren<QDialog *>())
        dialog->close();
    settle(std::chrono::milliseconds(100));
}

Task<void> makeWorkspaces(ui::Session &session)
{
    const auto client = session.client();
    for (const auto &[name, blueprint] :
         {std::pair("course-intro", "python"), std::pair("linux-basics", "shell"), std::pair("data-science", "python"),
          std::pair("router-1", "shell"), std::pair("router-2", "shell"), std::pair("exam-room", "shell"),
          std::pair("playground", "python")}) {
        if (session.workspace(name))
            continue;
        const auto made = co_await client->createWorkspace({.blueprint = blueprint, .name = name});
        if (made)
            co_await client->waitForJob(made->jobId, {});
    }
    const auto stopped = co_await client->stopWorkspace("exam-room");
    if (stopped)
        co_await client->waitForJob(stopped->jobId, {});
}

/// One that is refused, one that nobody hears, and one that is disabled.
Task<void> makeSinks(ui::Session &session)
{
    const auto client = session.client();
    const std::vector<SinkCreate> sinks{
        {.name = "course ledger",
         .url = "http://127.0.0.1:9/portolan/events",
         .types = {"user.*", "token.*"},
         .owner = {},
         .secret = "not a secret"},
        {.name = "operations chat",
         .url = "https://chat.example.invalid/hooks/portolan",
         .types = {},
         .owner = {},
         .secret = {}},
        {.name = "archive",
         .url = "https://archive.example.org/in",
         .mode = SinkMode::Binary,
         .types = {"workspace.*"},
         .owner = {},
         .enabled = false,
         .secret = "not a secret"},
    };
    for (const SinkCreate &sink : sinks)
        if (const auto made = co_await client->createSink(sink); !made && made.error().code != ErrorCode::Conflict)
            qFatal("%s", made.error().detail.c_str());
}

/// People and tokens, as a course has them.
Task<void> makePeople(ui::Session &session)
{
    const auto client = session.client();
    const std::vector<UserCreate> people{
        {.username = "anna", .fullname = "Anna Berg", .email = "anna@example.org", .roles = {"operator", "user"}},
        {.username = "bert", .fullname = "Bert Fink", .email = "bert@example.org", .roles = {"user"}},
        {.username = "carla", .fullname = "Carla Ohm", .email = "carla@example.org", .roles = {"author", "user"}},
        {.username = "lab-scheduler", .fullname = "Lab scheduler", .roles = {"tenant"}},
        {.username = "dora", .fullname = "Dora Winter", .email = "dora@example.org", .locked = true},
    };
    for (const UserCreate &person : people)
        if (const auto made = co_await client->createUser(person); !made && made.error().code != ErrorCode::Conflict)
            qFatal("%s", made.error().detail.c_str());
    const Time now = SystemClock().now();
    const std::vector<AccessTokenCreate> tokens{
        {.name = "nightly backup",
         .scopes = {"workspace:list", "workspace:files"},
         .expiresAt = now + std::chrono::days(80)},
        {.name = "monitoring", .scopes = {"event:read", "session:list"}},
        {.name = "Console on lab-pc-7", .scopes = {"*"}, .expiresAt = now + std::chrono::days(5)},
        {.name = "old script", .scopes = {"*"}, .active = false},
    };
    for (const AccessTokenCreate &token : tokens)
        if (const auto made = co_await client->createToken(token); !made && made.error().code != ErrorCode::Conflict)
            qFatal("%s", made.error().detail.c_str());
}

constexpr auto manifests = R"(
kind: ClientConfig
metadata: {name: course-catalog}
spec: {client: {password: change-me-soon}, roles: [tenant], tenants: [spring-*, workshop-days]}
---
kind: TenantConfig
metadata: {name: spring-courses}
spec: {portals: {nameSelector: {matchNames: [berlin, hamburg]}}}
---
kind: TenantConfig
metadata: {name: workshop-days}
spec: {}
---
kind: Workshop
metadata: {name: linux-basics}
spec:
  title: Linux basics
  description: Find your way around a shell
  duration: 45m
  difficulty: beginner
  blueprint: shell
  request: {parameters: [{name: GREETING, value: Hello}, {name: LEVEL, value: "1"}]}
  instructions:
    - name: look-around
      title: Look around
      text: |
        This is your own computer for a while. Click a command, and it runs in the terminal.

        ```terminal:execute
        command: ls -la
        ```
    - {name: files, title: Files and folders, text: Make one.}
---
kind: Workshop
metadata: {name: git-together}
spec: {title: Git together, description: Work on one repository, blueprint: shell}
---
kind: TrainingPortal
metadata: {name: berlin}
spec:
  portal: {title: Berlin, sessions: {maximum: 4}, workshop: {defaults: {expires: 90m, reserved: 0}}}
  workshops: [{name: linux-basics, capacity: 3, reserved: 1}, {name: git-together, capacity: 2}]
---
kind: TrainingPortal
metadata: {name: hamburg}
spec:
  portal: {title: Hamburg, sessions: {maximum: 12}, workshop: {defaults: {expires: 3h, reserved: 0}}}
  workshops: [{name: git-together}, {name: networks-in-depth}]
---
kind: TrainingPortal
metadata: {name: self-study}
spec:
  portal: {title: Self study, workshop: {defaults: {reserved: 0}}}
  workshops: [{name: linux-basics}]
)";

/// Portals and tenants; what is there already stays.
Task<void> makePortals(ui::Session &session)
{
    const auto read = readManifests(manifests);
    if (!read)
        qFatal("%s", read.error().detail.c_str());
    for (const Manifest &manifest : *read)
        if (const auto put = co_await session.client()->putManifest(manifest); !put)
            qFatal("%s", put.error().detail.c_str());
}

/// Somebody in a workshop; `comes`: and has opened it.
void makeWorkshopSession(ui::Session &session, const std::string &user, const std::string &workshop, bool comes)
{
    const auto granted = test::run(session.client()->requestWorkshop(
        {.tenantName = "spring-courses", .workshopName = workshop, .clientIndexUrl = {}, .clientUserId = user}));
    if (!granted)
        qFatal("%s", granted.error().detail.c_str());
    if (!comes)
        return;
    QNetworkAccessManager network;
    QNetworkRequest activation(QUrl(QString::fromStdString(granted->sessionActivationUrl)));
    activation.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const auto *reply = network.get(activation);
    test::waitUntil([reply] { return reply->isFinished(); });
}

/// Definitions, single objects as manifests, one of them refused, and a session that somebody asks for.
void takeManifests(ui::MainWindow &window, const QString &folder, const QString &variant)
{
    ui::WorkshopsPane &pane = window.workshopsPane();
    const auto open = [&](QAction *action, const QString &what) {
        action->trigger();
        settle(std::chrono::milliseconds(800));
        take(window, folder, variant, what);
    };
    pane.showTab(&pane.definitions());
    pane.definitions().select("linux-basics");
    take(window, folder, variant, QStringLiteral("definitions"));
    open(pane.definitions().edit(), QStringLiteral("edit-workshop"));
    closeDialogs(window);
    open(pane.definitions().request(), QStringLiteral("request-session"));
    // Always the same one: the portals are not large.
    test::visibleWidget<ui::RequestDialog>()->findChild<QLineEdit *>()->setText(QStringLiteral("dora@example.org"));
    test::visibleWidget<ui::RequestDialog>()->submitButton()->click();
    test::waitUntil([] { return test::visibleWidget<ui::GrantedDialog>(); });
    take(window, folder, variant, QStringLiteral("session-given"));
    closeDialogs(window);
    pane.showTab(&pane.portals());
    open(pane.portals().create(), QStringLiteral("new-portal"));
    closeDialogs(window);
    pane.portals().select("local/berlin");
    open(pane.portals().edit(), QStringLiteral("edit-portal"));
    const auto *dialog = test::visibleWidget<ui::ManifestDialog>();
    dialog->editor().setPlainText(dialog->editor().toPlainText().replace(QStringLiteral("maximum: 4"),
                                                                         QStringLiteral("maximum: -4")));
    dialog->applyButton()->click();
    settle(std::chrono::milliseconds(800));
    take(window, folder, variant, QStringLiteral("manifest-refused"));
    test::visibleWidget<ui::ManifestDialog>()->reject();
    take(window, folder, variant, QStringLiteral("discard-changes"));
    test::visibleWidget<ui::FormDialog>()->submitButton()->click();
    settle(std::chrono::milliseconds(100));
}

/// Sessions, portals, tenants, and the dialogs of them.
void takeWorkshops(ui::MainWindow &window, const QString &folder, const QString &variant)
{
    ui::WorkshopsPane &pane = window.workshopsPane();
    QTemporaryDir files;
    const QString manifest = files.filePath(QStringLiteral("spring.yaml"));
    std::ofstream(manifest.toStdString()) << manifests;
    test::run(makePortals(window.session()));
    makeWorkshopSession(window.session(), "anna@example.org", "linux-basics", true);
    makeWorkshopSession(window.session(), "bert@example.org", "linux-basics", true);
    makeWorkshopSession(window.session(), "carla@example.org", "git-together", false);
    window.showArea(&pane);
    settle(std::chrono::seconds(3));
    pane.sessions().table().view().selectRow(0);
    take(window, folder, variant, QStringLiteral("workshop-sessions"));
    pane.sessions().table().view().selectAll();
    pane.sessions().actions().action(ui::WorkshopSessionAction::End)->trigger();
    take(window, folder, variant, QStringLiteral("end-sessions"));
    closeDialogs(window);
    pane.showTab(&pane.portals());
    pane.portals().select("local/berlin");
    take(window, folder, variant, QStringLiteral("portals"));
    pane.portals().remove()->trigger();
    take(window, folder, variant, QStringLiteral("delete-portal"));
    closeDialogs(window);
    pane.showTab(&pane.tenants());
    pane.tenants().select("workshop-days");
    take(window, folder, variant, QStringLiteral("tenants"));
    pane.explain(QStringLiteral("spring-courses"), QStringLiteral("git-together"));
    settle(std::chrono::milliseconds(800));
    take(window, folder, variant, QStringLiteral("why-there"));
    closeDialogs(window);
    takeManifests(window, folder, variant);
    pane.applyManifests({manifest});
    settle(std::chrono::milliseconds(800));
    take(window, folder, variant, QStringLiteral("apply-manifests"));
    closeDialogs(window);
}

/// How somebody comes in, with a password.
void takeSignIn(ui::MainWindow &window, const QString &folder, const QString &variant)
{
    auto *dialog = new ui::ProfileDialog({.id = QStringLiteral("labs"),
                                          .name = QStringLiteral("Training labs"),
                                          .url = QStringLiteral("https://labs.example.org"),
                                          .mark = QStringLiteral("red"),
                                          .signIn = QStringLiteral("password"),
                                          .user = QStringLiteral("anna")},
                                         false, &window);
    dialog->open();
    take(window, folder, variant, QStringLiteral("sign-in"));
    dialog->close();
}

/// Events, users, tokens, and their dialogs.
void takeAreas(ui::MainWindow &window, const QString &folder, const QString &variant)
{
    const auto takeDialog = [&](QAction *action, const QString &what) {
        action->trigger();
        take(window, folder, variant, what);
        closeDialogs(window);
    };
    test::run(makeSinks(window.session()));
    test::run(makePeople(window.session()));
    takeWorkshops(window, folder, variant);
    window.showArea(&window.eventsPane());
    settle(std::chrono::milliseconds(800));
    const auto &events = window.eventsPane().table().view();
    if (events.tableModel().rowCount() > 8)
        window.eventsPane().table().view().setCurrentId(events.tableModel().rowAt(8).id);
    take(window, folder, variant, QStringLiteral("events"));
    window.showArea(&window.usersPane());
    settle(std::chrono::milliseconds(800));
    window.usersPane().select("anna");
    take(window, folder, variant, QStringLiteral("users"));
    takeDialog(window.usersPane().newUser(), QStringLiteral("new-user"));
    takeDialog(window.usersPane().action(ui::UserAction::SetPassword), QStringLiteral("password"));
    takeDialog(window.usersPane().action(ui::UserAction::Keys), QStringLiteral("keys"));
    takeDialog(window.usersPane().action(ui::UserAction::Delete), QStringLiteral("delete-user"));
    window.showArea(&window.tokensPane());
    settle(std::chrono::milliseconds(800));
    window.tokensPane().table().view().selectRow(1);
    take(window, folder, variant, QStringLiteral("tokens"));
    takeDialog(window.tokensPane().newToken(), QStringLiteral("new-token"));
    window.showArea(&window.sinksPane());
    window.sinksPane().showSink(QStringLiteral("course ledger"));
    settle(std::chrono::seconds(3));
    take(window, folder, variant, QStringLiteral("sinks"));
    takeDialog(window.sinksPane().newSink(), QStringLiteral("new-sink"));
    takeDialog(window.sinksPane().action(ui::SinkAction::DeadLetters), QStringLiteral("dead-letters"));
    window.showArea(&window.auditPane());
    settle(std::chrono::milliseconds(800));
    window.auditPane().table().view().selectRow(0);
    window.auditPane().verify()->trigger();
    settle(std::chrono::milliseconds(800));
    take(window, folder, variant, QStringLiteral("audit"));
    window.showArea(&window.workspacesPane());
    takeSignIn(window, folder, variant);
}

int takeVariant(QApplication &application, const QString &data, const QString &folder, const Variant &variant)
{
    QTemporaryDir own;
    ui::Settings settings((own.path() + QStringLiteral("/console.json")).toStdString());
    settings.set(ui::languageSetting, QString::fromLatin1(variant.language));
    settings.set(ui::appearanceSetting,
                 std::string_view(variant.appearance) == "dark" ? ui::Appearance::Dark : ui::Appearance::Light);
    dressConsole(application, settings);
    ThisComputer computer(data.toStdString());
    ui::MainWindow window(settings, computer);
    const QString name = QString::fromLatin1(variant.name);
    window.resize(1440, 900);
    window.show();
    take(window, folder, name, QStringLiteral("first"));
    window.connectTo(QStringLiteral("local"));
    if (!test::waitUntil([&] { return window.session().isLive(); }))
        qFatal("the console did not connect: %s", window.session().trouble().detail.c_str());
    if (window.session().workspaces().empty()) {
        take(window, folder, name, QStringLiteral("empty"));
        test::run(makeWorkspaces(window.session()));
    }
    window.workspacesPane().select("course-intro");
    window.openTerminal(QStringLiteral("course-intro"));
    ui::Terminal *terminal = window.terminals().current();
    test::waitUntil([&] { return terminal->state() == ui::TerminalState::Open; });
    settle(std::chrono::seconds(1));
    terminal->send(
        QStringLiteral("mkdir -p course/exercises; cd course; ls --color=always /; python3 -c 'print(6*7)'\n"));
    window.openTerminal(QStringLiteral("linux-basics"));
    window.terminals().activate(terminal);
    settle(std::chrono::seconds(3)); // two rounds of samples
    take(window, folder, name, QStringLiteral("workspaces"));
    window.openFiles(QStringLiteral("course-intro"));
    settle(std::chrono::seconds(1));
    take(window, folder, name, QStringLiteral("files"));
    window.showPalette();
    take(window, folder, name, QStringLiteral("palette"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    window.workspacesPane().createWorkspace();
    take(window, folder, name, QStringLiteral("new-workspace"));
    closeDialogs(window);
    window.workspacesPane().actions().action(ui::WorkspaceAction::Delete)->trigger();
    take(window, folder, name, QStringLiteral("delete"));
    closeDialogs(window);
    for (const auto &entry : window.commands().all()) {
        if (entry.action->shortcut() == QKeySequence(QStringLiteral("?"))
            || entry.action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_Comma)) {
            entry.action->trigger();
            take(window, folder, name,
                 entry.action->shortcut() == QKeySequence(QStringLiteral("?")) ? QStringLiteral("shortcuts")
                                                                               : QStringLiteral("settings"));
            closeDialogs(window);
        }
    }
    takeAreas(window, folder, name);
    window.session().close();
    test::run(computer.stop());
    return 0;
}

Task<void> deleteWorkspaces(ControlPlaneAddress address)
{
    ControlPlaneClient client(std::move(address));
    const auto portals = co_await client.portals(); // they would make new ones
    for (const TrainingPortalDetails &portal : portals.value_or(std::vector<TrainingPortalDetails>()))
        if (const auto gone = co_await client.deletePortal({.cluster = portal.cluster, .portal = portal.name}); !gone)
            std::println(stderr, "{}", gone.error().detail);
    const auto all = co_await client.workspaces({.all = true});
    if (!all)
        co_return;
    for (const WorkspaceDetails &details : *all)
        if (const auto gone = co_await client.deleteWorkspace(details.name))
            co_await client.waitForJob(gone->jobId, {});
}

int takeAll(const QString &folder)
{
    QTemporaryDir data(QDir::tempPath() + QStringLiteral("/shots-XXXXXX"));
    int status = 0;
    for (std::size_t at = 0; at < variants.size() && status == 0; ++at) {
        QProcess one;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QString::fromLatin1(variants[at].scale));
        one.setProcessEnvironment(environment);
        one.setProcessChannelMode(QProcess::ForwardedChannels);
        one.start(QCoreApplication::applicationFilePath(), {folder, data.path(), QString::number(at)});
        test::waitUntil([&one] { return one.state() == QProcess::NotRunning; }, std::chrono::minutes(3));
        status = one.exitStatus() == QProcess::NormalExit ? one.exitCode() : 1;
        std::println("{}: {}", variants[at].name, status == 0 ? "done" : "failed");
    }
    ThisComputer computer(data.path().toStdString());
    if (const auto address = test::run(computer.find({})))
        test::run(deleteWorkspaces(*address));
    test::run(computer.stop());
    return status;
}

} // namespace
} // namespace portolan

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 2)
        return portolan::takeAll(QDir(arguments[1]).absolutePath());
    if (arguments.size() == 4)
        return portolan::takeVariant(application, arguments[2], arguments[1],
                                     portolan::variants.at(arguments[3].toULongLong()));
    std::println(stderr, "usage: portolan-shots FOLDER");
    return 2;
}
