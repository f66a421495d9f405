// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/client.h"

#include "core/async/fd_stream.h"
#include "core/async/timer.h"
#include "server/runtime/agent/protocol.h"
#include "tests/support/run.h"

#include <format>

#include <sys/socket.h>

using namespace portolan;
using namespace std::chrono_literals;
namespace agent = portolan::runtime::agent;

namespace {

std::string sized(std::string_view text)
{
    const std::size_t size = text.size();
    return std::string{static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                       static_cast<char>(size)}
           + std::string(text);
}

std::string frame(agent::FrameType type, std::string_view payload)
{
    return static_cast<char>(type) + sized(payload);
}

/// A connection to an agent that says `bytes`, whatever it is asked, and closes; or goes on listening.
agent::Connection liar(std::string bytes, bool stays = false)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        qFatal("socketpair");
    const std::shared_ptr<Stream> far = makeFdStream(Descriptor(ends[1]));
    detach([](std::shared_ptr<Stream> stream, std::string answer, bool listens) -> Task<void> {
        static_cast<void>(co_await stream->read());
        static_cast<void>(co_await stream->write(std::move(answer)));
        while (listens) {
            const auto more = co_await stream->read();
            listens = more && !more->empty();
        }
    }(far, std::move(bytes), stays));
    return makeFdStream(Descriptor(ends[0]));
}

constexpr const char *fileInfo = R"("path":"/a","size":10,"mode":420,"mtime":1,"etag":"e")";

} // namespace

/// The client does not believe what the agent says: here it speaks with one that lies.
class ClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesNonsense_data();
    void refusesNonsense();
    void passesErrorsOn();
    void boundsWhatErrorsSay();
    void doesNotWaitForEver();
    void refusesLargeRequests();
    void refusesFalseFileParts_data();
    void refusesFalseFileParts();
    void refusesFalseEntries_data();
    void refusesFalseEntries();
    void refusesFalseTerminals_data();
    void refusesFalseTerminals();
    void tellsWhyAnUploadWasRefused();
};

void ClientTest::refusesNonsense_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto add = [](const char *name, const std::string &bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const auto answer = [&](const char *json) { add(json, sized(json)); };
    add("nothing", "");
    add("half a length", std::string(2, '\0'));
    add("half an answer", sized("{\"ok\":true}").substr(0, 9));
    add("huge", std::string("\xff\xff\xff\xff", 4));
    add("large", sized(std::string(agent::maxAnswer + 1, ' ')));
    for (const char *json :
         {"", "x", "[]", "null", "{}", "{\"ok\":1}", "{\"ok\":false}", "{\"ok\":true}",
          "{\"ok\":true,\"protocol\":1,\"started\":1}",
          "{\"ok\":true,\"protocol\":\"1\",\"started\":1,\"initScripts\":{}}",
          "{\"ok\":true,\"protocol\":1,\"started\":1,\"initScripts\":{\"state\":\"odd\",\"scripts\":[]}}",
          "{\"ok\":true,\"protocol\":1,\"started\":1,\"initScripts\":{\"state\":\"done\",\"scripts\":7}}",
          "{\"ok\":true,\"protocol\":1,\"started\":1,\"initScripts\":{\"state\":\"done\",\"scripts\":[7]}}",
          "{\"ok\":true,\"protocol\":1,\"started\":1e300,\"initScripts\":{\"state\":\"done\",\"scripts\":[]}}",
          "{\"ok\":true,\"protocol\":1,\"started\":18446744073709551615,\"initScripts\":{\"state\":\"done\","
          "\"scripts\":[]}}"})
        answer(json);
}

void ClientTest::refusesNonsense()
{
    QFETCH(QByteArray, bytes);
    const auto info = test::run(agent::ping(liar(bytes.toStdString())));
    QVERIFY(!info);
    QCOMPARE(info.error().code, ErrorCode::BadGateway);
    QVERIFY(!info.error().detail.empty());
}

void ClientTest::passesErrorsOn()
{
    for (const ErrorCode code : {ErrorCode::InvalidArgument, ErrorCode::PermissionDenied, ErrorCode::NotFound,
                                 ErrorCode::Conflict, ErrorCode::PreconditionFailed, ErrorCode::TooLarge,
                                 ErrorCode::TooMany, ErrorCode::Unavailable, ErrorCode::OutOfSpace}) {
        const auto json = std::format(R"({{"ok":false,"error":{{"code":"{}","detail":"why"}}}})", name(code));
        const auto info = test::run(agent::ping(liar(sized(json))));
        QVERIFY(!info);
        QCOMPARE(info.error(), (Error{.code = code, .detail = "why"}));
    }
    // What only the server itself may say to its callers is not taken from a workspace.
    for (const char *code : {"unauthenticated", "cancelled", "odd", ""}) {
        const auto json = std::format(R"({{"ok":false,"error":{{"code":"{}","detail":"why"}}}})", code);
        QCOMPARE(test::run(agent::ping(liar(sized(json)))).error().code, ErrorCode::BadGateway);
    }
}

void ClientTest::boundsWhatErrorsSay()
{
    const auto json = std::string(R"({"ok":false,"error":{"code":"conflict","detail":")").append(100'000, 'x') + "\"}}";
    const auto info = test::run(agent::ping(liar(sized(json))));
    QCOMPARE(info.error().code, ErrorCode::Conflict);
    QVERIFY(info.error().detail.size() <= 4096);
}

void ClientTest::doesNotWaitForEver()
{
    QCOMPARE(test::run(agent::ping(liar("", true), 50ms)).error().code, ErrorCode::Timeout);
    QCOMPARE(test::run(agent::ping(liar(sized("{\"ok\":true}").substr(0, 9), true), 50ms)).error().code,
             ErrorCode::Timeout);
}

void ClientTest::refusesLargeRequests()
{
    const auto listed = test::run(agent::list(liar("", true), std::string(agent::maxHead, 'x'), false));
    QCOMPARE(listed.error().code, ErrorCode::TooLarge);
}

void ClientTest::refusesFalseFileParts_data()
{
    QTest::addColumn<QString>("part");
    QTest::newRow("past the end") << QStringLiteral("\"offset\":11,\"length\":0");
    QTest::newRow("longer than the file") << QStringLiteral("\"offset\":5,\"length\":6");
    QTest::newRow("more than asked for") << QStringLiteral("\"offset\":0,\"length\":9");
    QTest::newRow("negative") << QStringLiteral("\"offset\":0,\"length\":-1");
    QTest::newRow("overflow") << QStringLiteral("\"offset\":1,\"length\":9223372036854775807");
}

void ClientTest::refusesFalseFileParts()
{
    QFETCH(QString, part);
    const std::string json = std::format("{{\"ok\":true,{},{}}}", fileInfo, part.toStdString());
    const auto reader = test::run(agent::read(liar(sized(json)), {.path = "a", .length = 8}));
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, ErrorCode::BadGateway);
}

void ClientTest::refusesFalseEntries_data()
{
    QTest::addColumn<QByteArray>("frames");
    const auto add = [](const char *row, const std::string &frames) {
        QTest::newRow(row) << QByteArray::fromStdString(frames);
    };
    const auto entry = [](const char *name) {
        return frame(agent::FrameType::Entries,
                     std::format(R"([{{"name":"{}","size":1,"mode":"-","mtime":1,"isDir":false}}])", name));
    };
    for (const char *name : {"", ".", "..", "a/b", "../../etc/passwd", "a\\u0000b"})
        add(name, entry(name) + frame(agent::FrameType::End, ""));
    add("no end", entry("a"));
    add("huge", std::string("\x07\xff\xff\xff\xff", 5));
    add("no array", frame(agent::FrameType::Entries, "{}"));
    add("no object", frame(agent::FrameType::Entries, "[1]"));
    add("another frame", frame(agent::FrameType::Output, "x"));
}

void ClientTest::refusesFalseEntries()
{
    QFETCH(QByteArray, frames);
    const auto folder = test::run(agent::list(liar(sized(R"({"ok":true,"path":"/home"})") + frames.toStdString()), ".",
                                              false));
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::BadGateway);
}

void ClientTest::refusesFalseTerminals_data()
{
    QTest::addColumn<QByteArray>("frames");
    const auto add = [](const char *row, const std::string &frames) {
        QTest::newRow(row) << QByteArray::fromStdString(frames);
    };
    add("broken", "");
    add("half a frame", frame(agent::FrameType::Output, "abc").substr(0, 7));
    add("huge", std::string("\x04\x00\x01\x00\x01", 5));
    add("another frame", frame(agent::FrameType::Entries, "[]"));
    add("odd exit", frame(agent::FrameType::Exit, "x"));
}

void ClientTest::refusesFalseTerminals()
{
    QFETCH(QByteArray, frames);
    const auto terminal = test::run(
        agent::terminal(liar(sized(R"({"ok":true,"session":"1-1"})") + frames.toStdString()), {}));
    VERIFY_RESULT(terminal);
    const auto output = test::run((*terminal)->read());
    QVERIFY(!output);
    QCOMPARE(output.error().code, ErrorCode::BadGateway);
    QVERIFY(!(*terminal)->exitStatus());
}

void ClientTest::tellsWhyAnUploadWasRefused()
{
    const auto writer = test::run(agent::write(
        liar(sized("{\"ok\":true}") + sized(R"({"ok":false,"error":{"code":"out-of-space","detail":"full"}})")),
        {.path = "a"}));
    VERIFY_RESULT(writer);
    Result<void> written;
    for (int i = 0; written && i < 100; ++i)
        written = test::run((*writer)->write(std::string(1 << 20, 'x')));
    QVERIFY(!written);
    QCOMPARE(written.error(), (Error{.code = ErrorCode::OutOfSpace, .detail = "full"}));
}

QTEST_GUILESS_MAIN(ClientTest)
#include "client_test.moc"
