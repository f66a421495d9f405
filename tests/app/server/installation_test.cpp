// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/random.h"
#include "tests/support/certificate.h"
#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

#include <QSslSocket>

#include <sys/un.h>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// A server and its command line as people set them up: far down in a tree, behind TLS.
class InstallationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worksInADeepFolder();
    void worksOverTls();
    void opensshWorksOverTls();
    void refusesAServerThatNobodyVouchesFor_data();
    void refusesAServerThatNobodyVouchesFor();
    void refusesAFileWithoutCertificates();

private:
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] Outcome ctl(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return runProgram(u"portolanctl"_s, arguments,
                          {.input = input,
                           .environment = {u"HOME="_s + m_folder.path(), u"XDG_STATE_HOME="_s + m_folder.path()}});
    }
    /// A shell, and a file there and back.
    void useWorkspace(const QStringList &connection, const QString &name) const;
    [[nodiscard]] std::unique_ptr<ServerProcess> startTls(const QString &certificate) const;
    /// --server and --token-file.
    [[nodiscard]] QStringList remote(const ServerProcess &server) const
    {
        return {u"--server"_s, QString::fromStdString(server.url()), u"--token-file"_s,
                QString::fromStdString(server.data() + "/admin-token")};
    }

    QTemporaryDir m_folder;
};

void InstallationTest::useWorkspace(const QStringList &connection, const QString &name) const
{
    const auto said = ctl(connection + QStringList{u"workspace"_s, u"ssh"_s, name, u"--"_s, u"echo hello; exit 7"_s});
    QCOMPARE(said.output, "hello\n");
    QCOMPARE(said.status, 7);
    SeededRandom random(5);
    std::string content(300'000, '\0');
    random.fill(std::as_writable_bytes(std::span(content.data(), content.size())));
    writeFile(file(u"there"_s).toStdString(), content);
    for (const auto &[from, to] :
         {std::pair(file(u"there"_s), name + u":copy"_s), {name + u":copy"_s, file(u"back"_s)}}) {
        const auto copied = ctl(connection + QStringList{u"workspace"_s, u"cp"_s, from, to});
        QVERIFY2(copied.status == 0, copied.errors.constData());
    }
    QVERIFY(readFile(file(u"back"_s).toStdString()) == content);
}

void InstallationTest::worksInADeepFolder()
{
    const QString part(60, u'd');
    ServerProcess server({}, u"%1/%1/with a space/%1"_s.arg(part));
    VERIFY_RESULT(server.start());
    QVERIFY(server.data().size() > sizeof(sockaddr_un::sun_path));
    const QStringList connection{u"--data"_s, QString::fromStdString(server.data())};
    const auto created = ctl(connection
                             + QStringList{u"workspace"_s, u"create"_s, u"--blueprint"_s, u"shell"_s, u"--wait"_s});
    QVERIFY2(created.status == 0, created.errors.constData());
    const auto line = QString::fromUtf8(created.lastLine());
    const auto name = line.left(line.indexOf(u' '));
    useWorkspace(connection, name);
    QVERIFY(server.createWorkspace({.blueprint = "shell", .name = "second"}).has_value());
    // Taken back over the same sockets.
    server.kill();
    VERIFY_RESULT(server.start());
    useWorkspace(connection, name);
    QCOMPARE(server.stop(), 0);
    VERIFY_RESULT(server.start());
    useWorkspace(connection, u"second"_s);
}

std::unique_ptr<ServerProcess> InstallationTest::startTls(const QString &certificate) const
{
    auto server = std::make_unique<ServerProcess>(QStringList{u"--tls-cert"_s, file(certificate + u".crt"_s),
                                                              u"--tls-key"_s, file(certificate + u".key"_s)});
    server->trust(readFile(file(certificate + u".crt"_s).toStdString()));
    if (const auto started = server->start(); !started)
        qFatal("%s", started.error().detail.c_str());
    return server;
}

void InstallationTest::worksOverTls()
{
    QVERIFY(QSslSocket::supportsSsl());
    makeCertificate(file(u"good"_s), u"IP:127.0.0.1"_s);
    const auto server = startTls(u"good"_s);
    QVERIFY2(server->url().starts_with("https://127.0.0.1:"), server->url().c_str());
    QCOMPARE(server->request("GET", u"/api/v1/workspaces"_s).status, 200);
    VERIFY_RESULT(server->createWorkspace({.blueprint = "shell", .name = "lab"}));
    const QStringList authority{u"--ca-file"_s, file(u"good.crt"_s)};
    useWorkspace(remote(*server) + authority, u"lab"_s);
    // The folder tells where the server is; who vouches for it is said all the same.
    useWorkspace(authority + QStringList{u"--data"_s, QString::fromStdString(server->data())}, u"lab"_s);
}

void InstallationTest::opensshWorksOverTls()
{
    makeCertificate(file(u"good"_s), u"IP:127.0.0.1"_s);
    const auto server = startTls(u"good"_s);
    VERIFY_RESULT(server->createWorkspace({.blueprint = "shell", .name = "lab"}));
    const auto key = file(u"id_ed25519"_s);
    QCOMPARE(runProgram(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, u""_s, u"-f"_s, key}).status, 0);
    const auto config = ctl(remote(*server)
                            + QStringList{u"--ca-file"_s, file(u"good.crt"_s), u"workspace"_s, u"ssh-config"_s,
                                          u"--identity"_s, key + u".pub"_s, u"lab"_s});
    QVERIFY2(config.status == 0, config.errors.constData());
    writeFile(file(u"config"_s).toStdString(), config.output.toStdString());
    const auto said = runProgram(
        u"ssh"_s, {u"-F"_s, file(u"config"_s), u"-o"_s, u"BatchMode=yes"_s, u"lab"_s, u"echo hello; exit 7"_s},
        {.environment = {u"HOME="_s + m_folder.path()}});
    QVERIFY2(said.status == 7, said.errors.constData());
    QCOMPARE(said.output, "hello\n");
}

void InstallationTest::refusesAServerThatNobodyVouchesFor_data()
{
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("certificate");
    QTest::newRow("nothing is trusted") << QString() << u"good"_s;
    QTest::newRow("another is trusted") << u"other"_s << u"good"_s;
    QTest::newRow("it is for another host") << u"elsewhere"_s << u"elsewhere"_s;
}

void InstallationTest::refusesAServerThatNobodyVouchesFor()
{
    QFETCH(QString, authority);
    QFETCH(QString, certificate);
    makeCertificate(file(u"good"_s), u"IP:127.0.0.1"_s);
    makeCertificate(file(u"other"_s), u"IP:127.0.0.1"_s);
    makeCertificate(file(u"elsewhere"_s), u"DNS:labs.example.org"_s);
    ServerProcess server({u"--tls-cert"_s, file(certificate + u".crt"_s), u"--tls-key"_s,
                          file(certificate + u".key"_s)});
    VERIFY_RESULT(server.start());
    auto connection = remote(server);
    if (!authority.isEmpty())
        connection += {u"--ca-file"_s, file(authority + u".crt"_s)};
    const auto host = server.url().substr(std::string_view("https://").size());
    // As ssh(1), "workspace ssh" has a status of its own for what is not the command's.
    const std::vector<std::pair<QStringList, int>> commands{
        {{u"workspace"_s, u"list"_s}, 5},
        {{u"workspace"_s, u"ssh"_s, u"lab"_s, u"--"_s, u"true"_s}, 255},
        {{u"workspace"_s, u"cp"_s, u"lab:x"_s, file(u"x"_s)}, 5}};
    for (const auto &[command, status] : commands) {
        const auto refused = ctl(connection + command);
        QCOMPARE(refused.status, status);
        const auto said = refused.errors.toStdString();
        QVERIFY2(said.contains(std::format("the certificate of {} is not trusted", host)), said.c_str());
        QVERIFY2(said.contains("--ca-file"), said.c_str());
    }
}

void InstallationTest::refusesAFileWithoutCertificates()
{
    const auto refused = ctl({u"--server"_s, u"https://127.0.0.1:1"_s, u"--token-file"_s, u"/dev/null"_s,
                              u"--ca-file"_s, u"/dev/null"_s, u"workspace"_s, u"list"_s});
    QVERIFY(refused.status != 0);
    QVERIFY2(refused.errors.contains("/dev/null has no certificate"), refused.errors.constData());
}

QTEST_GUILESS_MAIN(InstallationTest)
#include "installation_test.moc"
