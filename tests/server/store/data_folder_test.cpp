// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/data_folder.h"

#include "core/base/file.h"
#include "core/client/endpoint.h"
#include "tests/server/store/child.h"
#include "tests/server/store/note.h"

#include <sys/stat.h>

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;

class DataFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isMadePrivate();
    void announcesAndWithdraws();
    void oneProcessHoldsIt();
    void isFreeAfterAKill();
    void askingDoesNotTakeIt();
    void programsItStartsDoNotHoldIt();
};

namespace {

constexpr auto url = "http://127.0.0.1:4711";

mode_t modeOf(const std::filesystem::path &path)
{
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
}

} // namespace

void DataFolderTest::isMadePrivate()
{
    Folder folder;
    const auto path = folder.path() / "deep" / "data";
    {
        const auto held = DataFolder::open(path);
        VERIFY_RESULT(held);
        QCOMPARE(held->path(), path);
        QCOMPARE(modeOf(path), 0700U);
        QCOMPARE(modeOf(path / "lock"), 0600U);
    }
    QCOMPARE(::chmod(path.c_str(), 0755), 0);
    VERIFY_RESULT(DataFolder::open(path));
    QCOMPARE(modeOf(path), 0700U);
    // A file in its place.
    VERIFY_RESULT(writeFileAtomically(folder.path() / "file", ""));
    QVERIFY(!DataFolder::open(folder.path() / "file"));
}

void DataFolderTest::announcesAndWithdraws()
{
    Folder folder;
    COMPARE_ERROR(readEndpoint(folder.path() / "nowhere"), ErrorCode::NotFound);
    {
        const auto held = DataFolder::open(folder.path());
        VERIFY_RESULT(held);
        COMPARE_ERROR(readEndpoint(folder.path()), ErrorCode::NotFound);
        VERIFY_RESULT(held->announce(url, "1.2.3"));
        const auto endpoint = readEndpoint(folder.path());
        VERIFY_RESULT(endpoint);
        QCOMPARE(*endpoint, (Endpoint{.url = url, .pid = ::getpid(), .version = "1.2.3"}));
        QCOMPARE(modeOf(folder.path() / "endpoint"), 0600U);
        VERIFY_RESULT(held->withdraw());
        COMPARE_ERROR(readEndpoint(folder.path()), ErrorCode::NotFound);
        VERIFY_RESULT(held->announce(url, "1.2.3"));
    }
    QVERIFY(!std::filesystem::exists(folder.path() / "endpoint"));
}

void DataFolderTest::oneProcessHoldsIt()
{
    Folder folder;
    {
        Child child({"--hold", folder.path().string(), url});
        QCOMPARE(child.readLine(), "held");
        const auto refused = DataFolder::open(folder.path());
        COMPARE_ERROR(refused, ErrorCode::Conflict);
        QCOMPARE(argument(refused.error(), "pid"), std::to_string(child.pid()));
        QCOMPARE(argument(refused.error(), "url"), url);
        QVERIFY(refused.error().detail.contains(url));
        QCOMPARE(readEndpoint(folder.path())->pid, child.pid());
        child.closeInput();
        QCOMPARE(child.wait(), 0);
        COMPARE_ERROR(readEndpoint(folder.path()), ErrorCode::NotFound);
    }
    VERIFY_RESULT(DataFolder::open(folder.path()));
}

void DataFolderTest::isFreeAfterAKill()
{
    Folder folder;
    Child child({"--hold", folder.path().string(), url});
    QCOMPARE(child.readLine(), "held");
    child.kill();
    QVERIFY(std::filesystem::exists(folder.path() / "endpoint"));
    COMPARE_ERROR(readEndpoint(folder.path()), ErrorCode::NotFound);

    // A server that starts does not pass for the one that is gone.
    const auto held = DataFolder::open(folder.path());
    VERIFY_RESULT(held);
    QVERIFY(!std::filesystem::exists(folder.path() / "endpoint"));
    const Endpoint old{.url = url, .pid = 1, .version = "1"};
    VERIFY_RESULT(writeFileAtomically(folder.path() / "endpoint", encodeEndpoint(old)));
    COMPARE_ERROR(readEndpoint(folder.path()), ErrorCode::NotFound);
}

void DataFolderTest::askingDoesNotTakeIt()
{
    Folder folder;
    {
        VERIFY_RESULT(DataFolder::open(folder.path()));
    }
    QVERIFY(!folderHolder(folder.path())->has_value());
    const auto held = DataFolder::open(folder.path());
    VERIFY_RESULT(held);
    QCOMPARE(folderHolder(folder.path())->value(), ::getpid());
    // The same process, as the console with its own server would try.
    COMPARE_ERROR(DataFolder::open(folder.path()), ErrorCode::Conflict);
}

void DataFolderTest::programsItStartsDoNotHoldIt()
{
    Folder folder;
    auto held = std::make_unique<DataFolder>(DataFolder::open(folder.path()).value());
    Child child({"--wait"});
    QCOMPARE(child.readLine(), "waiting");
    held.reset();
    VERIFY_RESULT(DataFolder::open(folder.path()));
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "--hold") {
        const auto held = DataFolder::open(argv[2]);
        if (!held || !held->announce(argv[3], "1.0"))
            return 1;
        std::puts("held");
        std::fflush(stdout);
        Child::waitForParent();
        return 0;
    }
    if (mode == "--wait") {
        std::puts("waiting");
        std::fflush(stdout);
        Child::waitForParent();
        return 0;
    }
    DataFolderTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "data_folder_test.moc"
