// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/audit/audit_chain.h"
#include "core/schema/codec.h"
#include "server/store/database.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

#include <filesystem>

using namespace portolan;
using namespace portolan::test;

/// The audit log of a real server: what it tells, and that nobody changes it unseen.
class AuditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void changesAndRefusalsAreTold();
    void loginsAreTold();
    void entriesAreTold();
    void readingIsForFew();
    void itIsExportedByLines();
    void itIsWholeAfterAKill();
    void changesBehindItsBackAreFound();

private:
    [[nodiscard]] std::vector<AuditRecord> records(const QString &query = {}) const;
    [[nodiscard]] Outcome ctl(const QStringList &arguments) const;
    /// What verify says of a copy of the data folder in which this was done to the database.
    void expectFound(const std::string &sql, const QByteArray &says);

    ServerProcess m_server;
    std::string m_user;
};

void AuditTest::initTestCase()
{
    m_user = m_server.addUser("ann", {Role::User});
    VERIFY_RESULT(m_server.start());
}

std::vector<AuditRecord> AuditTest::records(const QString &query) const
{
    const auto answer = m_server.request("GET", QStringLiteral("/api/v1/audit?order=asc&") + query);
    const auto history = schema::decode<AuditHistory>(answer.body.toStdString());
    return history ? history->records : std::vector<AuditRecord>();
}

Outcome AuditTest::ctl(const QStringList &arguments) const
{
    return runProgram(QStringLiteral("portolanctl"),
                      QStringList{QStringLiteral("--data"), QString::fromStdString(m_server.data())} + arguments);
}

void AuditTest::changesAndRefusalsAreTold()
{
    QCOMPARE(m_server
                 .request("POST", QStringLiteral("/api/v1/users"), R"({"username":"bob","roles":["user"]})",
                          {{"X-Request-Id", "first-one"}})
                 .status,
             201);
    QCOMPARE(m_server.requestAs(m_user, "POST", QStringLiteral("/api/v1/users"), R"({"username":"eve"})").status, 403);
    QCOMPARE(m_server.requestAs(m_user, "DELETE", QStringLiteral("/api/v1/users/bob?secret=x")).status, 403);
    QCOMPARE(m_server.request("POST", QStringLiteral("/api/v1/users"), R"({"username":"bob"})").status, 409);
    // Neither what changes nothing nor who is nobody.
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/v1/users")).status, 200);
    QCOMPARE(m_server.requestAs("none", "POST", QStringLiteral("/api/v1/users"), "{}").status, 401);

    const auto all = records();
    QCOMPARE(all.size(), 4U);
    const AuditRecord &made = all[0];
    QCOMPARE(made.seq, 1);
    QCOMPARE(made.actor, "admin");
    QVERIFY2(made.credential.starts_with("token ") && made.credential.size() == 14, made.credential.c_str());
    QCOMPARE(made.address, "127.0.0.1");
    QCOMPARE(made.requestId, "first-one");
    QCOMPARE(made.action, "user:create");
    QCOMPARE(made.method, "POST");
    QCOMPARE(made.path, "/api/v1/users");
    QCOMPARE(made.subjectKind, "user");
    QCOMPARE(made.subject, "bob");
    QCOMPARE(made.owner, "bob");
    QCOMPARE(made.result, AuditResult::Allowed);
    QCOMPARE(made.status, 201);
    QCOMPARE(made.previous, "");
    QCOMPARE(all[1].actor, "ann");
    QCOMPARE(all[1].result, AuditResult::Denied);
    QCOMPARE(all[1].status, 403);
    QCOMPARE(all[1].previous, made.hash);
    QCOMPARE(all[2].path, "/api/v1/users/bob");
    QCOMPARE(all[2].subject, "bob");
    QCOMPARE(all[2].result, AuditResult::Denied);
    QCOMPARE(all[3].result, AuditResult::Failed);
    QVERIFY(all[3].detail.contains("bob"));

    QCOMPARE(records(QStringLiteral("actor=ann")).size(), 2U);
    QCOMPARE(records(QStringLiteral("result=failed")).size(), 1U);
    QCOMPARE(records(QStringLiteral("action=user:delete&subject=bob")).size(), 1U);
    QCOMPARE(records(QStringLiteral("after=1&limit=2")).size(), 2U);
    QCOMPARE(records(QStringLiteral("since=2100-01-01T00:00:00Z")).size(), 0U);
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/v1/audit?result=perhaps")).status, 400);
    // Newest first by default.
    const auto newest = m_server.request("GET", QStringLiteral("/api/v1/audit?limit=1"));
    QCOMPARE(schema::decode<AuditHistory>(newest.body.toStdString())->records.front(), all[3]);
    const auto second = m_server.request("GET", QStringLiteral("/api/v1/audit?order=asc&page=2&size=1"));
    QCOMPARE(schema::decode<AuditHistory>(second.body.toStdString())->records.front(), all[1]);
    QCOMPARE(second.header("x-total-count"), "4");
    QVERIFY2(second.header("link").contains("</api/v1/audit?order=asc&page=3&size=1>; rel=\"next\""),
             second.header("link").constData());
    const auto behind = m_server.request("GET", QStringLiteral("/api/v1/audit?actor=admin&offset=10"));
    QCOMPARE(schema::decode<AuditHistory>(behind.body.toStdString())->records.size(), 0U);
    QCOMPARE(behind.header("x-total-count"), "2");
}

void AuditTest::loginsAreTold()
{
    const auto before = records().size();
    const ServerProcess::Headers nobody{{"Authorization", ""}};
    QCOMPARE(m_server
                 .request("PUT", QStringLiteral("/api/v1/users/bob/password"),
                          R"({"password":"a long enough password"})")
                 .status,
             200);
    QCOMPARE(m_server
                 .request("POST", QStringLiteral("/api/v1/auth/login"),
                          R"({"username":"bob","password":"not the right one"})", nobody)
                 .status,
             401);
    QCOMPARE(m_server
                 .request("POST", QStringLiteral("/auth/login"),
                          R"({"username":"bob","password":"a long enough password"})", nobody)
                 .status,
             200);
    const auto all = records();
    QCOMPARE(all.size(), before + 3);
    const AuditRecord &failed = all[before + 1];
    QCOMPARE(failed.action, "login");
    QCOMPARE(failed.actor, "bob");
    QCOMPARE(failed.result, AuditResult::Denied);
    QCOMPARE(all.back().action, "login");
    QCOMPARE(all.back().actor, "bob");
    QCOMPARE(all.back().result, AuditResult::Allowed);
    for (const AuditRecord &record : all)
        QVERIFY(!schema::encode(record).contains("long enough"));
}

void AuditTest::entriesAreTold()
{
    VERIFY_RESULT(m_server.createWorkspace({.blueprint = "shell", .name = "lab"}));
    const auto before = records().size();
    const auto files = [](const QByteArray &method, const QString &path) {
        return std::pair(method, QStringLiteral("/api/v1/workspaces/lab/files?path=") + path);
    };
    const auto [put, to] = files("PUT", QStringLiteral("note.txt"));
    QVERIFY(m_server.request(put, to, "hello").status < 300);
    const auto [get, from] = files("GET", QStringLiteral("note.txt"));
    QCOMPARE(m_server.request(get, from).status, 200);
    QVERIFY(m_server.requestAs(m_user, get, from).status >= 403);
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/v1/workspaces/lab/interactive")).status, 426);
    QCOMPARE(ctl({QStringLiteral("workspace"), QStringLiteral("ssh"), QStringLiteral("lab"), QStringLiteral("--"),
                  QStringLiteral("true")})
                 .status,
             0);
    const auto all = records(QStringLiteral("subject=lab&after=%1").arg(before));
    QCOMPARE(all.size(), 5U);
    QCOMPARE(all[0].action, "workspace:files");
    QCOMPARE(all[0].method, "PUT");
    QCOMPARE(all[1].method, "GET");
    QCOMPARE(all[1].owner, "admin");
    QCOMPARE(all[1].path, "/api/v1/workspaces/lab/files");
    QCOMPARE(all[2].actor, "ann");
    QCOMPARE(all[2].result, AuditResult::Denied);
    QCOMPARE(all[3].status, 426); // no handshake: nobody has entered
    QCOMPARE(all[3].result, AuditResult::Failed);
    QCOMPARE(all[4].action, "workspace:connect:ssh");
    QCOMPARE(all[4].status, 101);
}

void AuditTest::readingIsForFew()
{
    QCOMPARE(m_server.requestAs(m_user, "GET", QStringLiteral("/api/v1/audit")).status, 403);
    const auto listed = ctl({QStringLiteral("audit"), QStringLiteral("list"), QStringLiteral("--actor"),
                             QStringLiteral("bob")});
    QCOMPARE(listed.status, 0);
    QVERIFY(listed.output.contains("login"));
    QVERIFY(!listed.output.contains("user:create"));
}

void AuditTest::itIsExportedByLines()
{
    const auto all = records();
    const auto check = [&all](const QByteArray &text) {
        const auto lines = text.trimmed().split('\n');
        QCOMPARE(lines.size(), qsizetype(all.size()));
        AuditVerifier verifier;
        for (const QByteArray &line : lines)
            VERIFY_RESULT(verifier.add(line.toStdString()));
        QCOMPARE(verifier.head().hash, all.back().hash);
    };
    const auto byQuery = m_server.request("GET", QStringLiteral("/api/v1/audit?format=jsonl"));
    QCOMPARE(byQuery.header("content-type"), "application/x-ndjson");
    check(byQuery.body);
    check(m_server.request("GET", QStringLiteral("/api/v1/audit"), {}, {{"Accept", "application/x-ndjson"}}).body);
    check(ctl({QStringLiteral("audit"), QStringLiteral("export")}).output);
}

void AuditTest::itIsWholeAfterAKill()
{
    const auto verify = ctl({QStringLiteral("audit"), QStringLiteral("verify")});
    QCOMPARE(verify.status, 0);
    const QString head = QString::fromUtf8(verify.lastLine().split(' ').last());
    m_server.kill();
    VERIFY_RESULT(m_server.start());
    QCOMPARE(m_server.request("POST", QStringLiteral("/api/v1/users"), R"({"username":"cay"})").status, 201);
    const auto anchored = ctl({QStringLiteral("audit"), QStringLiteral("verify"), QStringLiteral("--anchor"), head});
    QVERIFY2(anchored.status == 0, anchored.errors.constData());
    QVERIFY(QString::fromUtf8(anchored.output) != QString::fromUtf8(verify.output));
    const auto wrong = ctl({QStringLiteral("audit"), QStringLiteral("verify"), QStringLiteral("--anchor"),
                            head.section(QLatin1Char(':'), 0, 0) + QLatin1Char(':') + QString(64, QLatin1Char('0'))});
    QCOMPARE(wrong.status, 1);
    QVERIFY(wrong.errors.contains("written anew"));
    QCOMPARE(ctl({QStringLiteral("audit"), QStringLiteral("verify"), QStringLiteral("--anchor"), QStringLiteral("x")})
                 .status,
             2);
}

void AuditTest::expectFound(const std::string &sql, const QByteArray &says)
{
    const std::filesystem::path path = m_server.data() + "/portolan.db";
    const std::filesystem::path kept = path.string() + ".kept";
    QCOMPARE(m_server.stop(), 0);
    std::filesystem::copy_file(path, kept, std::filesystem::copy_options::overwrite_existing);
    {
        auto database = store::Database::open(path);
        VERIFY_RESULT(database);
        VERIFY_RESULT(database->execute(sql));
    }
    VERIFY_RESULT(m_server.start());
    const auto found = ctl({QStringLiteral("audit"), QStringLiteral("verify")});
    QCOMPARE(m_server.stop(), 0);
    std::filesystem::rename(kept, path);
    QCOMPARE(found.status, 1);
    QVERIFY2(found.errors.contains(says), found.errors.constData());
    VERIFY_RESULT(m_server.start());
}

void AuditTest::changesBehindItsBackAreFound()
{
    const auto last = records().back().seq;
    expectFound(R"(UPDATE audit SET json = replace(json, '"actor":"ann"', '"actor":"bob"') WHERE seq = 3)",
                "record 3 was changed");
    expectFound("DELETE FROM audit WHERE seq = 2", "record 2 is missing");
    expectFound("DELETE FROM audit WHERE seq = 1", "record 1 is missing");
    expectFound("UPDATE audit SET json = (SELECT json FROM audit WHERE seq = 4) WHERE seq = 3", "record 3 is missing");
    expectFound(std::format("DELETE FROM audit WHERE seq = {}", last),
                QByteArray::fromStdString(std::format("record {} is missing", last)));
    QCOMPARE(ctl({QStringLiteral("audit"), QStringLiteral("verify")}).status, 0);
}

QTEST_GUILESS_MAIN(AuditTest)
#include "audit_test.moc"
