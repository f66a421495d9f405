// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/sftp.h"

#include "tests/core/ssh/peer.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace portolan;
using namespace portolan::ssh;
using namespace portolan::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// Keeps what is downloaded; fails after `limit` bytes as a full disk would.
class MemorySink final : public Sink
{
public:
    explicit MemorySink(std::size_t limit = SIZE_MAX) : m_limit(limit) {}

    Result<void> write(std::string_view more) override
    {
        bytes += more;
        if (bytes.size() > m_limit)
            return fail(ErrorCode::OutOfSpace, "writing x: No space left on device");
        return {};
    }

    std::string bytes;

private:
    std::size_t m_limit;
};

/// Gives bytes; fails, or stands still for a caller's turn, after `limit` of them.
class MemorySource final : public Source
{
public:
    explicit MemorySource(std::string all, std::size_t limit = SIZE_MAX) : m_all(std::move(all)), m_limit(limit) {}

    Result<std::string> read(std::size_t limit) override
    {
        if (m_at >= m_limit)
            return fail(ErrorCode::Internal, "reading x: Input/output error");
        auto bytes = m_all.substr(m_at, limit);
        m_at += bytes.size();
        return bytes;
    }

private:
    std::string m_all;
    std::size_t m_limit;
    std::size_t m_at = 0;
};

/// Never ends.
class EndlessSource final : public Source
{
public:
    Result<std::string> read(std::size_t limit) override
    {
        ++reads;
        return std::string(limit, 'e');
    }
    std::atomic<int> reads = 0;
};

std::vector<std::string> namesIn(const std::string &folder)
{
    std::vector<std::string> names;
    for (const auto &entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
}

mode_t modeOf(const std::string &path)
{
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

time_t timeOf(const std::string &path)
{
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mtime : 0;
}

} // namespace

class SftpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void doesWhatAFileManagerDoes();
    void saysWhyNot();
    void listsLargeFoldersInPages();
    void keepsStrangeNames();
    void carriesLargeFilesBothWays();
    void carriesEmptyAndOddSizes();
    void readsFilesThatHideTheirSize();
    void survivesRekeying();
    void replacesOnlyAsAWhole();
    void keepsPermissionsOfWhatItReplaces();
    void writesThroughALink();
    void leavesNoPartWhenItsSourceFails();
    void leavesNoPartWhenItIsCancelled();
    void leavesNoPartWhenTheOtherSideIsFull();
    void leavesTheOldFileWhenTheServerDies();
    void failsADownloadThatItsSinkRefuses();
    void noticesAFileThatShrinks();
    void cancelsWhileTheServerHangs();
    void reportsProgress();
    void servesOthersDuringATransfer();

private:
    [[nodiscard]] std::string remote(const std::string &name) const { return m_remote + "/" + name; }
    [[nodiscard]] Result<std::uint64_t> upload(const std::string &bytes, const std::string &path)
    {
        return run(m_sftp->upload(std::make_shared<MemorySource>(bytes), path));
    }
    [[nodiscard]] Result<std::string> download(const std::string &path)
    {
        const auto sink = std::make_shared<MemorySink>();
        auto received = run(m_sftp->download(path, sink));
        if (!received)
            return std::unexpected(received.error());
        return sink->bytes;
    }

    std::unique_ptr<SshServer> m_server;
    std::shared_ptr<SshConnection> m_connection;
    std::unique_ptr<SftpSession> m_sftp;
    std::string m_remote;
};

void SftpTest::init()
{
    m_server = std::make_unique<SshServer>();
    m_connection = connectTo(*m_server);
    m_sftp = openSftp(*m_connection);
    m_remote = m_server->folder() + "/remote";
    fs::create_directory(m_remote);
}

void SftpTest::cleanup()
{
    m_sftp.reset();
    m_connection.reset();
    m_server.reset();
}

void SftpTest::doesWhatAFileManagerDoes()
{
    VERIFY_RESULT(run(m_sftp->makeFolder(remote("a"), 0750)));
    QCOMPARE(modeOf(remote("a")), mode_t(0750));
    VERIFY_RESULT(upload("hello", remote("a/f")));
    const auto attributes = run(m_sftp->stat(remote("a/f")));
    VERIFY_RESULT(attributes);
    QCOMPARE(attributes->size, 5u);
    QCOMPARE(kindOf(*attributes), FileKind::File);

    VERIFY_RESULT(run(m_sftp->makeLink("f", remote("a/l"))));
    QCOMPARE(run(m_sftp->readLink(remote("a/l"))).value(), "f");
    QCOMPARE(kindOf(*run(m_sftp->lstat(remote("a/l")))), FileKind::Link);
    QCOMPARE(kindOf(*run(m_sftp->stat(remote("a/l")))), FileKind::File);
    QCOMPARE(run(m_sftp->realPath(remote("a/../a/./l"))).value(), fs::canonical(remote("a/f")).string());

    VERIFY_RESULT(run(m_sftp->setAttributes(remote("a/f"), {.mode = 0640, .accessed = 1000, .modified = 2000})));
    QCOMPARE(modeOf(remote("a/f")), mode_t(0640));
    QCOMPARE(timeOf(remote("a/f")), time_t(2000));

    VERIFY_RESULT(upload("other", remote("g")));
    VERIFY_RESULT(run(m_sftp->rename(remote("g"), remote("a/f")))); // replaces
    QCOMPARE(readFile(remote("a/f")), "other");
    VERIFY_RESULT(run(m_sftp->removeFile(remote("a/f"))));
    VERIFY_RESULT(run(m_sftp->removeFile(remote("a/l"))));
    VERIFY_RESULT(run(m_sftp->removeFolder(remote("a"))));
    QVERIFY(namesIn(m_remote).empty());
    // Relative paths start in the home.
    QCOMPARE(run(m_sftp->realPath(".")).value(), run(m_sftp->realPath("")).value());
}

void SftpTest::saysWhyNot()
{
    const auto missing = run(m_sftp->stat(remote("nothing")));
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QVERIFY(missing.error().detail.contains(remote("nothing")));
    QCOMPARE(run(m_sftp->removeFile(remote("nothing"))).error().code, ErrorCode::NotFound);
    QCOMPARE(download(remote("nothing")).error().code, ErrorCode::NotFound);
    QCOMPARE(upload("x", remote("nothing/f")).error().code, ErrorCode::NotFound);
    QCOMPARE(run(m_sftp->list(remote("nothing"))).error().code, ErrorCode::NotFound);

    VERIFY_RESULT(run(m_sftp->makeFolder(remote("d"))));
    writeFile(remote("d/f"), "x");
    QCOMPARE(run(m_sftp->makeFolder(remote("d"))).error().code, ErrorCode::Conflict);
    QCOMPARE(run(m_sftp->removeFolder(remote("d"))).error().code, ErrorCode::Conflict);
    QCOMPARE(upload("x", remote("d")).error().code, ErrorCode::Conflict);
    QCOMPARE(download(remote("d")).error().code, ErrorCode::Conflict);
    QCOMPARE(namesIn(m_remote), std::vector<std::string>{"d"});
    // What it has to say does not end the session.
    QCOMPARE(download(remote("d/f")).value(), "x");
}

void SftpTest::listsLargeFoldersInPages()
{
    for (int i = 0; i < 1000; ++i)
        writeFile(remote(std::format("file-{}", i)), std::string(i % 7, 'x'));
    const auto all = run(m_sftp->list(m_remote));
    VERIFY_RESULT(all);
    QCOMPARE(all->size(), 1000u);
    for (const auto &entry : *all)
        QCOMPARE(*entry.attributes.size, std::uint64_t(std::atoi(entry.name.c_str() + 5) % 7));
    int pages = 0;
    std::size_t entries = 0;
    const auto paged = run(m_sftp->list(m_remote, [&](std::vector<FolderEntry> page) {
        ++pages;
        entries += page.size();
    }));
    VERIFY_RESULT(paged);
    QVERIFY(pages > 1);
    QCOMPARE(entries, 1000u);
}

void SftpTest::keepsStrangeNames()
{
    const std::vector<std::string> names = {"with space", "Grüße 世界", "new\nline",           "quote'\"$(x)`",
                                            "-rf",        "*?[a]",      std::string(255, 'n'), "\xff\xfe not UTF-8",
                                            "trailing ",  ".hidden"};
    for (const auto &name : names)
        VERIFY_RESULT(upload(name, remote(name)));
    auto expected = names;
    std::ranges::sort(expected);
    QCOMPARE(namesIn(m_remote), expected);
    for (const auto &name : names)
        QCOMPARE(download(remote(name)).value(), name);
    const auto listed = run(m_sftp->list(m_remote));
    VERIFY_RESULT(listed);
    std::vector<std::string> found;
    for (const auto &entry : *listed)
        found.push_back(entry.name);
    std::ranges::sort(found);
    QCOMPARE(found, expected);
}

void SftpTest::carriesLargeFilesBothWays()
{
    const auto bytes = noise(200'000'000);
    const auto sent = upload(bytes, remote("large"));
    VERIFY_RESULT(sent);
    QCOMPARE(*sent, bytes.size());
    QVERIFY(readFile(remote("large")) == bytes);
    const auto back = download(remote("large"));
    VERIFY_RESULT(back);
    QVERIFY(*back == bytes);
}

void SftpTest::carriesEmptyAndOddSizes()
{
    for (const std::size_t size : {0, 1, 32767, 32768, 32769, 65535, 65536, 65537, 261120, 261121, 2'097'153}) {
        const auto bytes = noise(size, static_cast<unsigned>(size));
        const auto sent = upload(bytes, remote("odd"));
        VERIFY_RESULT(sent);
        QCOMPARE(*sent, size);
        QVERIFY(readFile(remote("odd")) == bytes);
        QVERIFY(download(remote("odd")).value() == bytes);
    }
}

void SftpTest::readsFilesThatHideTheirSize()
{
    QCOMPARE(download("/proc/sys/kernel/ostype").value(), "Linux\n");
    const auto processors = download("/proc/self/smaps"); // longer than one answer, with short ones in between
    VERIFY_RESULT(processors);
    QVERIFY(processors->size() > 4096);
}

void SftpTest::survivesRekeying()
{
    SshServer server("RekeyLimit 1M");
    const auto connection = connectTo(server);
    const auto sftp = openSftp(*connection);
    const auto bytes = noise(20'000'000);
    VERIFY_RESULT(run(sftp->upload(std::make_shared<MemorySource>(bytes), remote("rekeyed"))));
    QVERIFY(readFile(remote("rekeyed")) == bytes);
    const auto sink = std::make_shared<MemorySink>();
    VERIFY_RESULT(run(sftp->download(remote("rekeyed"), sink)));
    QVERIFY(sink->bytes == bytes);
}

void SftpTest::replacesOnlyAsAWhole()
{
    writeFile(remote("f"), "old");
    const auto reader = Descriptor(::open(remote("f").c_str(), O_RDONLY));
    VERIFY_RESULT(upload("new", remote("f")));
    QCOMPARE(readFile(remote("f")), "new");
    char buffer[8] = {};
    QCOMPARE(::read(reader.get(), buffer, sizeof buffer), ssize_t(3));
    QCOMPARE(std::string(buffer), "old"); // who has it open keeps the old file, whole
    QCOMPARE(namesIn(m_remote), std::vector<std::string>{"f"});
}

void SftpTest::keepsPermissionsOfWhatItReplaces()
{
    writeFile(remote("script"), "#!/bin/sh\n");
    ::chmod(remote("script").c_str(), 0751);
    VERIFY_RESULT(upload("#!/bin/sh\nexit\n", remote("script")));
    QCOMPARE(modeOf(remote("script")), mode_t(0751));

    writeFile(remote("local"), "x");
    ::chmod(remote("local").c_str(), 0604);
    const auto source = makeFileSource(Descriptor(::open(remote("local").c_str(), O_RDONLY)), "local");
    VERIFY_RESULT(source);
    VERIFY_RESULT(run(m_sftp->upload(*source, remote("copy"))));
    QCOMPARE(modeOf(remote("copy")), mode_t(0604));
    QCOMPARE(timeOf(remote("copy")), timeOf(remote("local")));
}

void SftpTest::writesThroughALink()
{
    fs::create_directory(remote("elsewhere"));
    writeFile(remote("elsewhere/real"), "old");
    fs::create_symlink("elsewhere/real", remote("link"));
    VERIFY_RESULT(upload("new", remote("link")));
    QVERIFY(fs::is_symlink(remote("link")));
    QCOMPARE(readFile(remote("elsewhere/real")), "new");
}

void SftpTest::leavesNoPartWhenItsSourceFails()
{
    writeFile(remote("f"), "old");
    const auto source = std::make_shared<MemorySource>(noise(5'000'000), 1'000'000);
    const auto result = run(m_sftp->upload(source, remote("f")));
    QVERIFY(!result);
    QVERIFY(result.error().detail.contains("Input/output error"));
    QCOMPARE(namesIn(m_remote), std::vector<std::string>{"f"});
    QCOMPARE(readFile(remote("f")), "old");
}

void SftpTest::leavesNoPartWhenItIsCancelled()
{
    writeFile(remote("f"), "old");
    std::stop_source cancel;
    const auto source = std::make_shared<EndlessSource>();
    auto uploading = m_sftp->upload(source, remote("f"), {.cancel = cancel.get_token()});
    QVERIFY(waitUntil([&] { return source->reads > 50; }));
    cancel.request_stop();
    const auto result = run(std::move(uploading));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QCOMPARE(namesIn(m_remote), std::vector<std::string>{"f"});
    QCOMPARE(readFile(remote("f")), "old");
    const int reads = source->reads;
    VERIFY_RESULT(upload("and on", remote("g")));
    QCOMPARE(source->reads.load(), reads);
    // All places are free again: a file that needs them all goes through.
    VERIFY_RESULT(upload(noise(10'000'000), remote("g")));
}

void SftpTest::leavesNoPartWhenTheOtherSideIsFull()
{
    // A limit on the size of files, as a full disk: the first writes succeed, then all fail.
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    m_server->serve(ends[1], {"/bin/bash", "-c", "trap '' XFSZ; ulimit -f 1024; exec \"$@\"", "limited"});
    const auto connection = run(SshConnection::open(optionsFor(*m_server), useSocket(Descriptor(ends[0]))));
    VERIFY_RESULT(connection);
    const auto sftp = openSftp(**connection);
    writeFile(remote("f"), "old");
    const auto result = run(sftp->upload(std::make_shared<MemorySource>(noise(5'000'000)), remote("f")));
    QVERIFY(!result);
    QVERIFY2(result.error().detail.contains("uploading " + remote("f")), result.error().detail.c_str());
    QCOMPARE(namesIn(m_remote), std::vector<std::string>{"f"});
    QCOMPARE(readFile(remote("f")), "old");
    VERIFY_RESULT(run(sftp->upload(std::make_shared<MemorySource>(noise(500'000)), remote("f"))));
}

void SftpTest::leavesTheOldFileWhenTheServerDies()
{
    writeFile(remote("f"), "old");
    const auto source = std::make_shared<EndlessSource>();
    auto uploading = m_sftp->upload(source, remote("f"));
    QVERIFY(waitUntil([&] { return source->reads > 50; }));
    m_server->killAll();
    const auto result = run(std::move(uploading));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::BadGateway);
    QCOMPARE(readFile(remote("f")), "old");
    QCOMPARE(run(m_sftp->stat(remote("f"))).error().code, ErrorCode::BadGateway);
}

void SftpTest::failsADownloadThatItsSinkRefuses()
{
    writeFile(remote("f"), noise(5'000'000));
    const auto result = run(m_sftp->download(remote("f"), std::make_shared<MemorySink>(1'000'000)));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::OutOfSpace);
    QCOMPARE(download(remote("f")).value().size(), 5'000'000u);
}

void SftpTest::noticesAFileThatShrinks()
{
    /// Cuts the file it is fed from.
    class Cutter final : public Sink
    {
    public:
        explicit Cutter(std::string path) : m_path(std::move(path)) {}
        Result<void> write(std::string_view) override
        {
            return ::truncate(m_path.c_str(), 1000) == 0 ? Result<void>() : fail(ErrorCode::Internal, "truncate");
        }

    private:
        std::string m_path;
    };
    writeFile(remote("f"), noise(50'000'000));
    const auto result = run(m_sftp->download(remote("f"), std::make_shared<Cutter>(remote("f"))));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Conflict);
    QVERIFY2(result.error().detail.contains("shorter"), result.error().detail.c_str());
}

void SftpTest::cancelsWhileTheServerHangs()
{
    const auto source = std::make_shared<EndlessSource>();
    std::stop_source cancel;
    auto uploading = m_sftp->upload(source, remote("f"), {.cancel = cancel.get_token()});
    QVERIFY(waitUntil([&] { return source->reads > 50; }));
    m_server->signalAll(SIGSTOP);
    auto listing = m_sftp->list(m_remote, cancel.get_token());
    cancel.request_stop();
    QCOMPARE(run(std::move(listing)).error().code, ErrorCode::Cancelled);
    QCOMPARE(run(std::move(uploading)).error().code, ErrorCode::Cancelled);
    m_server->signalAll(SIGCONT);
}

void SftpTest::reportsProgress()
{
    const auto bytes = noise(30'000'000);
    writeFile(remote("local"), bytes);
    const auto source = makeFileSource(Descriptor(::open(remote("local").c_str(), O_RDONLY)), "local");
    VERIFY_RESULT(source);
    std::vector<TransferProgress> told;
    const auto thread = QThread::currentThread();
    bool sameThread = true;
    const auto sent = run(m_sftp->upload(*source, remote("f"), {.onProgress = [&](const TransferProgress &progress) {
        told.push_back(progress);
        sameThread = sameThread && QThread::currentThread() == thread;
    }}));
    VERIFY_RESULT(sent);
    QVERIFY(sameThread);
    QVERIFY(!told.empty());
    for (std::size_t i = 0; i < told.size(); ++i) {
        QCOMPARE(told[i].totalBytes, bytes.size());
        QVERIFY(told[i].isTotalKnown);
        QVERIFY(i == 0 || told[i].bytes >= told[i - 1].bytes);
        QCOMPARE(told[i].current, remote("f"));
    }
    QCOMPARE(told.back().bytes, bytes.size());
    const auto after = told.size();
    QTest::qWait(50);
    QCOMPARE(told.size(), after);
}

void SftpTest::servesOthersDuringATransfer()
{
    // On the same connection a command and a listing get through; on a second one a shell does.
    const auto source = std::make_shared<EndlessSource>();
    std::stop_source cancel;
    auto uploading = m_sftp->upload(source, remote("f"), {.cancel = cancel.get_token(), .sync = false});
    QVERIFY(waitUntil([&] { return source->reads > 50; }));
    auto process = run(m_connection->exec("echo here"));
    VERIFY_RESULT(process);
    QCOMPARE(run(readAll(std::move(*process))).value(), "here\n");
    VERIFY_RESULT(run(m_sftp->list(m_remote)));

    const auto second = connectTo(*m_server);
    auto shell = run(second->openShell({.command = "cat"}));
    VERIFY_RESULT(shell);
    for (int i = 0; i < 20; ++i) {
        VERIFY_RESULT(run((*shell)->write(std::format("{}\n", i))));
        std::string echo;
        while (!echo.contains(std::format("{}\r\n{}\r\n", i, i)))
            echo += run((*shell)->read()).value();
    }
    cancel.request_stop();
    QCOMPARE(run(std::move(uploading)).error().code, ErrorCode::Cancelled);
    QVERIFY(namesIn(m_remote).empty());
}

QTEST_GUILESS_MAIN(SftpTest)
#include "sftp_test.moc"
