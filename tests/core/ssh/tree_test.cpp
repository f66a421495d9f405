// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/core/ssh/peer.h"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

using namespace portolan;
using namespace portolan::ssh;
using namespace portolan::test;
namespace fs = std::filesystem;

namespace {

/// A tree as it matters: path to kind, permissions, time and content.
std::map<std::string, std::string> pictureOf(const std::string &root)
{
    std::map<std::string, std::string> picture;
    for (const auto &entry : fs::recursive_directory_iterator(root)) {
        struct stat status{};
        ::lstat(entry.path().c_str(), &status);
        const auto name = entry.path().string().substr(root.size());
        if (entry.is_symlink())
            picture[name] = "link to " + fs::read_symlink(entry.path()).string();
        else
            picture[name] = std::format("{:o} {} {}", status.st_mode, status.st_mtime,
                                        entry.is_directory() ? "" : readFile(entry.path()));
    }
    return picture;
}

void setTime(const std::string &path, time_t seconds)
{
    const timespec times[] = {{seconds, 0}, {seconds, 0}};
    ::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW);
}

} // namespace

class TreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void copiesManySmallFilesBothWays();
    void keepsWhatATreeIs();
    void copiesASingleFile();
    void fillsUpAFolderThatIsThere();
    void countsWhatItCouldNotCopy();
    void isNotLedOutOfItsFolder();
    void stopsWhenItIsCancelled();
    void failsWhenTheServerDies();
    void knowsHowMuchThereIs();

private:
    std::unique_ptr<SshServer> m_server;
    std::shared_ptr<SshConnection> m_connection;
    std::unique_ptr<SftpSession> m_sftp;
    std::string m_local;
    std::string m_remote;
    std::string m_back;
};

void TreeTest::init()
{
    m_server = std::make_unique<SshServer>();
    m_connection = connectTo(*m_server);
    m_sftp = openSftp(*m_connection);
    m_local = m_server->folder() + "/local";
    m_remote = m_server->folder() + "/remote";
    m_back = m_server->folder() + "/back";
    fs::create_directory(m_local);
}

void TreeTest::cleanup()
{
    m_sftp.reset();
    m_connection.reset();
    m_server.reset();
}

void TreeTest::copiesManySmallFilesBothWays()
{
    constexpr int folders = 20;
    constexpr int files = 100;
    std::uint64_t bytes = 0;
    for (int i = 0; i < folders; ++i) {
        const auto folder = std::format("{}/d{}", m_local, i);
        fs::create_directory(folder);
        for (int j = 0; j < files; ++j) {
            const auto size = static_cast<std::size_t>(i * 37 + j * 41);
            writeFile(std::format("{}/f{}", folder, j), noise(size, static_cast<unsigned>(i * files + j)));
            bytes += size;
        }
    }
    const auto up = run(m_sftp->uploadTree(m_local, m_remote, {.sync = false}));
    VERIFY_RESULT(up);
    QCOMPARE(up->files, std::uint64_t(folders * files));
    QCOMPARE(up->folders, std::uint64_t(folders + 1));
    QCOMPARE(up->bytes, bytes);
    QVERIFY(pictureOf(m_remote) == pictureOf(m_local));

    const auto down = run(m_sftp->downloadTree(m_remote, m_back));
    VERIFY_RESULT(down);
    QCOMPARE(down->files, std::uint64_t(folders * files));
    QCOMPARE(down->folders, std::uint64_t(folders + 1));
    QCOMPARE(down->bytes, bytes);
    QVERIFY(pictureOf(m_back) == pictureOf(m_local));
}

void TreeTest::keepsWhatATreeIs()
{
    fs::create_directories(m_local + "/a/b c/empty");
    writeFile(m_local + "/a/new\nline", "1");
    writeFile(m_local + "/a/Grüße \xff", "2");
    writeFile(m_local + "/a/b c/large", noise(3'000'000));
    writeFile(m_local + "/a/empty file", "");
    ::chmod((m_local + "/a/new\nline").c_str(), 0400);
    ::chmod((m_local + "/a/b c/large").c_str(), 04751);
    setTime(m_local + "/a/b c/large", 1'000'000'000);
    fs::create_symlink("b c/large", m_local + "/a/link");
    fs::create_symlink("/nowhere/at all", m_local + "/dangling");
    fs::create_directory_symlink("a", m_local + "/folder link");
    setTime(m_local + "/a/b c", 1'100'000'000);
    ::chmod((m_local + "/a/b c").c_str(), 0555); // is filled before it gets this
    setTime(m_local + "/a", 1'200'000'000);

    const auto up = run(m_sftp->uploadTree(m_local, m_remote));
    VERIFY_RESULT(up);
    QCOMPARE(up->files, 4u);
    QCOMPARE(up->links, 3u);
    QCOMPARE(pictureOf(m_remote), pictureOf(m_local));
    const auto down = run(m_sftp->downloadTree(m_remote, m_back));
    VERIFY_RESULT(down);
    QCOMPARE(down->files, 4u);
    QCOMPARE(down->links, 3u);
    QCOMPARE(pictureOf(m_back), pictureOf(m_local));
}

void TreeTest::copiesASingleFile()
{
    writeFile(m_local + "/f", noise(100'000));
    ::chmod((m_local + "/f").c_str(), 0640);
    const auto up = run(m_sftp->uploadTree(m_local + "/f", m_remote));
    VERIFY_RESULT(up);
    QCOMPARE(up->files, 1u);
    QCOMPARE(up->folders, 0u);
    QCOMPARE(readFile(m_remote), noise(100'000));
    VERIFY_RESULT(run(m_sftp->downloadTree(m_remote, m_back)));
    QCOMPARE(readFile(m_back), noise(100'000));

    QCOMPARE(run(m_sftp->uploadTree(m_local + "/none", m_remote)).error().code, ErrorCode::NotFound);
    QCOMPARE(run(m_sftp->downloadTree(m_remote + "/none", m_back)).error().code, ErrorCode::NotFound);
    // Never a folder in place of a file, or the other way round.
    QVERIFY(!run(m_sftp->uploadTree(m_local, m_remote)));
    QVERIFY(!run(m_sftp->uploadTree(m_local + "/f", m_local)));
    QVERIFY(fs::is_regular_file(m_remote));
    QVERIFY(fs::is_directory(m_local));
}

void TreeTest::fillsUpAFolderThatIsThere()
{
    fs::create_directories(m_local + "/d");
    writeFile(m_local + "/d/f", "new");
    fs::create_symlink("new", m_local + "/d/l");
    fs::create_directories(m_remote + "/d");
    writeFile(m_remote + "/d/f", "old");
    fs::create_symlink("old", m_remote + "/d/l");
    writeFile(m_remote + "/d/other", "stays");
    VERIFY_RESULT(run(m_sftp->uploadTree(m_local, m_remote)));
    QCOMPARE(readFile(m_remote + "/d/f"), "new");
    QCOMPARE(fs::read_symlink(m_remote + "/d/l").string(), "new");
    QCOMPARE(readFile(m_remote + "/d/other"), "stays");
    // Twice is the same as once.
    VERIFY_RESULT(run(m_sftp->downloadTree(m_remote, m_back)));
    VERIFY_RESULT(run(m_sftp->downloadTree(m_remote, m_back)));
    QCOMPARE(pictureOf(m_back + "/d").size(), 3u);
}

void TreeTest::countsWhatItCouldNotCopy()
{
    for (int i = 0; i < 10; ++i)
        writeFile(std::format("{}/f{}", m_local, i), "x");
    ::mkfifo((m_local + "/pipe").c_str(), 0600);
    fs::create_directories(m_remote + "/f3/in the way"); // a folder cannot be replaced by a file
    const auto up = run(m_sftp->uploadTree(m_local, m_remote));
    QVERIFY(!up);
    QVERIFY2(up.error().detail.contains("2 of 11 "), up.error().detail.c_str());
    QCOMPARE(readFile(m_remote + "/f4"), "x"); // the others are there
    for (const auto &entry : fs::recursive_directory_iterator(m_remote))
        QVERIFY2(!entry.path().string().ends_with(".part"), entry.path().c_str());

    fs::remove_all(m_remote + "/f3");
    fs::create_directories(m_back + "/f4/in the way");
    ::mkfifo((m_remote + "/pipe").c_str(), 0600);
    const auto down = run(m_sftp->downloadTree(m_remote, m_back));
    QVERIFY(!down);
    QVERIFY2(down.error().detail.contains("2 of 10 "), down.error().detail.c_str());
    for (const auto &entry : fs::recursive_directory_iterator(m_back))
        QVERIFY2(!entry.path().string().ends_with(".part"), entry.path().c_str());
}

void TreeTest::isNotLedOutOfItsFolder()
{
    // A link where a folder would go: what comes from the other side must not be written through it.
    fs::create_directories(m_remote + "/d");
    writeFile(m_remote + "/d/f", "x");
    fs::create_directories(m_back);
    const auto outside = m_server->folder() + "/outside";
    fs::create_directory(outside);
    fs::create_directory_symlink(outside, m_back + "/d");
    const auto down = run(m_sftp->downloadTree(m_remote, m_back));
    QVERIFY(!down);
    QVERIFY(fs::is_empty(outside));

    // A link where a file would go is replaced, not followed.
    writeFile(outside + "/precious", "old");
    writeFile(m_remote + "/g", "new");
    fs::create_symlink(outside + "/precious", m_back + "/g");
    fs::remove(m_back + "/d");
    VERIFY_RESULT(run(m_sftp->downloadTree(m_remote, m_back)));
    QCOMPARE(readFile(outside + "/precious"), "old");
    QCOMPARE(readFile(m_back + "/g"), "new");
}

void TreeTest::stopsWhenItIsCancelled()
{
    for (int i = 0; i < 500; ++i)
        writeFile(std::format("{}/f{}", m_local, i), noise(20'000));
    std::stop_source cancel;
    bool begun = false;
    auto copying = m_sftp->uploadTree(m_local, m_remote,
                                      {.onProgress = [&](const TransferProgress &) { begun = true; },
                                       .cancel = cancel.get_token()});
    QVERIFY(waitUntil([&] { return begun; }));
    cancel.request_stop();
    const auto result = run(std::move(copying));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    for (const auto &entry : fs::directory_iterator(m_remote)) {
        QVERIFY2(!entry.path().string().ends_with(".part"), entry.path().c_str());
        QCOMPARE(entry.file_size(), 20'000u);
    }
    VERIFY_RESULT(run(m_sftp->uploadTree(m_local, m_remote, {.sync = false})));
}

void TreeTest::failsWhenTheServerDies()
{
    fs::create_directory(m_remote);
    for (int i = 0; i < 500; ++i)
        writeFile(std::format("{}/f{}", m_remote, i), noise(20'000));
    bool begun = false;
    auto copying = m_sftp->downloadTree(m_remote, m_back,
                                        {.onProgress = [&](const TransferProgress &) { begun = true; }});
    QVERIFY(waitUntil([&] { return begun; }));
    m_server->killAll();
    const auto result = run(std::move(copying));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::BadGateway);
    for (const auto &entry : fs::directory_iterator(m_back))
        QVERIFY2(!entry.path().string().ends_with(".part"), entry.path().c_str());
}

void TreeTest::knowsHowMuchThereIs()
{
    fs::create_directory(m_local + "/d");
    for (int i = 0; i < 50; ++i)
        writeFile(std::format("{}/{}f{}", m_local, i % 2 ? "d/" : "", i), noise(100'000));
    TransferProgress last;
    VERIFY_RESULT(run(m_sftp->uploadTree(m_local, m_remote,
                                         {.onProgress = [&](const TransferProgress &progress) { last = progress; }})));
    QCOMPARE(last.files, 50u);
    QCOMPARE(last.totalFiles, 50u);
    QCOMPARE(last.bytes, 5'000'000u);
    QCOMPARE(last.totalBytes, 5'000'000u);
    QVERIFY(last.isTotalKnown);
}

QTEST_GUILESS_MAIN(TreeTest)
#include "tree_test.moc"
