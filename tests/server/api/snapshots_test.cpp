// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/snapshots.h"

#include "core/base/digest.h"
#include "core/client/sse_parser.h"
#include "core/model/event/event.h"
#include "core/model/event/snapshot.h"
#include "core/schema/codec.h"
#include "tests/server/api/plane.h"
#include "tests/support/raw_client.h"

#include <random>
#include <thread>

using namespace portolan;
using namespace portolan::test;

namespace {

using Messages = std::vector<SseParser::Message>;
using States = std::map<std::string, std::string>; ///< of workspaces by name

/// HTTP/1.0, so that the stream comes without the framing of chunks.
class Reader
{
public:
    Reader(std::uint16_t port, const std::string &token, const std::string &query, const std::string &headers = {})
        : m_client(port)
    {
        m_client.send(std::format("GET /api/events/stream{} HTTP/1.0\r\nHost: h\r\nAuthorization: Bearer {}\r\n{}\r\n",
                                  query, token, headers));
        m_head = m_client.until("\r\n\r\n");
    }

    [[nodiscard]] bool isRefused() const { return m_head.starts_with("HTTP/1.1 403"); }

    /// A message of the type "" is the end.
    [[nodiscard]] SseParser::Message next()
    {
        const auto messages = m_parser.push(m_client.until("\n\n"));
        return messages && !messages->empty() ? messages->front() : SseParser::Message();
    }

    /// Up to the first of this type, which is one of them.
    [[nodiscard]] Messages upTo(std::string_view type)
    {
        Messages all{next()};
        while (all.back().event != type && !all.back().event.empty())
            all.push_back(next());
        return all;
    }

    [[nodiscard]] RawClient &client() { return m_client; }

private:
    RawClient m_client;
    std::string m_head;
    SseParser m_parser;
};

Snapshot snapshotOf(const SseParser::Message &message)
{
    return schema::decode<Snapshot>(message.data).value_or(Snapshot());
}

/// The types, one after the other.
std::string typesOf(const Messages &messages)
{
    std::string types;
    for (const auto &message : messages)
        types += (types.empty() ? "" : " ") + message.event;
    return types;
}

std::vector<std::string> subjectsOf(const Messages &messages)
{
    std::vector<std::string> subjects;
    for (const auto &message : messages)
        if (message.event.ends_with(".snapshot"))
            subjects.push_back(snapshotOf(message).subject);
    return subjects;
}

std::string memberOf(const std::string &json, std::string_view name)
{
    const auto document = JsonDocument::parse(json);
    const auto member = document ? document->root().find(name) : std::nullopt;
    return std::string(member ? member->toString().value_or("") : "");
}

Workspace workspaceOf(const std::string &name, const std::string &owner, WorkspaceState state = WorkspaceState::Running)
{
    return {.name = name, .runtimeId = name, .owner = owner, .blueprint = "shell", .state = state};
}

/// Changes workspaces as fast as the store takes it, until it is told to end. In a thread of its own.
void changeWorkspaces(State &state, int count, std::size_t changesAtOnce, const std::stop_token &stop)
{
    std::minstd_rand random(20261122);
    while (!stop.stop_requested()) {
        store::Change change;
        std::set<std::string> changed;
        while (changed.size() < changesAtOnce) {
            const std::string name = std::format("w{:03}", random() % static_cast<unsigned>(count));
            if (!changed.insert(name).second)
                continue;
            const auto item = state.workspaces.find(name);
            // A third is never touched: what is not told of those is told by no event either.
            if (item && item->value.millicores != 0)
                continue;
            store::Event event{.subjectKind = "workspace", .subjectId = name, .owner = "alice"};
            if (item && random() % 2 == 0) {
                change.remove<Workspace>(name, item->version);
                event.type = "workspace.deleted";
            } else {
                const auto next = random() % 2 == 0 ? WorkspaceState::Stopped : WorkspaceState::Running;
                Workspace workspace = item ? item->value : workspaceOf(name, "alice");
                workspace.state = next;
                change.put(std::move(workspace), item ? item->version : store::absent);
                event.type = "workspace.state";
                event.data = std::format(R"({{"state":"{}"}})", schema::enumName(next));
            }
            change.record(std::move(event));
        }
        if (const auto committed = run(state.ledger().commit(std::move(change))); !committed)
            qFatal("%s", committed.error().detail.c_str());
    }
}

void fold(States &states, const SseParser::Message &message)
{
    if (message.event == "workspace.snapshot") {
        const Snapshot told = snapshotOf(message);
        states[told.subject] = memberOf(told.data.text, "status");
        return;
    }
    const auto event = schema::decode<Event>(message.data);
    if (message.event == "workspace.deleted")
        states.erase(event->subject);
    else if (message.event == "workspace.state")
        states[event->subject] = memberOf(event->data.text, "state");
}

} // namespace

/// What there is, before what happens: a stream over a real socket begins with the objects that its reader asks for.
class SnapshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void comeBetweenTheGreetingAndWhatHappens();
    void areTheEntriesOfTheLists();
    void tellWhatTheCallerMayList_data();
    void tellWhatTheCallerMayList();
    void areRefusedLikeTheirLists_data();
    void areRefusedLikeTheirLists();
    void filtersAreTheSameAsForEvents_data();
    void filtersAreTheSameAsForEvents();
    void aloneTheyAskForNoEvents();
    void whoResumesKnowsThem_data();
    void whoResumesKnowsThem();
    void comeAgainAfterAGap();
    void manyComeInParts();
    void nothingIsMissedWhileObjectsChange();
    void endWithTheCredential();

private:
    [[nodiscard]] std::string listed(const std::string &path) const;
    void commit(store::Change change) const { VERIFY_RESULT(m_plane->commit(std::move(change))); }
    void record(const std::string &type) const;
    [[nodiscard]] Reader open(const std::string &user, const std::string &query, const std::string &headers = {}) const
    {
        return {m_plane->port(), user, query, headers};
    }

    std::unique_ptr<Plane> m_plane;
};

void SnapshotsTest::init()
{
    m_plane = std::make_unique<Plane>();
    store::Change change;
    std::uint32_t number = 1;
    const auto add = [&](const std::string &name, Role role, std::vector<std::string> scopes = {"*"}) {
        change.put(User{.username = name, .roles = {role}, .number = number++, .created = m_plane->now()},
                   store::absent);
        change.put(AccessToken{.hash = sha256Hex(name), .username = name, .name = "t", .scopes = std::move(scopes)},
                   store::absent);
    };
    add("admin", Role::Admin);
    add("alice", Role::User);
    add("bob", Role::User);
    add("author", Role::Author);
    add("client", Role::Tenant);
    add("listener", Role::Admin, {"event:read"});
    change.put(TrainingPortal{.name = "p", .cluster = "c", .uid = "u1"}, store::absent);
    change.put(Cluster{.name = "c", .uid = "u2"}, store::absent);
    change.put(WorkshopEnvironment{.name = "p-w01", .portal = "p", .cluster = "c", .uid = "u3", .workshop = "w"},
               store::absent);
    const auto session = [&](const std::string &name, const std::string &client, WorkshopSessionState state) {
        change.put(WorkshopSession{.name = name,
                                   .environment = "p-w01",
                                   .portal = "p",
                                   .cluster = "c",
                                   .workshop = "w",
                                   .state = state,
                                   .client = client},
                   store::absent);
    };
    session("p-w01-s001", "client", WorkshopSessionState::Running);
    session("p-w01-s002", "admin", WorkshopSessionState::Running);
    session("p-w01-s003", "client", WorkshopSessionState::Stopped);
    change.put(workspaceOf("alices", "alice"), store::absent);
    change.put(workspaceOf("alices-stopped", "alice", WorkspaceState::Stopped), store::absent);
    change.put(workspaceOf("bobs", "bob"), store::absent);
    commit(std::move(change));
}

void SnapshotsTest::cleanup()
{
    m_plane.reset();
}

void SnapshotsTest::record(const std::string &type) const
{
    store::Change change;
    change.record({.type = type, .subjectKind = "workspace", .subjectId = "alices", .owner = "alice"});
    commit(std::move(change));
}

std::string SnapshotsTest::listed(const std::string &path) const
{
    RawClient client(m_plane->port());
    client.send(std::format("GET {} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer admin\r\n\r\n", path));
    const auto response = client.response();
    return response && response->status == 200 ? response->body : "";
}

void SnapshotsTest::comeBetweenTheGreetingAndWhatHappens()
{
    auto reader = open("admin", "?event_types=test.one,workspace.snapshot,portal.snapshot,workshop-session.snapshot,"
                                "environment.snapshot,workspace.snapshot");
    Messages told = reader.upTo("connected");
    record("test.other");
    record("test.one");
    std::ranges::move(reader.upTo("test.one"), std::back_inserter(told));
    QCOMPARE(typesOf(told),
             "connected portal.snapshot environment.snapshot workshop-session.snapshot workshop-session.snapshot "
             "workspace.snapshot workspace.snapshot workspace.snapshot test.one");
    for (std::size_t at = 0; at + 1 < told.size(); ++at)
        QCOMPARE(told[at].id, "");
    QCOMPARE(told.back().id, std::to_string(m_plane->state->events().last()));
}

void SnapshotsTest::areTheEntriesOfTheLists()
{
    auto reader = open("admin", "?type=workspace.snapshot&type=portal.snapshot&type=workshop-session.snapshot&"
                                "type=environment.snapshot");
    const std::string lists = listed("/api/v1/portals") + listed("/api/v1/clusters/c/portals/p/environments")
                              + listed("/api/v1/workshop-sessions") + listed("/api/v1/workspaces?all=true");
    const std::vector<std::pair<std::string, std::string>> wanted{{"portal", ""},
                                                                  {"environment", ""},
                                                                  {"workshop-session", "client"},
                                                                  {"workshop-session", "admin"},
                                                                  {"workspace", "alice"},
                                                                  {"workspace", "alice"},
                                                                  {"workspace", "bob"}};
    QCOMPARE(reader.next().event, "connected");
    for (const auto &[kind, owner] : wanted) {
        const auto message = reader.next();
        const auto told = schema::decode<Snapshot>(message.data);
        VERIFY_RESULT(told);
        QCOMPARE(told->type, message.event);
        QCOMPARE(told->type, kind + ".snapshot");
        QCOMPARE(told->source, "portolan");
        QCOMPARE(told->subjectKind, kind);
        QCOMPARE(told->owner, owner);
        QVERIFY(told->time <= m_plane->now() && told->time > m_plane->now() - std::chrono::minutes(5));
        const auto name = memberOf(told->data.text, "name");
        QVERIFY2(!name.empty() && told->subject.ends_with(name), told->subject.c_str());
        QVERIFY2(lists.contains(told->data.text), told->data.text.c_str());
    }
}

void SnapshotsTest::tellWhatTheCallerMayList_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("subjects");
    const QString workspaces = QStringLiteral("?type=workspace.snapshot");
    const QString sessions = QStringLiteral("?type=workshop-session.snapshot");
    const auto row = [](const char *title, const char *user, const QString &query, const char *subjects) {
        QTest::newRow(title) << QString::fromLatin1(user) << query << QString::fromLatin1(subjects);
    };
    row("all", "admin", workspaces, "alices alices-stopped bobs");
    row("one's own", "alice", workspaces, "alices alices-stopped");
    row("one's own, by name", "bob", workspaces + QStringLiteral("&owner=bob"), "bobs");
    row("another's", "admin", workspaces + QStringLiteral("&owner=alice"), "alices alices-stopped");
    row("nobody's", "author", workspaces, "");
    row("those that one has asked for", "client", sessions, "c/p/p-w01/p-w01-s001");
    row("all sessions", "admin", sessions, "c/p/p-w01/p-w01-s001 c/p/p-w01/p-w01-s002");
    row("of a client", "admin", sessions + QStringLiteral("&owner=client"), "c/p/p-w01/p-w01-s001");
    row("what is nobody's is not an owner's", "admin", QStringLiteral("?type=portal.snapshot&owner=alice"), "");
}

void SnapshotsTest::tellWhatTheCallerMayList()
{
    QFETCH(QString, user);
    QFETCH(QString, query);
    QFETCH(QString, subjects);
    auto reader = open(user.toStdString(), query.toStdString());
    QCOMPARE(reader.next().event, "connected");
    m_plane->state->close();
    std::string told;
    for (const std::string &subject : subjectsOf(reader.upTo("system.sse.shutdown")))
        told += (told.empty() ? "" : " ") + subject;
    QCOMPARE(QString::fromStdString(told), subjects);
}

void SnapshotsTest::areRefusedLikeTheirLists_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("query");
    QTest::newRow("no right to list") << QStringLiteral("alice") << QStringLiteral("?type=portal.snapshot");
    QTest::newRow("one of two") << QStringLiteral("alice")
                                << QStringLiteral("?event_types=workspace.snapshot,environment.snapshot");
    QTest::newRow("narrowed token") << QStringLiteral("listener") << QStringLiteral("?type=workspace.snapshot");
    QTest::newRow("events of one's own only") << QStringLiteral("author") << QStringLiteral("?type=portal.snapshot");
    QTest::newRow("another's") << QStringLiteral("alice") << QStringLiteral("?type=workspace.snapshot&owner=bob");
}

void SnapshotsTest::areRefusedLikeTheirLists()
{
    QFETCH(QString, user);
    QFETCH(QString, query);
    QVERIFY(open(user.toStdString(), query.toStdString()).isRefused());
}

void SnapshotsTest::filtersAreTheSameAsForEvents_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("count");
    QTest::newRow("subject") << QStringLiteral("&subject=bobs") << 1;
    QTest::newRow("kind") << QStringLiteral("&subjectKind=workspace") << 3;
    QTest::newRow("workers, of which these are not") << QStringLiteral("&worker_ids=alices,w1") << 0;
}

void SnapshotsTest::filtersAreTheSameAsForEvents()
{
    QFETCH(QString, query);
    QFETCH(int, count);
    auto reader = open("admin",
                       "?event_types=workspace.snapshot,portal.snapshot,unheard.snapshot" + query.toStdString());
    QCOMPARE(reader.next().event, "connected");
    m_plane->state->close();
    QCOMPARE(subjectsOf(reader.upTo("system.sse.shutdown")).size(), std::size_t(count));
}

void SnapshotsTest::aloneTheyAskForNoEvents()
{
    auto reader = open("admin", "?type=portal.snapshot");
    Messages told = reader.upTo("portal.snapshot");
    record("test.one");
    m_plane->state->close();
    std::ranges::move(reader.upTo("system.sse.shutdown"), std::back_inserter(told));
    QCOMPARE(typesOf(told), "connected portal.snapshot system.sse.shutdown");
}

void SnapshotsTest::whoResumesKnowsThem_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("header");
    QTest::newRow("Last-Event-ID") << QString() << QStringLiteral("Last-Event-ID: 0\r\n");
    QTest::newRow("after") << QStringLiteral("&after=0") << QString();
    QTest::newRow("since") << QStringLiteral("&since=2026-01-01T00:00:00Z") << QString();
}

void SnapshotsTest::whoResumesKnowsThem()
{
    QFETCH(QString, query);
    QFETCH(QString, header);
    record("test.one");
    auto reader = open("admin", "?event_types=workspace.snapshot,test.one" + query.toStdString(), header.toStdString());
    QCOMPARE(typesOf(reader.upTo("test.one")), "connected test.one");
}

void SnapshotsTest::comeAgainAfterAGap()
{
    record("test.one");
    auto reader = open("admin", "?event_types=portal.snapshot,workspace.snapshot,test.one&subject=alices",
                       "Last-Event-ID: 1000000\r\n"); // of another history
    Messages told = reader.upTo("workspace.snapshot");
    record("test.one");
    told.push_back(reader.next());
    QCOMPARE(typesOf(told), "connected resync workspace.snapshot test.one");
}

void SnapshotsTest::manyComeInParts()
{
    constexpr int count = 1000;
    store::Change change;
    std::vector<std::string> names;
    for (int number = 0; number < count; ++number) {
        names.push_back(std::format("many-{:04}", number));
        Workspace workspace = workspaceOf(names.back(), "carol");
        workspace.message = std::string(static_cast<std::size_t>(number % 7) * 500, 'm');
        change.put(std::move(workspace), store::absent);
    }
    commit(std::move(change));
    auto reader = open("admin", "?event_types=workspace.snapshot,test.end&owner=carol");
    QCOMPARE(reader.next().event, "connected");
    Messages told;
    while (told.size() < count)
        told.push_back(reader.next());
    QCOMPARE(subjectsOf(told), names);
    store::Change end;
    end.record({.type = "test.end", .owner = "carol"});
    commit(std::move(end));
    QCOMPARE(reader.next().event, "test.end");
}

/// Whoever folds the events into the snapshot has what there is, whenever the stream began.
void SnapshotsTest::nothingIsMissedWhileObjectsChange()
{
    constexpr int count = 600;
    store::Change change;
    for (int number = 0; number < count; ++number) {
        Workspace workspace = workspaceOf(std::format("w{:03}", number), "alice");
        workspace.millicores = number % 3 == 0 ? 1 : 0;
        workspace.message = std::string(4000, 'm');
        change.put(std::move(workspace), store::absent);
    }
    commit(std::move(change));
    std::vector<Reader> readers;
    std::vector<States> folded;
    {
        const std::jthread writer([state = m_plane->state.get()](const std::stop_token &stop) {
            changeWorkspaces(*state, count, 40, stop);
        });
        for (int number = 0; number < 12; ++number) {
            auto &reader = readers.emplace_back(open(
                "admin", "?event_types=workspace.snapshot,workspace.state,workspace.deleted,test.end&owner=alice"));
            auto &states = folded.emplace_back();
            SseParser::Message message;
            do {
                message = reader.next();
                QVERIFY(!message.event.empty());
                fold(states, message);
            } while (message.id.empty()); // the first event
            QVERIFY(states.size() > count / 3);
        }
    }
    record("test.end");
    States wanted;
    for (const auto &item : m_plane->state->workspaces.all())
        if (item->value.owner == "alice")
            wanted[item->id] = schema::enumName(item->value.state);
    for (std::size_t number = 0; number < readers.size(); ++number) {
        for (const auto &message : readers[number].upTo("test.end"))
            fold(folded[number], message);
        QCOMPARE(folded[number], wanted);
    }
}

void SnapshotsTest::endWithTheCredential()
{
    constexpr std::size_t count = 1000;
    store::Change change;
    for (std::size_t number = 0; number < count; ++number) {
        Workspace workspace = workspaceOf(std::format("large-{:04}", number), "alice");
        workspace.message = std::string(32 * 1024, 'm'); // more than sockets keep
        change.put(std::move(workspace), store::absent);
    }
    commit(std::move(change));
    auto reader = open("alice", "?type=workspace.snapshot");
    QCOMPARE(reader.upTo("workspace.snapshot").size(), 2U);
    reader.client().stopReading();
    store::Change revoked;
    revoked.remove<AccessToken>(sha256Hex("alice"));
    commit(std::move(revoked));
    reader.client().resumeReading();
    const Messages rest = reader.upTo("auth.session.expired");
    QVERIFY2(rest.size() < count * 3 / 4, qPrintable(QString::number(rest.size())));
    QCOMPARE(rest.back().event, "auth.session.expired");
    QVERIFY(reader.client().closed());
}

QTEST_GUILESS_MAIN(SnapshotsTest)
#include "snapshots_test.moc"
