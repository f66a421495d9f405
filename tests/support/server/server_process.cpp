// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/server_process.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "server/state/state.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace portolan::test {

namespace {

constexpr int patience = 30'000;

Task<Result<void>> insertUser(State &state, User user, AccessToken token)
{
    store::Change change;
    change.put(std::move(user), store::absent).put(std::move(token), store::absent);
    const auto committed = co_await state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(committed.error());
    co_return Result<void>{};
}

} // namespace

ServerProcess::ServerProcess(QStringList arguments, const QString &below)
    : m_data(below.isEmpty() ? m_folder.path() : m_folder.filePath(below)), m_arguments(std::move(arguments))
{
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
}

ServerProcess::~ServerProcess()
{
    if (m_process.state() == QProcess::NotRunning && !m_url.empty() && !start())
        qWarning("cannot start the server again to delete what is left");
    deleteWorkspaces();
    stop();
}

void ServerProcess::deleteWorkspaces()
{
    if (m_process.state() != QProcess::Running)
        return;
    ControlPlaneClient client(address());
    // Those that keep sessions warm would make new ones.
    const auto portals = run(client.portals());
    for (const TrainingPortalDetails &portal : portals.value_or(std::vector<TrainingPortalDetails>()))
        if (auto deleted = run(client.deletePortal({.cluster = portal.cluster, .portal = portal.name})); !deleted)
            qWarning("a portal is left: %s", deleted.error().detail.c_str());
    const auto workspaces = run(client.workspaces({.all = true}));
    if (!workspaces)
        return;
    for (const WorkspaceDetails &workspace : *workspaces) {
        const auto accepted = run(client.deleteWorkspace(workspace.name));
        if (accepted) [[maybe_unused]]
            const auto job = run(client.waitForJob(accepted->jobId, {}));
    }
}

std::string ServerProcess::addUser(const std::string &username, std::vector<Role> roles)
{
    SystemClock clock;
    SystemRandom random;
    const auto state = State::open(data() + "/portolan.db", clock);
    if (!state)
        qFatal("%s", state.error().detail.c_str());
    const std::string token = randomToken(random);
    const auto inserted = run(
        insertUser(**state,
                   {.username = username,
                    .roles = std::move(roles),
                    .number = static_cast<std::uint32_t>((*state)->users.size()) + 1,
                    .created = clock.now()},
                   {.hash = sha256Hex(token), .username = username, .name = "test", .created = clock.now()}));
    if (!inserted)
        qFatal("%s", inserted.error().detail.c_str());
    (*state)->close();
    return token;
}

void ServerProcess::addEvents(int count)
{
    SystemClock clock;
    const auto state = State::open(data() + "/portolan.db", clock);
    if (!state)
        qFatal("%s", state.error().detail.c_str());
    store::Change change;
    for (int number = 0; number < count; ++number)
        change.record({.type = "test.past",
                       .subjectKind = "user",
                       .subjectId = std::format("past-{}", number),
                       .data = std::format(R"({{"number":{}}})", number)});
    if (const auto committed = run((*state)->ledger().commit(std::move(change))); !committed)
        qFatal("%s", committed.error().detail.c_str());
    (*state)->close();
}

Result<void> ServerProcess::start()
{
    const QStringList arguments{QStringLiteral("--data"), m_data, QStringLiteral("--listen"),
                                QStringLiteral("127.0.0.1:0")};
    // What whoever runs the tests has configured is not meant.
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
    // Tests ask more often than people; those about the limits set their own.
    for (const auto *name : {"PORTOLAN_RATE_LIMIT_PER_MINUTE", "PORTOLAN_RATE_LIMIT_PER_ADDRESS_PER_MINUTE"})
        if (limitRates)
            environment.remove(QLatin1StringView(name));
        else
            environment.insert(QLatin1StringView(name), QStringLiteral("0"));
    m_process.setProcessEnvironment(environment);
    m_process.start(QStringLiteral("portolan-server"), arguments + m_arguments);
    QByteArray output;
    while (!output.contains('\n') && m_process.waitForReadyRead(patience))
        output += m_process.readAllStandardOutput();
    constexpr QByteArrayView announcement("Listening on ");
    if (!output.startsWith(announcement)) {
        m_process.waitForFinished(1000);
        return fail(ErrorCode::Unavailable,
                    "portolan-server did not start: " + m_process.readAllStandardError().toStdString());
    }
    m_url = output.mid(announcement.size()).trimmed().toStdString();
    return {};
}

bool ServerProcess::says(const QByteArray &text)
{
    m_process.setReadChannel(QProcess::StandardError);
    m_errors += m_process.readAllStandardError();
    while (!m_errors.contains(text)) {
        if (!m_process.waitForReadyRead(patience))
            return false;
        m_errors += m_process.readAllStandardError();
    }
    m_errors.remove(0, m_errors.indexOf(text) + text.size());
    m_process.setReadChannel(QProcess::StandardOutput);
    return true;
}

void ServerProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(patience);
}

int ServerProcess::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return m_process.exitCode();
    m_process.terminate();
    m_process.waitForFinished(patience);
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

std::string ServerProcess::adminToken() const
{
    auto token = readFile(data() + "/admin-token", 4096);
    return token ? token->substr(0, token->find('\n')) : std::string();
}

HttpAnswer ServerProcess::request(const QByteArray &method, const QString &path, const QByteArray &body,
                                  const Headers &headers) const
{
    auto answer = send(method, path, body, headers);
    judge(method, path, answer);
    return answer;
}

void ServerProcess::judge(const QByteArray &method, const QString &path, const HttpAnswer &answer) const
{
    if (answer.status == 0)
        return; // the server has gone
    if (!m_document) {
        const auto document = send("GET", QStringLiteral("/openapi.json"), {}, {});
        if (document.status != 200)
            return;
        m_document.emplace(document.body);
    }
    const QString plainPath = QUrl(path).path();
    if (const auto refusal = m_document->refuse(method, plainPath, answer.status, answer.header("content-type"),
                                                answer.body))
        QTest::qVerify(false, "the API's document describes the answer",
                       qPrintable(QStringLiteral("%1 %2: %3\n%4")
                                      .arg(QString::fromUtf8(method), path, *refusal,
                                           QString::fromUtf8(answer.body.left(2000)))),
                       __FILE__, __LINE__);
}

HttpAnswer ServerProcess::send(const QByteArray &method, const QString &path, const QByteArray &body,
                               const Headers &headers) const
{
    return requestAt(m_url, method, path, body, headers);
}

HttpAnswer ServerProcess::requestAt(const std::string &url, const QByteArray &method, const QString &path,
                                    const QByteArray &body, const Headers &headers) const
{
    QNetworkAccessManager network;
    network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    QNetworkRequest request(QUrl(QString::fromStdString(url) + path));
    request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + adminToken()));
    request.setTransferTimeout(patience);
    if (!m_authorities.empty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(m_authorities)));
        request.setSslConfiguration(tls);
    }
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    // A custom "HEAD" would wait for the body that Content-Length tells of.
    const std::unique_ptr<QNetworkReply> reply(method == "HEAD" ? network.head(request)
                                                                : network.sendCustomRequest(request, method, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    HttpAnswer answer{.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                      .body = reply->isOpen() ? reply->readAll() : QByteArray(),
                      .headers = {}};
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.headers[name.toLower()] = value;
    return answer;
}

HttpAnswer ServerProcess::requestAs(const std::string &token, const QByteArray &method, const QString &path,
                                    const QByteArray &body) const
{
    return request(method, path, body, {{"Authorization", QByteArray::fromStdString("Bearer " + token)}});
}

Result<std::string> ServerProcess::createWorkspace(WorkspaceCreate wanted) const
{
    ControlPlaneClient client(address());
    const auto accepted = run(client.createWorkspace(std::move(wanted)));
    if (!accepted)
        return std::unexpected(accepted.error());
    const auto job = run(client.waitForJob(accepted->jobId, {}));
    if (!job)
        return std::unexpected(job.error());
    if (job->outcome != "succeeded")
        return fail(ErrorCode::Internal, job->error);
    return accepted->workspace;
}

} // namespace portolan::test
