// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"

#include "tests/support/run.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/stat.h>

using namespace portolan;

class FileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrote();
    void replacesAsAWhole();
    void setsTheModeWhateverTheUmask();
    void refusesToReadTooMuch();
    void saysWhatIsMissing();
    void leavesTheOldFileWhereItFails();
    void sweepsWhatACrashLeft();
    void removesOnceAndAgain();
    void descriptorsAreClosedOnce();
};

namespace {

struct Folder {
    QTemporaryDir folder;

    [[nodiscard]] std::filesystem::path operator/(const char *name) const
    {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
};

} // namespace

void FileTest::readsWhatItWrote()
{
    Folder folder;
    for (const std::size_t size : {0U, 1U, 16384U, 16385U, 1'000'000U}) {
        std::string content(size, 'x');
        if (size > 0)
            content.back() = '\0';
        VERIFY_RESULT(writeFileAtomically(folder / "file", content));
        const auto read = readFile(folder / "file", size);
        VERIFY_RESULT(read);
        QCOMPARE(*read, content);
    }
}

void FileTest::replacesAsAWhole()
{
    Folder folder;
    VERIFY_RESULT(writeFileAtomically(folder / "file", "a long old content"));
    const Descriptor old(::open((folder / "file").c_str(), O_RDONLY | O_CLOEXEC));
    VERIFY_RESULT(writeFileAtomically(folder / "file", "new"));
    QCOMPARE(*readFile(folder / "file", 100), "new");
    // Whoever reads the old one reads it to its end.
    char buffer[100];
    QCOMPARE(::read(old.get(), buffer, sizeof(buffer)), 18);
    QVERIFY(!std::filesystem::exists(folder / "file.new"));
}

void FileTest::setsTheModeWhateverTheUmask()
{
    Folder folder;
    const mode_t before = ::umask(0077);
    VERIFY_RESULT(writeFileAtomically(folder / "file", "", 0644));
    ::umask(before);
    struct stat status{};
    QCOMPARE(::stat((folder / "file").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0644U);
}

void FileTest::refusesToReadTooMuch()
{
    Folder folder;
    VERIFY_RESULT(writeFileAtomically(folder / "file", "12345"));
    VERIFY_RESULT(readFile(folder / "file", 5));
    COMPARE_ERROR(readFile(folder / "file", 4), ErrorCode::TooLarge);
    COMPARE_ERROR(readFile("/dev/zero", 1'000'000), ErrorCode::TooLarge);
}

void FileTest::saysWhatIsMissing()
{
    Folder folder;
    const auto missing = readFile(folder / "file", 5);
    COMPARE_ERROR(missing, ErrorCode::NotFound);
    QVERIFY(missing.error().detail.contains((folder / "file").string()));
    COMPARE_ERROR(writeFileAtomically(folder / "none/file", ""), ErrorCode::NotFound);
    COMPARE_ERROR(syncPath(folder / "file"), ErrorCode::NotFound);
}

void FileTest::leavesTheOldFileWhereItFails()
{
    Folder folder;
    // A folder cannot be replaced by a file.
    std::filesystem::create_directories(folder / "target/inside");
    QVERIFY(!writeFileAtomically(folder / "target", "new"));
    QVERIFY(std::filesystem::is_directory(folder / "target/inside"));
    QVERIFY(!std::filesystem::exists(folder / "target.new"));
}

void FileTest::sweepsWhatACrashLeft()
{
    Folder folder;
    VERIFY_RESULT(writeFileAtomically(folder / "file.new", "half"));
    VERIFY_RESULT(writeFileAtomically(folder / "file", "whole"));
    QCOMPARE(*readFile(folder / "file", 100), "whole");
    QVERIFY(!std::filesystem::exists(folder / "file.new"));
}

void FileTest::removesOnceAndAgain()
{
    Folder folder;
    VERIFY_RESULT(writeFileAtomically(folder / "file", ""));
    VERIFY_RESULT(removeFile(folder / "file"));
    QVERIFY(!std::filesystem::exists(folder / "file"));
    VERIFY_RESULT(removeFile(folder / "file"));
    std::filesystem::create_directories(folder / "folder");
    QVERIFY(!removeFile(folder / "folder"));
}

void FileTest::descriptorsAreClosedOnce()
{
    Descriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const int number = first.get();
    QVERIFY(first);
    Descriptor second(std::move(first));
    QVERIFY(!first);
    QCOMPARE(second.get(), number);
    auto &same = second;
    second = std::move(same);
    QCOMPARE(second.get(), number);
    QVERIFY(::fcntl(number, F_GETFD) >= 0);
    second = Descriptor();
    QCOMPARE(::fcntl(number, F_GETFD), -1);
}

QTEST_GUILESS_MAIN(FileTest)
#include "file_test.moc"
