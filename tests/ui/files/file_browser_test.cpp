// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/file_browser.h"

#include "core/client/workspace_connection.h"
#include "tests/support/files.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/window.h"
#include "ui/files/file_view.h"
#include "ui/files/remote_tree.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace portolan;
using namespace portolan::test;
using namespace portolan::ui;

namespace {

constexpr int patience = 60'000;

/// Bytes that do not repeat.
std::string noise(std::size_t size)
{
    std::string bytes(size, '\0');
    std::uint64_t state = 88172645463325252ULL;
    for (char &byte : bytes) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        byte = char(state);
    }
    return bytes;
}

} // namespace

/// Against a real server and a workspace on it.
class FileBrowserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void foldersAreWalked();
    void thingsAreMadeRenamedMovedAndDeleted();
    void aRenameReplacesNothing();
    void droppedFilesAndTreesArrive();
    void downloadsAreWhatIsThere();
    void takenNamesAreAskedAbout();
    void cancellingLeavesNothingBehind();
    void aLostConnectionFailsAndIsRetried();
    void theServerGoesAndComesBack();
    void failuresStandInThePane();
    void copiesForADragAreWhole();
    void keysDoEverything();
    void controlsHaveNames();

private:
    [[nodiscard]] FilesPlace place();
    Task<Result<std::shared_ptr<ssh::SshConnection>>> connectFiles(std::stop_token cancel);
    void openAndWait(const QString &path);
    void waitForLoad();
    void waitForTransfers();
    void drop(const QStringList &paths, const QModelIndex &onto = {});
    void answer(const QString &button, bool forAll = false);
    [[nodiscard]] QString saying() const;
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::string remote(const QString &path);
    void writeRemote(const QString &path, const std::string &text);
    [[nodiscard]] SftpPtr sftp();
    [[nodiscard]] std::string local(const QString &path) const
    {
        return readFile(m_local->filePath(path).toStdString());
    }
    template <class Condition>
    void whenRunning(Condition then);

    ServerProcess m_server;
    std::string m_workspace;
    std::weak_ptr<ssh::SshConnection> m_connection;
    int m_folder = 0;
    QString m_home;
    std::optional<QTemporaryDir> m_local;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<TransferQueue> m_queue;
    std::unique_ptr<FileBrowser> m_browser;
    FileView *m_view = nullptr;
};

void FileBrowserTest::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto name = m_server.createWorkspace({.blueprint = "shell", .name = "files"});
    VERIFY_RESULT(name);
    m_workspace = *name;
}

FilesPlace FileBrowserTest::place()
{
    return {.id = QStringLiteral("files"), .name = QStringLiteral("files"), .connect = [this](std::stop_token cancel) {
                return connectFiles(std::move(cancel));
            }};
}

Task<Result<std::shared_ptr<ssh::SshConnection>>> FileBrowserTest::connectFiles(std::stop_token cancel)
{
    auto connection = co_await connectWorkspace(m_server.address(), m_workspace, std::move(cancel));
    if (connection)
        m_connection = *connection;
    co_return connection;
}

void FileBrowserTest::init()
{
    m_local.emplace();
    m_settings = std::make_unique<Settings>(m_local->filePath(QStringLiteral("console.json")).toStdString());
    m_queue = std::make_unique<TransferQueue>();
    m_browser = std::make_unique<FileBrowser>(place(), *m_queue, *m_settings);
    m_view = m_browser->findChild<FileView *>();
    m_browser->resize(900, 600);
    m_browser->show(); // which opens the home
    waitForLoad();
    m_home = m_browser->path();
    // A folder for each test.
    const auto folder = QStringLiteral("t%1").arg(++m_folder);
    VERIFY_RESULT(run(sftp()->makeFolder(folder.toStdString())));
    openAndWait(m_home + u'/' + folder);
}

void FileBrowserTest::cleanup()
{
    m_browser.reset();
    m_queue.reset();
    m_settings.reset();
    m_local.reset();
    QVERIFY(allTasksEnd());
}

SftpPtr FileBrowserTest::sftp()
{
    const auto link = m_queue->link(place());
    auto session = run(link->session(FilesLink::Use::Browse));
    if (!session)
        qFatal("%s", session.error().detail.c_str());
    return *session;
}

void FileBrowserTest::waitForLoad()
{
    QVERIFY(waitUntil([this] { return !m_browser->isLoading(); }, std::chrono::milliseconds(patience)));
}

void FileBrowserTest::openAndWait(const QString &path)
{
    m_browser->open(path);
    waitForLoad();
}

void FileBrowserTest::waitForTransfers()
{
    QVERIFY(waitUntil(
        [this] {
            return m_queue->rowCount() > 0 && std::ranges::none_of(m_queue->transfers(), [](const Transfer &transfer) {
                       return isActive(transfer.state);
                   });
        },
        std::chrono::milliseconds(patience)));
}

void FileBrowserTest::drop(const QStringList &paths, const QModelIndex &onto)
{
    QMimeData mime;
    QList<QUrl> urls;
    for (const auto &path : paths)
        urls << QUrl::fromLocalFile(m_local->filePath(path));
    mime.setUrls(urls);
    const QPoint at = onto.isValid() ? m_view->visualRect(onto).center()
                                     : QPoint(m_view->viewport()->width() - 5, m_view->viewport()->height() - 5);
    QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_view->viewport(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_view->viewport(), &drop);
}

void FileBrowserTest::answer(const QString &button, bool forAll)
{
    QPushButton *found = nullptr;
    const bool asked = waitUntil([&] {
        for (auto *candidate : m_browser->findChildren<QPushButton *>())
            if (candidate->isVisible() && candidate->text() == button)
                found = candidate;
        return found != nullptr;
    });
    QVERIFY2(asked, qPrintable(saying()));
    if (forAll)
        for (auto *box : m_browser->findChildren<QCheckBox *>())
            if (box->isVisible())
                box->setChecked(true);
    found->click();
}

QString FileBrowserTest::saying() const
{
    QStringList said;
    for (auto *bar : m_browser->findChildren<NoticeBar *>())
        if (const auto text = bar->text(); !text.isEmpty())
            said << text;
    return said.join(u'\n');
}

std::vector<std::string> FileBrowserTest::names() const
{
    std::vector<std::string> names;
    for (int row = 0; row < m_browser->model().rowCount(); ++row)
        names.push_back(m_browser->model().entry(row).name);
    return names;
}

namespace {
class StringSink final : public ssh::Sink
{
public:
    Result<void> write(std::string_view bytes) override
    {
        text += bytes;
        return {};
    }
    std::string text;
};

class StringSource final : public ssh::Source
{
public:
    explicit StringSource(std::string text) : m_text(std::move(text)) {}
    Result<std::string> read(std::size_t limit) override
    {
        auto part = m_text.substr(0, limit);
        m_text.erase(0, part.size());
        return part;
    }

private:
    std::string m_text;
};
} // namespace

std::string FileBrowserTest::remote(const QString &path)
{
    const auto sink = std::make_shared<StringSink>();
    const auto read = run(sftp()->download((m_browser->path() + u'/' + path).toStdString(), sink));
    return read ? sink->text : "error: " + read.error().detail;
}

void FileBrowserTest::writeRemote(const QString &path, const std::string &text)
{
    VERIFY_RESULT(run(sftp()->upload(std::make_shared<StringSource>(text),
                                     (m_browser->path() + u'/' + path).toStdString())));
}

void FileBrowserTest::foldersAreWalked()
{
    const auto start = m_browser->path();
    VERIFY_RESULT(run(sftp()->makeFolder((start + QStringLiteral("/deep")).toStdString())));
    VERIFY_RESULT(run(sftp()->makeFolder((start + QStringLiteral("/deep/er")).toStdString())));
    VERIFY_RESULT(run(sftp()->makeLink("deep/er", (start + QStringLiteral("/short")).toStdString())));
    writeRemote(QStringLiteral(".secret"), "x");
    m_browser->refresh();
    waitForLoad();
    QCOMPARE(names(), (std::vector<std::string>{"deep", "short"}));
    QCOMPARE(m_browser->model().index(1, 0).data().toString(), QStringLiteral("short → deep/er"));

    QSignalSpy moved(m_browser.get(), &FileBrowser::pathChanged);
    m_browser->select({"short"});
    QTest::keyClick(m_view, Qt::Key_Return);
    waitForLoad();
    QCOMPARE(moved.size(), 1);
    QCOMPARE(m_browser->path(), start + QStringLiteral("/deep/er")); // where the link leads
    QTest::keyClick(m_view, Qt::Key_Backspace);
    waitForLoad();
    QCOMPARE(m_browser->path(), start + QStringLiteral("/deep"));
    QCOMPARE(m_browser->selection().size(), std::size_t(1)); // the folder one comes from
    named<QToolButton>(*m_browser, QStringLiteral("Go to ") + start)->click();
    waitForLoad();
    QCOMPARE(m_browser->path(), start);
    QTest::keyClick(m_view, Qt::Key_H, Qt::ControlModifier);
    QCOMPARE(names(), (std::vector<std::string>{"deep", "short", ".secret"}));
    QTest::keyClick(m_view, Qt::Key_L, Qt::ControlModifier);
    auto *line = named<QLineEdit>(*m_browser, QStringLiteral("Path"));
    QVERIFY(line->isVisible());
    line->setText(QStringLiteral("~/"));
    QTest::keyClick(line, Qt::Key_Return);
    waitForLoad();
    QCOMPARE(m_browser->path(), m_home);
}

void FileBrowserTest::thingsAreMadeRenamedMovedAndDeleted()
{
    m_browser->makeFolder();
    QTRY_COMPARE(names(), (std::vector<std::string>{"New folder"}));
    waitForLoad();
    // It can be named at once.
    QLineEdit *editor = nullptr;
    QTRY_VERIFY((editor = m_view->viewport()->findChild<QLineEdit *>()));
    editor->setText(QStringLiteral("lab"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(names(), (std::vector<std::string>{"lab"}));
    waitForLoad();

    writeRemote(QStringLiteral("lab/one.txt"), "1");
    writeRemote(QStringLiteral("two.txt"), "22");
    m_browser->refresh();
    waitForLoad();
    m_browser->move({(m_browser->path() + QStringLiteral("/two.txt")).toStdString()},
                    (m_browser->path() + QStringLiteral("/lab")).toStdString());
    QTRY_COMPARE(names(), (std::vector<std::string>{"lab"}));
    waitForLoad();
    QCOMPARE(remote(QStringLiteral("lab/two.txt")), "22");

    m_browser->select({"lab"});
    QTest::keyClick(m_view, Qt::Key_Delete);
    QTRY_VERIFY2(saying().contains(QStringLiteral("lab")) && saying().contains(QStringLiteral("2 file")),
                 qPrintable(saying()));
    answer(QStringLiteral("Keep"));
    QCOMPARE(names(), (std::vector<std::string>{"lab"}));
    m_browser->removeSelected();
    QTRY_VERIFY(saying().contains(QStringLiteral("cannot be undone")));
    named<NoticeBar>(*m_browser, saying())->setFocus();
    for (auto *button : m_browser->findChildren<QPushButton *>())
        if (button->isVisible() && button->text().startsWith(QStringLiteral("Delete")))
            button->click();
    QTRY_VERIFY(names().empty());
    QCOMPARE(saying(), QString());
}

void FileBrowserTest::aRenameReplacesNothing()
{
    writeRemote(QStringLiteral("one"), "1");
    writeRemote(QStringLiteral("two"), "2");
    m_browser->refresh();
    waitForLoad();
    m_browser->model().setData(m_browser->model().index(m_browser->model().rowOf("one"), 0), QStringLiteral("two"),
                               Qt::EditRole);
    QTRY_VERIFY(saying().contains(QStringLiteral("exists already")));
    QCOMPARE(remote(QStringLiteral("one")), "1");
    QCOMPARE(remote(QStringLiteral("two")), "2");
}

void FileBrowserTest::droppedFilesAndTreesArrive()
{
    const auto big = noise(64 * 1024 * 1024);
    writeFile(m_local->filePath(QStringLiteral("big.bin")).toStdString(), big);
    for (int folder = 0; folder < 3; ++folder) {
        QVERIFY(QDir(m_local->path()).mkpath(QStringLiteral("tree/d%1").arg(folder)));
        for (int file = 0; file < 100; ++file)
            writeFile(m_local->filePath(QStringLiteral("tree/d%1/f%2").arg(folder).arg(file)).toStdString(),
                      std::format("{} {}", folder, file));
    }
    drop({QStringLiteral("big.bin"), QStringLiteral("tree")});
    QTRY_COMPARE(m_queue->rowCount(), 2);
    waitForTransfers();
    for (const Transfer &transfer : m_queue->transfers())
        QVERIFY2(transfer.state == TransferState::Succeeded,
                 transfer.failure ? transfer.failure->detail.c_str() : "cancelled");
    QCOMPARE(m_queue->transfers()[1].summary.files, std::uint64_t(300));
    // The pane shows it by itself.
    QTRY_COMPARE(names(), (std::vector<std::string>{"tree", "big.bin"}));
    QVERIFY(remote(QStringLiteral("big.bin")) == big);
    QCOMPARE(remote(QStringLiteral("tree/d2/f99")), "2 99");

    // Onto a folder's row.
    waitForLoad();
    writeFile(m_local->filePath(QStringLiteral("note")).toStdString(), "n");
    drop({QStringLiteral("note")}, m_browser->model().index(m_browser->model().rowOf("tree"), 0));
    QTRY_COMPARE(m_queue->rowCount(), 3);
    waitForTransfers();
    QCOMPARE(remote(QStringLiteral("tree/note")), "n");
}

void FileBrowserTest::downloadsAreWhatIsThere()
{
    const auto text = noise(3'000'000);
    writeRemote(QStringLiteral("data.bin"), text);
    VERIFY_RESULT(run(sftp()->makeFolder((m_browser->path() + QStringLiteral("/sub")).toStdString())));
    writeRemote(QStringLiteral("sub/a"), "a");
    m_browser->refresh();
    waitForLoad();
    m_browser->select({"data.bin", "sub"});
    QVERIFY(QDir(m_local->path()).mkdir(QStringLiteral("to")));
    m_browser->downloadTo(m_local->filePath(QStringLiteral("to")));
    QTRY_COMPARE(m_queue->rowCount(), 2);
    waitForTransfers();
    QVERIFY(local(QStringLiteral("to/data.bin")) == text);
    QCOMPARE(local(QStringLiteral("to/sub/a")), "a");
}

void FileBrowserTest::takenNamesAreAskedAbout()
{
    for (const auto *name : {"a.txt", "b.txt", "c.txt"}) {
        writeRemote(QString::fromLatin1(name), "old");
        writeFile(m_local->filePath(QString::fromLatin1(name)).toStdString(), "new");
    }
    VERIFY_RESULT(run(sftp()->makeFolder((m_browser->path() + QStringLiteral("/d.txt")).toStdString())));
    writeFile(m_local->filePath(QStringLiteral("d.txt")).toStdString(), "new");
    drop({QStringLiteral("a.txt"), QStringLiteral("b.txt"), QStringLiteral("c.txt"), QStringLiteral("d.txt")});
    QTRY_VERIFY(saying().contains(QStringLiteral("“a.txt” is there already")));
    QCOMPARE(m_queue->rowCount(), 0); // nothing before all is decided
    answer(QStringLiteral("Keep both"));
    QTRY_VERIFY(saying().contains(QStringLiteral("“b.txt”")));
    answer(QStringLiteral("Replace"), true);
    QTRY_VERIFY(saying().contains(QStringLiteral("“d.txt”"))); // c.txt was among all; this is a folder there
    answer(QStringLiteral("Skip"));
    QTRY_COMPARE(m_queue->rowCount(), 3);
    waitForTransfers();
    QCOMPARE(remote(QStringLiteral("a.txt")), "old");
    QCOMPARE(remote(QStringLiteral("a (2).txt")), "new");
    QCOMPARE(remote(QStringLiteral("b.txt")), "new");
    QCOMPARE(remote(QStringLiteral("c.txt")), "new");

    drop({QStringLiteral("a.txt")});
    QTRY_VERIFY(saying().contains(QStringLiteral("“a.txt”")));
    QTest::keyClick(named<NoticeBar>(*m_browser, saying()), Qt::Key_Escape);
    QTRY_COMPARE(saying(), QString());
    QCOMPARE(m_queue->rowCount(), 3);
}

/// Calls `then` with the first transfer as soon as bytes of it have moved.
template <class Condition>
void FileBrowserTest::whenRunning(Condition then)
{
    auto *once = new QObject(m_queue.get());
    connect(m_queue.get(), &TransferQueue::dataChanged, once, [this, once, then] {
        const Transfer &transfer = m_queue->transfers().front();
        if (transfer.state != TransferState::Running || transfer.progress.bytes == 0)
            return;
        once->deleteLater();
        disconnect(m_queue.get(), nullptr, once, nullptr);
        then(transfer);
    });
}

void FileBrowserTest::cancellingLeavesNothingBehind()
{
    writeFile(m_local->filePath(QStringLiteral("big.bin")).toStdString(), noise(256 * 1024 * 1024));
    whenRunning([this](const Transfer &transfer) { m_queue->cancel(transfer.id); });
    drop({QStringLiteral("big.bin")});
    waitForTransfers();
    QCOMPARE(m_queue->transfers().front().state, TransferState::Cancelled);
    const auto left = run(sftp()->list(m_browser->path().toStdString()));
    VERIFY_RESULT(left);
    QCOMPARE(left->size(), std::size_t(0)); // no temporary file either
}

void FileBrowserTest::aLostConnectionFailsAndIsRetried()
{
    const auto big = noise(256 * 1024 * 1024);
    writeFile(m_local->filePath(QStringLiteral("big.bin")).toStdString(), big);
    whenRunning([this](const Transfer &) { m_connection.lock()->close(); });
    drop({QStringLiteral("big.bin")});
    waitForTransfers();
    const Transfer &transfer = m_queue->transfers().front();
    QCOMPARE(transfer.state, TransferState::Failed);
    QVERIFY(!transfer.failure->detail.empty());
    QVERIFY(m_queue->index(0, TransferQueue::Progress).data().toString().size() > 0);
    QTRY_VERIFY2(saying().contains(QStringLiteral("connection was lost")), qPrintable(saying()));
    QVERIFY(m_view->isStale());
    m_queue->retry(transfer.id);
    waitForTransfers();
    QVERIFY2(transfer.state == TransferState::Succeeded, transfer.failure ? transfer.failure->detail.c_str() : "");
    QVERIFY(remote(QStringLiteral("big.bin")) == big);
    QTRY_COMPARE(names(), (std::vector<std::string>{"big.bin"})); // the pane follows by itself
    QTRY_VERIFY(!m_view->isStale());
    QCOMPARE(saying(), QString());

    m_connection.lock()->close();
    QTRY_VERIFY(m_view->isStale());
    answer(QStringLiteral("Reconnect"));
    QTRY_VERIFY(!m_view->isStale());
    QCOMPARE(saying(), QString());
}

void FileBrowserTest::theServerGoesAndComesBack()
{
    const auto big = noise(256 * 1024 * 1024);
    writeFile(m_local->filePath(QStringLiteral("big.bin")).toStdString(), big);
    whenRunning([this](const Transfer &) { m_server.kill(); });
    drop({QStringLiteral("big.bin")});
    waitForTransfers();
    const Transfer &transfer = m_queue->transfers().front();
    QCOMPARE(transfer.state, TransferState::Failed);
    m_queue->retry(transfer.id); // too early
    waitForTransfers();
    QCOMPARE(transfer.state, TransferState::Failed);
    VERIFY_RESULT(m_server.start());
    m_queue->retry(transfer.id);
    waitForTransfers();
    QVERIFY2(transfer.state == TransferState::Succeeded, transfer.failure ? transfer.failure->detail.c_str() : "");
    QVERIFY(remote(QStringLiteral("big.bin")) == big);
}

void FileBrowserTest::failuresStandInThePane()
{
    const auto here = m_browser->path();
    openAndWait(QStringLiteral("/nowhere"));
    QVERIFY2(saying().contains(QStringLiteral("/nowhere")), qPrintable(saying()));
    QCOMPARE(m_browser->path(), here); // what was shown stays
    openAndWait(here);
    QCOMPARE(saying(), QString());
    // A transfer that cannot be made whole is no success: the folder may not be read by its owner.
    QVERIFY(QDir(m_local->path()).mkpath(QStringLiteral("tree")));
    writeFile(m_local->filePath(QStringLiteral("tree/good")).toStdString(), "g");
    VERIFY_RESULT(run(sftp()->makeFolder((here + QStringLiteral("/tree")).toStdString())));
    VERIFY_RESULT(run(sftp()->makeFolder((here + QStringLiteral("/tree/bad")).toStdString())));
    writeFile(m_local->filePath(QStringLiteral("tree/bad")).toStdString(), "a folder has this name over there");
    drop({QStringLiteral("tree")});
    answer(QStringLiteral("Merge"));
    QTRY_COMPARE(m_queue->rowCount(), 1);
    waitForTransfers();
    QCOMPARE(m_queue->transfers().front().state, TransferState::Failed);
    QVERIFY(m_queue->index(0, TransferQueue::Progress).data().toString().contains(QStringLiteral("1 of 2")));
}

void FileBrowserTest::copiesForADragAreWhole()
{
    const auto text = noise(2'000'000);
    writeRemote(QStringLiteral("data.bin"), text);
    m_browser->refresh();
    waitForLoad();
    m_browser->select({"data.bin"});
    const auto items = m_browser->selection();
    auto *staging = m_browser->findChild<DragStaging *>();
    QVERIFY(!staging->mimeData(items)->hasUrls()); // never a promise of what is not there
    QCOMPARE(staging->pathsIn(*staging->mimeData(items)).front(), items.front().from);
    QSignalSpy ready(staging, &DragStaging::ready);
    staging->prepare(items);
    QVERIFY(staging->isPreparing());
    QVERIFY(!staging->mimeData(items)->hasUrls()); // nor of what is on its way
    QTRY_COMPARE(ready.size(), 1);
    const auto mime = staging->mimeData(items);
    QCOMPARE(mime->urls().size(), 1);
    QVERIFY(readFile(mime->urls().front().toLocalFile().toStdString()) == text);
    QTRY_VERIFY(saying().contains(QStringLiteral("dragged out")));
    m_browser->refresh(); // it may have changed
    waitForLoad();
    QVERIFY(!staging->mimeData(items)->hasUrls());
    // Elsewhere it is not one of theirs.
    DragStaging other({.id = QStringLiteral("other")}, *m_queue);
    QVERIFY(other.pathsIn(*mime).empty());
}

void FileBrowserTest::keysDoEverything()
{
    for (const auto *name : {"alpha", "beta", "gamma"})
        writeRemote(QString::fromLatin1(name), name);
    QTest::keyClick(m_view, Qt::Key_F5);
    waitForLoad();
    QTRY_COMPARE(names().size(), std::size_t(3));
    QTest::keyClick(m_view, Qt::Key_G); // type-ahead
    QCOMPARE(m_browser->selection().front().name, "gamma");
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_browser->path() + QStringLiteral("/gamma"));
    QTest::keyClick(m_view, Qt::Key_F2);
    auto *editor = m_view->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    editor->setText(QStringLiteral("delta"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(names(), (std::vector<std::string>{"alpha", "beta", "delta"}));
    waitForLoad();
    QCOMPARE(m_browser->selection().front().name, "delta");
    QTest::keyClick(m_view, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(names().front(), "New folder");
    waitForLoad();
}

void FileBrowserTest::controlsHaveNames()
{
    QCOMPARE(namelessControls(*m_browser), QString());
}

QTEST_MAIN(FileBrowserTest)
#include "file_browser_test.moc"
