// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/schema/codec.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

#include <QDir>
#include <QFile>

using namespace portolan;
using namespace portolan::test;

/// The command line as people and scripts use it, and OpenSSH's own programs through its proxy.
class PortolanctlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void saysThatNoServerRuns();
    void createTellsTheName();
    void exitCodesTellFailuresApart_data();
    void exitCodesTellFailuresApart();
    void listsForPeopleAndPrograms();
    void runsACommandAndGivesItsStatus();
    void carriesStandardInput();
    void copiesFilesBothWays();
    void copiesFolders();
    void opensshComesIn();
    void scpSftpAndRsyncWork();
    void eventsAndJobs();
    void usersAndTokens();
    void completesWords();
    void keepsTheTokenOutOfTheProcessList();

private:
    [[nodiscard]] Outcome ctl(QStringList arguments, const QByteArray &input = {}) const
    {
        return runProgram(QStringLiteral("portolanctl"),
                          QStringList{QStringLiteral("--data"), QString::fromStdString(m_server.data())} + arguments,
                          {.input = input,
                           .environment = {QStringLiteral("HOME=") + m_folder.path(),
                                           QStringLiteral("XDG_STATE_HOME=") + m_folder.path()}});
    }
    [[nodiscard]] QString makeFile(const QString &name, qsizetype size) const;

    ServerProcess m_server;
    QTemporaryDir m_folder;
    QString m_name;
};

void PortolanctlTest::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

QString PortolanctlTest::makeFile(const QString &name, qsizetype size) const
{
    SeededRandom random(static_cast<std::uint64_t>(size));
    QByteArray content(size, '\0');
    random.fill(std::as_writable_bytes(std::span(content.data(), static_cast<std::size_t>(size))));
    const QString path = m_folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != size)
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

} // namespace

void PortolanctlTest::saysThatNoServerRuns()
{
    const QTemporaryDir empty;
    const auto run = runProgram(QStringLiteral("portolanctl"),
                                {QStringLiteral("--data"), empty.path(), QStringLiteral("status")});
    QCOMPARE(run.status, 6);
    QVERIFY2(run.errors.contains("portolan-server"), run.errors.constData());
    QVERIFY(QDir(empty.path()).isEmpty()); // It never starts one, and makes nothing.
}

void PortolanctlTest::createTellsTheName()
{
    const auto run = ctl({QStringLiteral("workspace"), QStringLiteral("create"), QStringLiteral("--blueprint"),
                          QStringLiteral("shell"), QStringLiteral("--wait")});
    QVERIFY2(run.status == 0, run.errors.constData());
    m_name = QString::fromUtf8(run.lastLine().split(' ').first());
    QVERIFY(m_name.startsWith(QStringLiteral("admin-")));
    QVERIFY(run.lastLine().endsWith("is running"));
}

void PortolanctlTest::exitCodesTellFailuresApart_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    const auto row = [](const char *name, const QString &arguments, int exitCode) {
        QTest::newRow(name) << arguments.split(u' ') << exitCode;
    };
    row("no command", QStringLiteral("workspace"), 2);
    row("unknown option", QStringLiteral("status --nonsense"), 2);
    row("help", QStringLiteral("--help"), 0);
    row("not found", QStringLiteral("workspace show none"), 3);
    row("conflict", QStringLiteral("workspace create --blueprint shell"), 4);
    row("invalid", QStringLiteral("workspace create --blueprint shell --name Bad"), 7);
    row("ssh to nothing", QStringLiteral("workspace ssh none -- true"), 255);
}

void PortolanctlTest::exitCodesTellFailuresApart()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    const auto run = ctl(arguments);
    QCOMPARE(run.status, exitCode);
    QVERIFY(!(run.errors + run.output).isEmpty());
    QVERIFY(!run.errors.contains(QByteArray::fromStdString(m_server.adminToken())));
}

void PortolanctlTest::listsForPeopleAndPrograms()
{
    const auto table = ctl({QStringLiteral("workspace"), QStringLiteral("list")});
    QCOMPARE(table.status, 0);
    const QList<QByteArray> lines = table.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith("NAME"));
    QVERIFY(lines[1].startsWith(m_name.toUtf8()) && lines[1].contains("Running"));
    const auto json = ctl({QStringLiteral("--json"), QStringLiteral("workspace"), QStringLiteral("list")});
    const auto document = JsonDocument::parse(json.output.toStdString());
    VERIFY_RESULT(document);
    QCOMPARE(document->root().size(), 1U);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("list"), QStringLiteral("--names")}).output.trimmed(),
             m_name.toUtf8());
    const auto shown = ctl({QStringLiteral("workspace"), QStringLiteral("show"), m_name});
    QVERIFY(shown.output.contains("Running") && shown.output.contains("Memory now"));
    const auto status = ctl({QStringLiteral("status")});
    QCOMPARE(status.status, 0);
    QVERIFY(status.output.contains("ready"));
}

void PortolanctlTest::runsACommandAndGivesItsStatus()
{
    const auto run = ctl({QStringLiteral("workspace"), QStringLiteral("ssh"), m_name, QStringLiteral("--"),
                          QStringLiteral("echo hello; echo oops >&2; exit 7")});
    QCOMPARE(run.status, 7);
    QCOMPARE(run.output, "hello\n");
    QCOMPARE(run.errors, "oops\n");
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("ssh"), m_name, QStringLiteral("--"),
                  QStringLiteral("id -un; pwd")})
                 .output,
             "admin\n/home/admin\n");
}

void PortolanctlTest::carriesStandardInput()
{
    QByteArray input(3 * 1024 * 1024, 'x');
    input += "end";
    const auto run = ctl({QStringLiteral("workspace"), QStringLiteral("ssh"), m_name, QStringLiteral("--"),
                          QStringLiteral("wc -c")},
                         input);
    QCOMPARE(run.status, 0);
    QCOMPARE(run.output.trimmed(), QByteArray::number(input.size()));
}

void PortolanctlTest::copiesFilesBothWays()
{
    const QString source = makeFile(QStringLiteral("big.bin"), 48 * 1024 * 1024 + 5);
    const auto up = ctl({QStringLiteral("workspace"), QStringLiteral("cp"), source,
                         m_name + QStringLiteral(":big.bin")});
    QVERIFY2(up.status == 0, up.errors.constData());
    const QString back = m_folder.filePath(QStringLiteral("back.bin"));
    const auto down = ctl({QStringLiteral("workspace"), QStringLiteral("cp"), m_name + QStringLiteral(":big.bin"),
                           back});
    QVERIFY2(down.status == 0, down.errors.constData());
    QVERIFY(contentOf(back) == contentOf(source));
    QVERIFY(QFile::remove(back));
    // Relative to the home; and as cp, onto a folder means into it.
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("ssh"), m_name, QStringLiteral("--"),
                  QStringLiteral("ls /home/admin/big.bin")})
                 .status,
             0);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("cp"), source, m_name + QStringLiteral(":/tmp")}).status,
             0);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("ssh"), m_name, QStringLiteral("--"),
                  QStringLiteral("rm /tmp/big.bin")})
                 .status,
             0);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("cp"), m_name + QStringLiteral(":missing"), back}).status,
             3);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("cp"), source, back}).status, 2);
}

void PortolanctlTest::copiesFolders()
{
    const QString tree = m_folder.filePath(QStringLiteral("tree"));
    QVERIFY(QDir().mkpath(tree + QStringLiteral("/a/b")));
    for (int number = 0; number < 40; ++number)
        QFile::copy(makeFile(QStringLiteral("small"), number * 100),
                    tree + QStringLiteral("/a/b/%1 ä.txt").arg(number)),
            QFile::remove(m_folder.filePath(QStringLiteral("small")));
    QVERIFY(QFile::link(QStringLiteral("b"), tree + QStringLiteral("/a/link")));
    const auto up = ctl({QStringLiteral("workspace"), QStringLiteral("cp"), tree, m_name + QStringLiteral(":tree")});
    QVERIFY2(up.status == 0, up.errors.constData());
    const QString back = m_folder.filePath(QStringLiteral("tree-back"));
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("cp"), m_name + QStringLiteral(":tree"), back}).status,
             0);
    const auto difference = runProgram(QStringLiteral("diff"),
                                       {QStringLiteral("-r"), QStringLiteral("--no-dereference"), tree, back});
    QVERIFY2(difference.status == 0, difference.output.constData());
}

void PortolanctlTest::opensshComesIn()
{
    const QString key = m_folder.filePath(QStringLiteral("id_ed25519"));
    QCOMPARE(runProgram(QStringLiteral("ssh-keygen"),
                        {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                         QString(), QStringLiteral("-f"), key})
                 .status,
             0);
    const auto config = ctl({QStringLiteral("workspace"), QStringLiteral("ssh-config"), m_name,
                             QStringLiteral("--identity"), key});
    QVERIFY2(config.status == 0, config.errors.constData());
    QVERIFY(config.output.startsWith("Host " + m_name.toUtf8()));
    QFile file(m_folder.filePath(QStringLiteral("config")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(config.output);
    file.close();
    const auto run = runProgram(QStringLiteral("ssh"),
                                {QStringLiteral("-F"), file.fileName(), m_name, QStringLiteral("echo hello; exit 7")});
    QCOMPARE(run.output, "hello\n");
    QCOMPARE(run.status, 7);
    const auto terminal = runProgram(QStringLiteral("ssh"), {QStringLiteral("-F"), file.fileName(),
                                                             QStringLiteral("-tt"), m_name, QStringLiteral("tty")});
    QVERIFY2(terminal.output.contains("/dev/pts/"), terminal.output.constData());

    // Another key than the one that was told to the server is not let in.
    const QString other = m_folder.filePath(QStringLiteral("other"));
    QCOMPARE(runProgram(QStringLiteral("ssh-keygen"),
                        {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                         QString(), QStringLiteral("-f"), other})
                 .status,
             0);
    QFile::remove(key + QStringLiteral(".kept"));
    QVERIFY(QFile::rename(key, key + QStringLiteral(".kept")));
    QVERIFY(QFile::copy(other, key));
    const auto refused = runProgram(QStringLiteral("ssh"),
                                    {QStringLiteral("-F"), file.fileName(), QStringLiteral("-o"),
                                     QStringLiteral("BatchMode=yes"), QStringLiteral("-o"),
                                     QStringLiteral("IdentityAgent=none"), m_name, QStringLiteral("true")});
    QCOMPARE(refused.status, 255);
    QVERIFY2(refused.errors.contains("Permission denied"), refused.errors.constData());
    QVERIFY(QFile::remove(key) && QFile::rename(key + QStringLiteral(".kept"), key));
}

void PortolanctlTest::scpSftpAndRsyncWork()
{
    const QString config = m_folder.filePath(QStringLiteral("config"));
    const QString source = makeFile(QStringLiteral("s.bin"), 5 * 1024 * 1024 + 1);
    const QString back = m_folder.filePath(QStringLiteral("s.back"));
    const QString remote = m_name + QStringLiteral(":s.bin");
    const auto check = [&](const Outcome &run) { QVERIFY2(run.status == 0, run.errors.constData()); };
    check(runProgram(QStringLiteral("scp"), {QStringLiteral("-F"), config, source, remote}));
    check(runProgram(QStringLiteral("scp"), {QStringLiteral("-F"), config, remote, back}));
    QVERIFY(contentOf(back) == contentOf(source));
    QVERIFY(QFile::remove(back));
    check(runProgram(QStringLiteral("sftp"),
                     {QStringLiteral("-F"), config, QStringLiteral("-b"), QStringLiteral("-"), m_name},
                     {.input = QStringLiteral("put %1 t.bin\nget t.bin %2\nrm t.bin\n").arg(source, back).toUtf8()}));
    QVERIFY(contentOf(back) == contentOf(source));
    QVERIFY(QFile::remove(back));
    const QString shell = QStringLiteral("ssh -F ") + config;
    check(runProgram(QStringLiteral("rsync"),
                     {QStringLiteral("-e"), shell, source, m_name + QStringLiteral(":r.bin")}));
    check(runProgram(QStringLiteral("rsync"), {QStringLiteral("-e"), shell, m_name + QStringLiteral(":r.bin"), back}));
    QVERIFY(contentOf(back) == contentOf(source));
}

void PortolanctlTest::eventsAndJobs()
{
    const auto events = ctl({QStringLiteral("--json"), QStringLiteral("event"), QStringLiteral("list"),
                             QStringLiteral("--subject"), m_name});
    const auto list = JsonDocument::parse(events.output.toStdString());
    VERIFY_RESULT(list);
    QVERIFY(list->root().size() >= 2);
    const auto stopped = ctl({QStringLiteral("--json"), QStringLiteral("workspace"), QStringLiteral("stop"), m_name});
    QCOMPARE(stopped.status, 0);
    const auto accepted = JsonDocument::parse(stopped.output.toStdString());
    VERIFY_RESULT(accepted);
    const QString job = QString::fromStdString(std::string(*accepted->root().find("jobId")->toString()));
    const auto waited = ctl({QStringLiteral("job"), QStringLiteral("wait"), job});
    QCOMPARE(waited.status, 0);
    QVERIFY2(waited.output.contains("succeeded"), waited.output.constData());
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("ssh"), m_name, QStringLiteral("--"),
                  QStringLiteral("true")})
                 .status,
             255);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("start"), m_name, QStringLiteral("--wait")}).status, 0);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("delete"), m_name, QStringLiteral("--wait")}).status, 0);
}

void PortolanctlTest::usersAndTokens()
{
    using namespace Qt::StringLiterals;
    const auto words = [](const QString &text) { return text.split(u' '); };
    const QString passwordFile = m_folder.filePath(u"password"_s);
    QFile file(passwordFile);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("a good password\nnot this line\n") > 0);
    file.close();
    const auto made = ctl(words(u"user create nora --role author --password-file "_s + passwordFile));
    QVERIFY2(made.status == 0, made.errors.constData());
    QCOMPARE(made.lastLine(), QByteArray("nora is made"));
    QCOMPARE(
        m_server.request("POST", u"/api/v1/auth/login"_s, R"({"username":"nora","password":"a good password"})").status,
        200);
    QCOMPARE(ctl(words(u"user create nora"_s)).status, 4);
    QVERIFY(ctl(words(u"user list"_s)).output.contains("nora"));
    QCOMPARE(ctl(words(u"user grant nora operator tenant"_s)).status, 0);
    QCOMPARE(ctl(words(u"user revoke nora tenant"_s)).status, 0);
    const auto shown = ctl(words(u"--json user show nora"_s));
    QCOMPARE(schema::decode<UserProfile>(shown.output.toStdString()).value().roles,
             (std::vector<std::string>{"author", "operator"}));
    QCOMPARE(ctl(words(u"user lock nora"_s)).lastLine(), QByteArray("nora is locked"));
    QCOMPARE(
        m_server.request("POST", u"/api/v1/auth/login"_s, R"({"username":"nora","password":"a good password"})").status,
        401);
    QCOMPARE(ctl(words(u"user unlock nora"_s)).status, 0);
    QCOMPARE(ctl(words(u"user password nora --password-file "_s + passwordFile)).status, 0);
    QCOMPARE(ctl(words(u"user delete nora"_s)).lastLine(), QByteArray("nora is deleted"));
    QCOMPARE(ctl(words(u"user delete nora"_s)).status, 3);

    const auto token = ctl(words(u"token create ci --scope workspace:list --expires 1h"_s));
    QVERIFY2(token.status == 0, token.errors.constData());
    const std::string text = token.output.trimmed().toStdString();
    QVERIFY(text.starts_with("k8sh_"));
    QCOMPARE(m_server.requestAs(text, "GET", u"/api/v1/workspaces"_s).status, 200);
    QCOMPARE(m_server.requestAs(text, "GET", u"/api/v1/me/profile"_s).status, 403);
    const auto list = ctl(words(u"token list"_s));
    QVERIFY(list.output.contains("ci") && !list.output.contains(QByteArray::fromStdString(text)));
    QVERIFY2(list.output.contains("in 59 min") || list.output.contains("in 1 h"), list.output.constData());
    QCOMPARE(ctl(words(u"token create ci"_s)).status, 4);
    const auto renewed = ctl(words(u"--json token create ci --renew"_s));
    const auto id = schema::decode<AccessTokenCreated>(renewed.output.toStdString()).value().id;
    QCOMPARE(m_server.requestAs(text, "GET", u"/api/v1/workspaces"_s).status, 401);
    QCOMPARE(ctl(words(u"token revoke %1"_s.arg(id))).status, 0);
    QCOMPARE(ctl(words(u"token revoke %1"_s.arg(id))).status, 3);
}

void PortolanctlTest::completesWords()
{
    const auto script = ctl({QStringLiteral("completion"), QStringLiteral("bash")});
    QCOMPARE(script.status, 0);
    const auto completed = runProgram(QStringLiteral("bash"),
                                      {QStringLiteral("-c"), QString::fromUtf8(script.output) + QStringLiteral(R"(
        COMP_WORDS=(portolanctl workspace cr); COMP_CWORD=2; _portolanctl; echo "${COMPREPLY[*]}"
        COMP_WORDS=(portolanctl workspace create --b); COMP_CWORD=3; _portolanctl; echo "${COMPREPLY[*]}"
    )")});
    QCOMPARE(completed.output, "create\n--blueprint\n");
    for (const char *shell : {"zsh", "fish"})
        QVERIFY(ctl({QStringLiteral("completion"), QString::fromLatin1(shell)}).output.contains("workspace"));
}

void PortolanctlTest::keepsTheTokenOutOfTheProcessList()
{
    const QString tokenFile = m_folder.filePath(QStringLiteral("token"));
    VERIFY_RESULT(writeFileAtomically(tokenFile.toStdString(), m_server.adminToken() + "\n"));
    const auto run = runProgram(QStringLiteral("portolanctl"),
                                {QStringLiteral("--server"), QString::fromStdString(m_server.url()),
                                 QStringLiteral("--token-file"), tokenFile, QStringLiteral("status")});
    QVERIFY2(run.status == 0, run.errors.constData());
    // There is no option that takes a token itself.
    const auto help = ctl({QStringLiteral("--help-all")});
    QVERIFY(!help.output.contains("--token "));
}

QTEST_GUILESS_MAIN(PortolanctlTest)
#include "portolanctl_test.moc"
