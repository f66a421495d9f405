// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// SIGKILL at random moments of a process that commits under load, again and again on one folder: what was acknowledged
// is there, nothing is half there, nothing is there twice, and seq has no gap.
// PORTOLAN_KILL_ROUNDS sets how often (default 30), PORTOLAN_KILL_SEED the moments.

#include "server/store/ledger.h"

#include "tests/server/store/child.h"
#include "tests/server/store/note.h"

#include <QEventLoop>

#include <charconv>
#include <map>
#include <random>
#include <semaphore>
#include <thread>

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;

class KillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNothingThatWasAcknowledged();
};

namespace {

constexpr int clients = 32;

/// One client of the child: a new note and its own counter, in one change with two events, over and over.
Task<void> writeForEver(Opened &opened, int client)
{
    const auto counterId = std::format("counter-{}", client);
    const auto found = opened.notes.find(counterId);
    std::int64_t number = found ? found->value.size : 0;
    std::int64_t version = found ? found->version : absent;
    for (;;) {
        ++number;
        const auto id = std::format("{}-{}", client, number);
        Change change;
        change.put(Note{.id = id, .owner = "writer", .title = id}, absent);
        change.put(Note{.id = counterId, .owner = "counter", .title = counterId, .size = number}, version);
        change.record({.type = "began", .subjectKind = "note", .subjectId = id});
        change.record({.type = "ended", .subjectKind = "note", .subjectId = id});
        const auto committed = co_await opened.ledger().commit(std::move(change));
        if (!committed)
            qFatal("%s", committed.error().detail.c_str());
        version = committed->versions[1];
        const auto line = std::format("{} {}\n", id, committed->firstSeq);
        if (::write(1, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            qFatal("the parent does not listen");
    }
}

int writeUntilKilled(const char *folder)
{
    auto held = DataFolder::open(folder);
    if (!held)
        qFatal("%s", held.error().detail.c_str());
    Opened opened(held->databasePath());
    if (!opened.store)
        qFatal("%s", opened.error->detail.c_str());
    for (int client = 0; client < clients; ++client)
        detach(writeForEver(opened, client));
    return QCoreApplication::exec();
}

using Acknowledged = std::map<std::string, std::int64_t>;

/// What is wrong, or nothing.
QString check(const std::filesystem::path &database, const Acknowledged &acknowledged)
{
    Opened opened(database);
    if (!opened.store)
        return QString::fromStdString(opened.error->detail);
    const auto events = allEvents(opened.store->events());
    std::map<std::string, std::int64_t> began;
    std::map<std::string, std::int64_t> ended;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto &event = *events[i];
        if (event.seq != static_cast<std::int64_t>(i) + 1)
            return QStringLiteral("event %1 has seq %2").arg(i + 1).arg(event.seq);
        if (!(event.type == "began" ? began : ended).emplace(event.subjectId, event.seq).second)
            return QStringLiteral("%1 happened twice").arg(QString::fromStdString(event.subjectId));
    }
    for (const auto &[id, firstSeq] : acknowledged) {
        if (!opened.notes.find(id))
            return QStringLiteral("%1 is lost").arg(QString::fromStdString(id));
        if (!began.contains(id) || began.at(id) != firstSeq)
            return QStringLiteral("the events of %1 are not those acknowledged").arg(QString::fromStdString(id));
    }

    std::int64_t counted = 0;
    for (int client = 0; client < clients; ++client) {
        const auto counter = opened.notes.find(std::format("counter-{}", client));
        counted += counter ? counter->value.size : 0;
        if (counter && counter->version != counter->value.size)
            return QStringLiteral("the counter of %1 was written twice").arg(client);
        for (std::int64_t number = 1; counter && number <= counter->value.size; ++number) {
            const auto id = std::format("{}-{}", client, number);
            if (!opened.notes.find(id) || !began.contains(id) || !ended.contains(id)
                || ended.at(id) != began.at(id) + 1)
                return QStringLiteral("%1 is half there").arg(QString::fromStdString(id));
        }
    }
    const auto notes = static_cast<std::int64_t>(opened.notes.count(NoteTrait::byCreatedOfOwner, "writer"));
    if (notes != counted || static_cast<std::int64_t>(began.size()) != counted
        || static_cast<std::int64_t>(ended.size()) != counted)
        return QStringLiteral("%1 counted, %2 notes, %3 and %4 events")
            .arg(counted)
            .arg(notes)
            .arg(began.size())
            .arg(ended.size());
    const bool totalsFit = opened.commit(std::move(Change().sumAtMost("notes", "writer", counted))).has_value()
                           && (counted == 0
                               || !opened.commit(std::move(Change().sumAtMost("notes", "writer", counted - 1))));
    return totalsFit ? QString() : QStringLiteral("the sum of notes is not %1").arg(counted);
}

int numberFromEnvironment(const char *name, int otherwise)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? number : otherwise;
}

/// Releases `begun` as soon as something came, and at the end.
void readAcknowledgements(Child &child, Acknowledged &acknowledged, std::counting_semaphore<> &begun)
{
    while (const auto line = child.readLine()) {
        const auto space = line->find(' ');
        std::int64_t seq = 0;
        std::from_chars(line->data() + space + 1, line->data() + line->size(), seq);
        acknowledged.emplace(line->substr(0, space), seq);
        begun.release();
    }
    begun.release();
}

} // namespace

void KillTest::losesNothingThatWasAcknowledged()
{
    const int rounds = numberFromEnvironment("PORTOLAN_KILL_ROUNDS", 30);
    const auto seed = static_cast<unsigned>(numberFromEnvironment("PORTOLAN_KILL_SEED",
                                                                  static_cast<int>(std::random_device()() >> 1)));
    std::minstd_rand random(seed);
    auto folder = std::make_unique<Folder>();
    Acknowledged acknowledged;
    std::size_t total = 0;
    for (int round = 0; round < rounds; ++round) {
        // A fresh folder now and then, so that the first start is interrupted too and checking stays cheap.
        if (round % 10 == 0) {
            folder = std::make_unique<Folder>();
            total += std::exchange(acknowledged, {}).size();
        }
        Child child({"--write", folder->path().string()});
        // Every other round only once it writes: where starting takes long, all would be killed before.
        std::counting_semaphore<> begun(round % 2 == 0 ? 1 : 0);
        std::jthread killer([&begun, pid = child.pid(), delay = std::chrono::microseconds(random() % 250'000)] {
            begun.acquire();
            std::this_thread::sleep_for(delay);
            ::kill(pid, SIGKILL);
        });
        readAcknowledgements(child, acknowledged, begun);
        // Before the child is reaped, so that it cannot hit another process.
        killer.join();
        const int status = child.wait();
        QVERIFY2(WIFSIGNALED(status), "the child ended by itself");
        const auto fault = check(folder->database(), acknowledged);
        QVERIFY2(fault.isEmpty(),
                 qPrintable(QStringLiteral("round %1 of seed %2: %3").arg(round).arg(seed).arg(fault)));
    }
    total += acknowledged.size();
    qInfo("%d kills, %zu changes acknowledged", rounds, total);
    QVERIFY(total > static_cast<std::size_t>(rounds));
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--write")
        return writeUntilKilled(argv[2]);
    KillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "kill_test.moc"
