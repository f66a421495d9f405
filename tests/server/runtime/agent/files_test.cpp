// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/client.h"
#include "tests/support/agent_process.h"

#include <csignal>
#include <filesystem>
#include <format>
#include <random>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;
namespace agent = portolan::runtime::agent;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t mebibyte = 1 << 20;

Result<std::string> readAll(const AgentProcess &process, agent::ReadRequest request)
{
    const auto reader = run(agent::read(process.open(), std::move(request)));
    if (!reader)
        return std::unexpected(reader.error());
    std::string all;
    while (true) {
        const auto some = run((*reader)->read());
        if (!some)
            return some;
        if (some->empty())
            return all;
        all += *some;
    }
}

Result<agent::FileInfo> writeAll(const AgentProcess &process, agent::WriteRequest request, std::string text)
{
    const auto writer = run(agent::write(process.open(), std::move(request)));
    if (!writer)
        return std::unexpected(writer.error());
    if (const auto written = run((*writer)->write(std::move(text))); !written)
        return std::unexpected(written.error());
    return run((*writer)->finish());
}

/// Names in a folder, apart from the agent's own.
std::vector<std::string> namesIn(const std::string &folder)
{
    std::vector<std::string> names;
    for (const auto &entry : fs::directory_iterator(folder)) {
        if (entry.path().filename() != ".portolan")
            names.push_back(entry.path().filename());
    }
    std::ranges::sort(names);
    return names;
}

/// Upload notes that are left in the owner's home.
std::size_t notes(const AgentProcess &process)
{
    const fs::path folder = process.home() + "/.portolan/uploads";
    return fs::exists(folder) ? namesIn(folder).size() : 0;
}

std::string noise(std::size_t size)
{
    std::mt19937_64 engine(7);
    std::string bytes(size, '\0');
    for (std::size_t at = 0; at + 8 <= size; at += 8) {
        const auto word = engine();
        std::memcpy(bytes.data() + at, &word, 8);
    }
    return bytes;
}

/// The most that any process of the agent's program has in memory now.
std::int64_t residentOfAgent(const AgentProcess &process)
{
    auto seen = processesBelow(process.pid());
    seen.push_back(test::process(process.pid()).value());
    std::int64_t most = 0;
    for (const SeenProcess &one : seen) {
        if (one.name == "portolan-agent")
            most = std::max(most, one.residentBytes);
    }
    return most;
}

} // namespace

class FilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWholeFilesAndRanges();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void neverOpensAPipe();
    void tellsThatAFileBecameShorter();
    void writesNewFilesAndReplacesOld();
    void keepsOrTakesTheMode();
    void followsLinks();
    void makesFoldersOnlyWhenAsked();
    void keepsPromisesOnVersions();
    void checksTheAnnouncedSize();
    void aBrokenUploadLeavesNothing();
    void aKilledUploadLeavesNothing();
    void aKilledAgentLeavesNothingAfterItsNextStart();
    void cleansOnlyWhatUploadsMade();
    void tellsThatTheDiskIsFull();
    void refusesWhatTheOwnerMayNot();
    void takesNamesAsTheyAre();
    void carriesLargeFilesInLittleMemory();
    void listsFolders();
    void listsManyFilesInBounds();
    void makesAndRemoves();
    void removeNeverFollowsLinks();
};

void FilesTest::readsWholeFilesAndRanges()
{
    const AgentProcess process;
    writeFile(process.home() + "/a", "0123456789");
    const auto reader = run(agent::read(process.open(), {.path = "a"}));
    VERIFY_RESULT(reader);
    QCOMPARE((*reader)->info().path, process.home() + "/a");
    QCOMPARE((*reader)->info().size, 10);
    QCOMPARE((*reader)->info().mode, 0644);
    QVERIFY(!(*reader)->info().etag.empty());
    QCOMPARE((*reader)->left(), 10);

    QCOMPARE(readAll(process, {.path = "a"}).value(), "0123456789");
    QCOMPARE(readAll(process, {.path = process.home() + "/./a"}).value(), "0123456789");
    QCOMPARE(readAll(process, {.path = "a", .offset = 3, .length = 4}).value(), "3456");
    QCOMPARE(readAll(process, {.path = "a", .offset = 8, .length = 100}).value(), "89");
    QCOMPARE(readAll(process, {.path = "a", .offset = -3, .length = {}}).value(), "789");
    QCOMPARE(readAll(process, {.path = "a", .offset = -100, .length = 2}).value(), "01");
    QCOMPARE(readAll(process, {.path = "a", .offset = INT64_MIN, .length = 1}).value(), "0");
    QCOMPARE(readAll(process, {.path = "a", .offset = 10, .length = {}}).value(), "");
    QCOMPARE(readAll(process, {.path = "a", .offset = INT64_MAX, .length = {}}).value(), "");
    QCOMPARE(readAll(process, {.path = "a", .offset = 0, .length = 0}).value(), "");
}

void FilesTest::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    const int invalid = static_cast<int>(ErrorCode::InvalidArgument);
    QTest::newRow("nothing") << u"missing"_s << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("folder") << u"."_s << invalid;
    QTest::newRow("device") << u"/dev/zero"_s << invalid;
    QTest::newRow("pipe") << u"pipe"_s << invalid;
    QTest::newRow("no path") << QString() << invalid;
    QTest::newRow("through a file") << u"a/b"_s << static_cast<int>(ErrorCode::InvalidArgument);
    QTest::newRow("long") << QString(5000, u'x') << invalid;
}

void FilesTest::refusesWhatIsNoFile()
{
    QFETCH(QString, path);
    QFETCH(int, code);
    const AgentProcess process;
    writeFile(process.home() + "/a", "text");
    QCOMPARE(::mkfifo((process.home() + "/pipe").c_str(), 0600), 0);
    const auto read = run(agent::read(process.open(), {.path = path.toStdString()}));
    QVERIFY(!read);
    QCOMPARE(static_cast<int>(read.error().code), code);
    const auto written = run(agent::write(process.open(), {.path = path.toStdString()}));
    if (path == u"missing"_s) {
        VERIFY_RESULT(written);
    } else {
        QVERIFY(!written);
        QCOMPARE(static_cast<int>(written.error().code), code);
    }
}

void FilesTest::neverOpensAPipe()
{
    const AgentProcess process;
    const std::string pipe = process.home() + "/pipe";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    // A writer that does not block is refused by the kernel unless somebody reads, however shortly.
    QVERIFY(!run(agent::read(process.open(), {.path = "pipe"})));
    const Descriptor writer(::open(pipe.c_str(), O_WRONLY | O_NONBLOCK));
    QVERIFY(!writer);
    QCOMPARE(errno, ENXIO);
}

void FilesTest::tellsThatAFileBecameShorter()
{
    const AgentProcess process;
    const std::string path = process.home() + "/log";
    writeFile(path, std::string(32 * mebibyte, 'x'));
    const auto reader = run(agent::read(process.open(), {.path = "log"}));
    VERIFY_RESULT(reader);
    VERIFY_RESULT(run((*reader)->read()));
    QCOMPARE(::truncate(path.c_str(), 0), 0);
    Result<std::string> some;
    do {
        some = run((*reader)->read());
    } while (some && !some->empty());
    QVERIFY(!some);
    QCOMPARE(some.error().code, ErrorCode::BadGateway);
}

void FilesTest::writesNewFilesAndReplacesOld()
{
    const AgentProcess process;
    const auto created = writeAll(process, {.path = "a"}, "first");
    VERIFY_RESULT(created);
    QCOMPARE(created->size, 5);
    QCOMPARE(readFile(process.home() + "/a"), "first");

    const auto writer = run(agent::write(process.open(), {.path = "a"}));
    VERIFY_RESULT(writer);
    QVERIFY((*writer)->replaces());
    QCOMPARE((*writer)->replaces()->etag, created->etag);
    VERIFY_RESULT(run((*writer)->write("second, ")));
    VERIFY_RESULT(run((*writer)->write("and longer")));
    QCOMPARE(readFile(process.home() + "/a"), "first");
    const auto replaced = run((*writer)->finish());
    VERIFY_RESULT(replaced);
    QCOMPARE(readFile(process.home() + "/a"), "second, and longer");
    QVERIFY(replaced->etag != created->etag);
    const auto now = run(agent::read(process.open(), {.path = "a"}));
    QCOMPARE((*now)->info().etag, replaced->etag);

    VERIFY_RESULT(writeAll(process, {.path = "empty"}, ""));
    QCOMPARE(namesIn(process.home()), (std::vector<std::string>{"a", "empty"}));
    QCOMPARE(notes(process), 0);
}

void FilesTest::keepsOrTakesTheMode()
{
    const AgentProcess process;
    const auto modeOf = [&](const char *name) {
        struct stat info{};
        ::stat((process.home() + "/" + name).c_str(), &info);
        return static_cast<int>(info.st_mode & 07777);
    };
    QCOMPARE(writeAll(process, {.path = "plain"}, "x").value().mode, 0644);
    QCOMPARE(writeAll(process, {.path = "script", .mode = 0750}, "x").value().mode, 0750);
    QCOMPARE(modeOf("script"), 0750);
    QCOMPARE(writeAll(process, {.path = "script"}, "y").value().mode, 0750);
    QCOMPARE(modeOf("script"), 0750);
}

void FilesTest::followsLinks()
{
    const AgentProcess process;
    fs::create_directory(process.home() + "/real");
    writeFile(process.home() + "/real/file", "old");
    fs::create_symlink("real/file", process.home() + "/link");
    fs::create_symlink("nowhere", process.home() + "/dangling");
    const auto written = writeAll(process, {.path = "link"}, "new");
    VERIFY_RESULT(written);
    QVERIFY(fs::is_symlink(process.home() + "/link"));
    QCOMPARE(readFile(process.home() + "/real/file"), "new");
    QCOMPARE(readAll(process, {.path = "link"}).value(), "new");
    QCOMPARE(writeAll(process, {.path = "dangling"}, "x").error().code, ErrorCode::NotFound);
    QCOMPARE(readAll(process, {.path = "dangling"}).error().code, ErrorCode::NotFound);
}

void FilesTest::makesFoldersOnlyWhenAsked()
{
    const AgentProcess process;
    const auto refused = writeAll(process, {.path = "a/b/c"}, "x");
    QCOMPARE(refused.error().code, ErrorCode::NotFound);
    QVERIFY(refused.error().detail.contains("parents"));
    VERIFY_RESULT(writeAll(process, {.path = "a/b/c", .parents = true}, "x"));
    QCOMPARE(readFile(process.home() + "/a/b/c"), "x");
    QVERIFY(!writeAll(process, {.path = "a/b/c/d", .parents = true}, "x"));
    QCOMPARE(writeAll(process, {.path = "a/"}, "x").error().code, ErrorCode::InvalidArgument);
}

void FilesTest::keepsPromisesOnVersions()
{
    const AgentProcess process;
    const auto first = writeAll(process, {.path = "a", .onlyNew = true}, "1");
    VERIFY_RESULT(first);
    QCOMPARE(writeAll(process, {.path = "a", .onlyNew = true}, "2").error().code, ErrorCode::PreconditionFailed);
    QCOMPARE(writeAll(process, {.path = "a", .ifMatch = "other"}, "2").error().code, ErrorCode::PreconditionFailed);
    QCOMPARE(writeAll(process, {.path = "b", .ifMatch = first->etag}, "2").error().code, ErrorCode::PreconditionFailed);

    // Both are changed by somebody else while their bytes are on the way.
    const auto late = run(agent::write(process.open(), {.path = "a", .ifMatch = first->etag}));
    VERIFY_RESULT(late);
    const auto lateNew = run(agent::write(process.open(), {.path = "c", .onlyNew = true}));
    VERIFY_RESULT(lateNew);
    VERIFY_RESULT(writeAll(process, {.path = "a", .ifMatch = first->etag}, "winner"));
    writeFile(process.home() + "/c", "winner");
    VERIFY_RESULT(run((*late)->write("loser")));
    QCOMPARE(run((*late)->finish()).error().code, ErrorCode::PreconditionFailed);
    QCOMPARE(run((*lateNew)->finish()).error().code, ErrorCode::PreconditionFailed);
    QCOMPARE(readFile(process.home() + "/a"), "winner");
    QCOMPARE(readFile(process.home() + "/c"), "winner");
    QCOMPARE(namesIn(process.home()), (std::vector<std::string>{"a", "c"}));
    QCOMPARE(notes(process), 0);
}

void FilesTest::checksTheAnnouncedSize()
{
    const AgentProcess process;
    QCOMPARE(writeAll(process, {.path = "a", .size = 3}, "12").error().code, ErrorCode::InvalidArgument);
    QCOMPARE(writeAll(process, {.path = "a", .size = 3}, "1234").error().code, ErrorCode::InvalidArgument);
    VERIFY_RESULT(writeAll(process, {.path = "a", .size = 3}, "123"));
    QCOMPARE(fs::file_size(process.home() + "/a"), 3);
    QCOMPARE(namesIn(process.home()), std::vector<std::string>{"a"});
}

void FilesTest::aBrokenUploadLeavesNothing()
{
    const AgentProcess process;
    writeFile(process.home() + "/a", "old");
    auto writer = run(agent::write(process.open(), {.path = "a"}));
    VERIFY_RESULT(writer);
    VERIFY_RESULT(run((*writer)->write(std::string(mebibyte, 'x'))));
    QCOMPARE(namesIn(process.home()).size(), 2);
    writer->reset();
    QVERIFY(waitUntil([&] { return namesIn(process.home()).size() == 1 && notes(process) == 0; }));
    QCOMPARE(readFile(process.home() + "/a"), "old");
}

void FilesTest::aKilledUploadLeavesNothing()
{
    const AgentProcess process;
    writeFile(process.home() + "/a", "old");
    const auto writer = run(agent::write(process.open(), {.path = "a"}));
    VERIFY_RESULT(writer);
    VERIFY_RESULT(run((*writer)->write(std::string(mebibyte, 'x'))));
    const auto children = processesBelow(process.pid());
    QCOMPARE(children.size(), 1);
    ::kill(children.front().pid, SIGKILL);
    QVERIFY(waitUntil([&] { return namesIn(process.home()).size() == 1 && notes(process) == 0; }));
    QCOMPARE(run((*writer)->finish()).error().code, ErrorCode::BadGateway);
    QCOMPARE(readFile(process.home() + "/a"), "old");
}

void FilesTest::aKilledAgentLeavesNothingAfterItsNextStart()
{
    AgentProcess process;
    writeFile(process.home() + "/a", "old");
    const auto writer = run(agent::write(process.open(), {.path = "a"}));
    VERIFY_RESULT(writer);
    VERIFY_RESULT(run((*writer)->write(std::string(mebibyte, 'x'))));
    const auto children = processesBelow(process.pid());
    QCOMPARE(children.size(), 1);
    process.kill(SIGSTOP); // so that it cannot clean up now
    ::kill(children.front().pid, SIGKILL);
    process.kill(SIGKILL);
    static_cast<void>(process.wait());
    QCOMPARE(namesIn(process.home()).size(), 2);
    process.restart();
    VERIFY_RESULT(run(agent::ping(process.open())));
    QCOMPARE(namesIn(process.home()), std::vector<std::string>{"a"});
    QCOMPARE(notes(process), 0);
}

void FilesTest::cleansOnlyWhatUploadsMade()
{
    AgentProcess process;
    writeFile(process.home() + "/precious", "x");
    fs::create_directories(process.home() + "/.portolan/uploads");
    fs::create_symlink(process.home() + "/precious", process.home() + "/.portolan/uploads/1-trap");
    process.kill(SIGTERM);
    static_cast<void>(process.wait());
    process.restart();
    VERIFY_RESULT(run(agent::ping(process.open())));
    QCOMPARE(readFile(process.home() + "/precious"), "x");
}

void FilesTest::tellsThatTheDiskIsFull()
{
    const AgentProcess process({.sandboxed = true});
    const std::string large(4 * mebibyte, 'x');
    const auto announced = writeAll(process, {.path = "/small/a", .size = 4 * mebibyte}, large);
    QVERIFY(!announced);
    QCOMPARE(announced.error().code, ErrorCode::OutOfSpace);
    const auto unannounced = writeAll(process, {.path = "/small/a"}, large);
    QVERIFY(!unannounced);
    QCOMPARE(unannounced.error().code, ErrorCode::OutOfSpace);
    const auto folder = run(agent::list(process.open(), "/small", true));
    VERIFY_RESULT(folder);
    QVERIFY(folder->entries.empty());
    VERIFY_RESULT(writeAll(process, {.path = "/small/a"}, std::string(mebibyte / 2, 'x')));
}

void FilesTest::refusesWhatTheOwnerMayNot()
{
    const AgentProcess process({.sandboxed = true});
    QVERIFY(!writeAll(process, {.path = "/usr/new"}, "x"));
    QVERIFY(!run(agent::remove(process.open(), "/usr/bin/env")));
    VERIFY_RESULT(readAll(process, {.path = "/etc/passwd"}));
    // The sandbox's, not the host's.
    QVERIFY(readAll(process, {.path = "/etc/passwd"}).value().contains("alice"));
    QCOMPARE(readAll(process, {.path = process.home() + "/a"}).error().code, ErrorCode::NotFound);
    // Not even its own agent's memory, though both have one uid.
    QCOMPARE(readAll(process, {.path = "/proc/1/environ"}).error().code, ErrorCode::PermissionDenied);
}

void FilesTest::takesNamesAsTheyAre()
{
    const AgentProcess process;
    const std::vector<std::string> names{"with space",  "with\nline", "\"quoted\\\"", "-rf",
                                         "ünï-文件-😀", "*",          "$(id)",        "tab\tand\x01"};
    for (const std::string &name : names) {
        VERIFY_RESULT(writeAll(process, {.path = name}, name));
        QCOMPARE(readAll(process, {.path = name}).value(), name);
    }
    auto expected = names;
    std::ranges::sort(expected);
    QCOMPARE(namesIn(process.home()), expected);
    auto folder = run(agent::list(process.open(), ".", false));
    VERIFY_RESULT(folder);
    std::vector<std::string> listed;
    for (const auto &entry : folder->entries) {
        listed.push_back(entry.name);
        QVERIFY(!entry.lossy);
        VERIFY_RESULT(run(agent::remove(process.open(), entry.path)));
    }
    std::ranges::sort(listed);
    QCOMPARE(listed, expected);
    QVERIFY(namesIn(process.home()).empty());

    writeFile(process.home() + "/bad\xff\xc3(", "x");
    folder = run(agent::list(process.open(), ".", false));
    VERIFY_RESULT(folder);
    QCOMPARE(folder->entries.size(), 1);
    QCOMPARE(folder->entries.front().name, "bad\uFFFD\uFFFD(");
    QVERIFY(folder->entries.front().lossy);
    fs::remove(process.home() + "/bad\xff\xc3("); // QTemporaryDir cannot
}

void FilesTest::carriesLargeFilesInLittleMemory()
{
    const AgentProcess process;
    constexpr std::int64_t total = 200 * mebibyte;
    const std::string chunk = noise(mebibyte);
    const auto writer = run(agent::write(process.open(), {.path = "large", .size = total}));
    VERIFY_RESULT(writer);
    std::int64_t most = 0;
    for (std::int64_t sent = 0; sent < total; sent += mebibyte) {
        VERIFY_RESULT(run((*writer)->write(chunk)));
        if (sent % (32 * mebibyte) == 0)
            most = std::max(most, residentOfAgent(process));
    }
    VERIFY_RESULT(run((*writer)->finish()));
    QCOMPARE(static_cast<std::int64_t>(fs::file_size(process.home() + "/large")), total);

    const auto reader = run(agent::read(process.open(), {.path = "large"}));
    VERIFY_RESULT(reader);
    std::int64_t got = 0;
    std::int64_t nextLook = 0;
    while (got < total) {
        const auto some = run((*reader)->read(256 * 1024));
        VERIFY_RESULT(some);
        QVERIFY(!some->empty());
        for (std::size_t at = 0; at < some->size();) {
            const std::size_t place = static_cast<std::size_t>(got % mebibyte);
            const std::size_t count = std::min(some->size() - at, chunk.size() - place);
            QVERIFY(std::string_view(*some).substr(at, count) == std::string_view(chunk).substr(place, count));
            at += count;
            got += static_cast<std::int64_t>(count);
        }
        if (got >= nextLook) {
            most = std::max(most, residentOfAgent(process));
            nextLook += 32 * mebibyte;
        }
    }
    qInfo("most memory of an agent's process: %lld KiB", static_cast<long long>(most / 1024));
    QVERIFY(most > 0);
    // An address sanitizer's own memory counts as well.
    QVERIFY2(most < 64 * mebibyte, std::format("{} bytes", most).c_str());
}

void FilesTest::listsFolders()
{
    const AgentProcess process;
    fs::create_directory(process.home() + "/folder");
    writeFile(process.home() + "/file", "12345");
    writeFile(process.home() + "/.hidden", "");
    fs::permissions(process.home() + "/file", fs::perms(0640));
    fs::create_symlink("folder", process.home() + "/link");
    QCOMPARE(::mkfifo((process.home() + "/pipe").c_str(), 0600), 0);

    auto folder = run(agent::list(process.open(), ".", false));
    VERIFY_RESULT(folder);
    QCOMPARE(folder->path, process.home());
    QVERIFY(!folder->truncated);
    std::ranges::sort(folder->entries, {}, &agent::Entry::name);
    QCOMPARE(folder->entries.size(), 4);
    const auto &entries = folder->entries;
    QCOMPARE(entries[0].name, "file");
    QCOMPARE(entries[0].path, process.home() + "/file");
    QCOMPARE(entries[0].size, 5);
    QCOMPARE(entries[0].mode, "-rw-r-----");
    QVERIFY(!entries[0].isFolder && !entries[0].target);
    QVERIFY(std::chrono::abs(entries[0].modified - SystemClock().now()) < std::chrono::minutes(1));
    QVERIFY(entries[1].isFolder);
    QCOMPARE(entries[1].mode, "drwxr-xr-x");
    QVERIFY(entries[2].isFolder);
    QCOMPARE(entries[2].target, "folder");
    QVERIFY(entries[2].mode.starts_with('l'));
    QVERIFY(entries[3].mode.starts_with('p'));

    QCOMPARE(run(agent::list(process.open(), "folder", false)).value().entries.size(), 0);
    const auto hidden = run(agent::list(process.open(), process.home(), true)).value();
    QVERIFY(std::ranges::contains(hidden.entries, ".hidden", &agent::Entry::name));
    QCOMPARE(run(agent::list(process.open(), "missing", false)).error().code, ErrorCode::NotFound);
    QCOMPARE(run(agent::list(process.open(), "file", false)).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(run(agent::list(process.open(), "pipe", false)).error().code, ErrorCode::InvalidArgument);
}

void FilesTest::listsManyFilesInBounds()
{
    const AgentProcess process;
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i)
        writeFile(std::format("{}/{:0200}", process.home(), i), "");
    const auto all = run(agent::list(process.open(), ".", false));
    VERIFY_RESULT(all);
    QCOMPARE(all->entries.size(), count);
    QVERIFY(!all->truncated);
    const auto some = run(agent::list(process.open(), ".", false, 1000));
    VERIFY_RESULT(some);
    QCOMPARE(some->entries.size(), 1000);
    QVERIFY(some->truncated);
}

void FilesTest::makesAndRemoves()
{
    const AgentProcess process;
    VERIFY_RESULT(run(agent::makeFolder(process.open(), "a")));
    QCOMPARE(run(agent::makeFolder(process.open(), "a")).error().code, ErrorCode::Conflict);
    QCOMPARE(run(agent::makeFolder(process.open(), "b/c")).error().code, ErrorCode::NotFound);
    VERIFY_RESULT(run(agent::makeFolder(process.open(), "b/c/d", true)));
    VERIFY_RESULT(run(agent::makeFolder(process.open(), "b/c/d", true)));
    writeFile(process.home() + "/b/c/d/file", "x");
    VERIFY_RESULT(run(agent::remove(process.open(), "b")));
    QVERIFY(!fs::exists(process.home() + "/b"));
    QCOMPARE(run(agent::remove(process.open(), "b")).error().code, ErrorCode::NotFound);
    for (const std::string &kept : {std::string("."), std::string("/"), process.home(), process.home() + "/"})
        QCOMPARE(run(agent::remove(process.open(), kept)).error().code, ErrorCode::InvalidArgument);
    QVERIFY(fs::exists(process.home() + "/a"));
}

void FilesTest::removeNeverFollowsLinks()
{
    const AgentProcess process;
    fs::create_directories(process.home() + "/kept/deep");
    writeFile(process.home() + "/kept/deep/file", "x");
    fs::create_symlink("kept", process.home() + "/link");
    fs::create_directory(process.home() + "/gone");
    fs::create_symlink("../kept", process.home() + "/gone/link");
    VERIFY_RESULT(run(agent::remove(process.open(), "link/")));
    VERIFY_RESULT(run(agent::remove(process.open(), "gone")));
    QCOMPARE(namesIn(process.home()), std::vector<std::string>{"kept"});
    QCOMPARE(readFile(process.home() + "/kept/deep/file"), "x");
}

QTEST_GUILESS_MAIN(FilesTest)
#include "files_test.moc"
