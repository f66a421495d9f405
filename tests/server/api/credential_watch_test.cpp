// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/credential_watch.h"

#include "core/base/digest.h"
#include "core/client/tunnel.h"
#include "core/protocol/cloudshell_v1.pb.h"
#include "tests/server/api/plane.h"
#include "tests/support/raw_client.h"

#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *workspaceName = "lab";
constexpr const char *jobId = "job-1";
constexpr const char *endOfChunks = "\r\n0\r\n\r\n";

} // namespace

/// Whatever was opened with a credential ends when that is taken away, and nothing else does.
class CredentialWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void cutsTheTunnel();
    void cutsTheTerminalAndItsShell();
    void cutsTheEventStream();
    void cutsTheJobStream();
    void cutsThoseOfALockedAccount();
    void leavesOtherCredentialsAlone();

private:
    /// Takes away the token that everything here is opened with.
    void revoke();
    [[nodiscard]] Tunnel openTunnel() const;
    [[nodiscard]] RawClient openStream(const std::string &path, const std::string &token) const;
    [[nodiscard]] Result<store::Committed> record(const std::string &type) const;

    std::unique_ptr<Plane> m_plane;
    const std::string m_token = "the-token-that-is-revoked";
    const std::string m_other = "the-token-that-stays";
};

void CredentialWatchTest::init()
{
    m_plane = std::make_unique<Plane>();
    const auto now = m_plane->now();
    store::Change change;
    change.put(User{.username = "alice", .roles = {Role::User}, .number = 1, .created = now}, store::absent);
    change.put(AccessToken{.hash = sha256Hex(m_token), .username = "alice", .name = "one", .created = now},
               store::absent);
    change.put(AccessToken{.hash = sha256Hex(m_other), .username = "alice", .name = "two", .created = now},
               store::absent);
    change.put(Workspace{.name = workspaceName,
                         .runtimeId = "abc",
                         .owner = "alice",
                         .blueprint = "shell",
                         .state = WorkspaceState::Running,
                         .created = now},
               store::absent);
    change.put(Job{.id = jobId, .workspace = workspaceName, .username = "alice", .created = now}, store::absent);
    VERIFY_RESULT(m_plane->commit(std::move(change)));
    m_plane->jobs.begin(jobId);
}

void CredentialWatchTest::cleanup()
{
    m_plane.reset();
}

void CredentialWatchTest::revoke()
{
    store::Change change;
    change.remove<AccessToken>(sha256Hex(m_token));
    VERIFY_RESULT(m_plane->commit(std::move(change)));
}

Result<store::Committed> CredentialWatchTest::record(const std::string &type) const
{
    store::Change change;
    change.record({.type = type, .subjectKind = "workspace", .subjectId = workspaceName, .owner = "alice"});
    return m_plane->commit(std::move(change));
}

Tunnel CredentialWatchTest::openTunnel() const
{
    const auto key = ssh::KeyPair::generate();
    auto tunnel = run(portolan::openTunnel({.url = m_plane->url("/api/v1/workspaces/lab/tunnel"),
                                            .token = m_token,
                                            .publicKey = key->publicKey().line()}));
    if (!tunnel)
        qFatal("no tunnel: %s", tunnel.error().detail.c_str());
    return std::move(*tunnel);
}

RawClient CredentialWatchTest::openStream(const std::string &path, const std::string &token) const
{
    RawClient client(m_plane->port());
    client.send(std::format(
        "GET {} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\nAccept: text/event-stream\r\n\r\n", path, token));
    return client;
}

void CredentialWatchTest::cutsTheTunnel()
{
    const auto tunnel = openTunnel();
    const auto banner = run(tunnel.stream->read());
    VERIFY_RESULT(banner);
    QVERIFY(banner->starts_with("SSH-2.0-")); // it carries
    revoke();
    const auto end = run(tunnel.stream->read());
    COMPARE_ERROR(end, ErrorCode::Unavailable);
    QCOMPARE(end.error().detail, "the token was revoked");
    // Nothing of it goes on inside.
    QVERIFY(waitUntil([this] { return processesBelow(m_plane->runtime.agent().pid()).empty(); }));
}

void CredentialWatchTest::cutsTheTerminalAndItsShell()
{
    QWebSocket socket;
    std::string output;
    connect(&socket, &QWebSocket::binaryMessageReceived, &socket, [&](const QByteArray &bytes) {
        cloudshell::v1::CloudshellMessage message;
        message.ParseFromArray(bytes.constData(), static_cast<int>(bytes.size()));
        output += message.terminal_output().data();
    });
    QUrl url(QString::fromStdString(m_plane->url("/api/v1/workspaces/lab/interactive")));
    url.setScheme(u"ws"_s);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_token));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({u"cloudshell-v1"_s});
    socket.open(request, options);
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    cloudshell::v1::CloudshellMessage typed;
    typed.mutable_terminal_input()->set_data("echo $((6*7))-; cat\n");
    socket.sendBinaryMessage(QByteArray::fromStdString(typed.SerializeAsString()));
    QVERIFY(waitUntil([&] { return output.contains("42-"); }));

    revoke();
    constexpr int unauthenticated = 4401;
    QVERIFY(waitUntil([&] { return socket.state() == QAbstractSocket::UnconnectedState; }));
    QCOMPARE(static_cast<int>(socket.closeCode()), unauthenticated);
    QCOMPARE(socket.closeReason(), u"the token was revoked"_s);
    QVERIFY(waitUntil([this] { return processesBelow(m_plane->runtime.agent().pid()).empty(); }));
}

void CredentialWatchTest::cutsTheEventStream()
{
    auto quiet = openStream("/api/events/stream", m_token);
    QVERIFY(quiet.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    VERIFY_RESULT(record("test.before"));
    QVERIFY(quiet.until("test.before\n").ends_with("test.before\n"));
    revoke();
    VERIFY_RESULT(record("test.after"));
    const auto rest = quiet.until(endOfChunks);
    QVERIFY2(!rest.contains("test.after"), rest.c_str());
    QVERIFY2(rest.contains("event: auth.session.expired\n") && rest.ends_with(endOfChunks), rest.c_str());
}

void CredentialWatchTest::cutsTheJobStream()
{
    auto stream = openStream("/api/v1/jobs/job-1", m_token);
    QVERIFY(stream.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    m_plane->jobs.post(jobId, {.type = "status", .message = "step before"});
    QVERIFY(stream.until("step before").ends_with("step before"));
    revoke();
    const auto rest = stream.until("never");
    QVERIFY2(!rest.ends_with("0\r\n\r\n"), "that is how clients know that the job has completed");
    QVERIFY(stream.closed());
}

void CredentialWatchTest::cutsThoseOfALockedAccount()
{
    auto stream = openStream("/api/events/stream", m_token);
    QVERIFY(stream.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    const auto tunnel = openTunnel();
    const auto alice = m_plane->state->users.find("alice");
    User locked = alice->value;
    locked.locked = true;
    store::Change change;
    change.put(std::move(locked), alice->version);
    VERIFY_RESULT(m_plane->commit(std::move(change)));
    QVERIFY(stream.until(endOfChunks).contains("event: auth.session.expired\n"));
    Result<std::string> bytes = std::string("not read yet");
    while (bytes && !bytes->empty())
        bytes = run(tunnel.stream->read());
    COMPARE_ERROR(bytes, ErrorCode::Unavailable);
}

void CredentialWatchTest::leavesOtherCredentialsAlone()
{
    auto revoked = openStream("/api/events/stream", m_token);
    auto kept = openStream("/api/events/stream", m_other);
    QVERIFY(revoked.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    QVERIFY(kept.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    revoke();
    QVERIFY(revoked.until(endOfChunks).contains("event: auth.session.expired\n"));
    VERIFY_RESULT(record("test.after"));
    QVERIFY(kept.until("test.after\n").ends_with("test.after\n"));
}

QTEST_GUILESS_MAIN(CredentialWatchTest)
#include "credential_watch_test.moc"
