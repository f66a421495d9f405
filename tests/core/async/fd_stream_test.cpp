// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/fd_stream.h"

#include "core/async/timer.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

#include <sys/socket.h>

using namespace portolan;
using namespace std::chrono_literals;

namespace {

std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> connected()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        qFatal("socketpair");
    return {makeFdStream(Descriptor(ends[0])), makeFdStream(Descriptor(ends[1]))};
}

Task<std::string> readToEnd(Stream &stream)
{
    std::string all;
    while (true) {
        const auto some = co_await stream.read();
        if (!some || some->empty())
            co_return all;
        all += *some;
    }
}

Task<void> writeInto(std::shared_ptr<Stream> stream, std::string bytes,
                     std::shared_ptr<std::optional<Result<void>>> done)
{
    done->emplace(co_await stream->write(std::move(bytes)));
}

Task<void> readInto(std::shared_ptr<Stream> stream, std::shared_ptr<std::optional<Result<std::string>>> done)
{
    done->emplace(co_await stream->read());
}

} // namespace

class FdStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesBytesBothWays();
    void endsAfterCloseWrite();
    void readsNoMoreThanAskedFor();
    void writeWaitsForTheReader();
    void closeEndsWhatIsUnderWay();
    void mayBeDestroyedInTheMiddle();
    void writingToNobodyIsAnError();
    void leavesTheLoopItsTurn();
    void connectsByLongPaths();
    void saysWhyItCannotConnect();
    void waitsForAFullQueueOnlySoLong();
    void hidesTheFolderFromPeers();
};

void FdStreamTest::carriesBytesBothWays()
{
    const auto [left, right] = connected();
    VERIFY_RESULT(test::run(left->write("to the right")));
    VERIFY_RESULT(test::run(right->write("to the left")));
    QCOMPARE(test::run(right->read()).value(), "to the right");
    QCOMPARE(test::run(left->read()).value(), "to the left");
}

void FdStreamTest::endsAfterCloseWrite()
{
    const auto [left, right] = connected();
    VERIFY_RESULT(test::run(left->write("last words")));
    left->closeWrite();
    QCOMPARE(test::run(readToEnd(*right)), "last words");
    VERIFY_RESULT(test::run(right->write("an answer")));
    QCOMPARE(test::run(left->read()).value(), "an answer");
}

void FdStreamTest::readsNoMoreThanAskedFor()
{
    const auto [left, right] = connected();
    VERIFY_RESULT(test::run(left->write("abcdef")));
    QCOMPARE(test::run(right->read(4)).value(), "abcd");
    QCOMPARE(test::run(right->read(4)).value(), "ef");
}

void FdStreamTest::writeWaitsForTheReader()
{
    auto [left, right] = connected();
    const std::string much(8 << 20, 'x');
    const auto written = std::make_shared<std::optional<Result<void>>>();
    const std::shared_ptr<Stream> writer = std::move(left);
    detach(writeInto(writer, much, written));
    test::run(sleepFor(50ms));
    QVERIFY2(!*written, "8 MiB cannot be in the buffers of the kernel");
    std::size_t count = 0;
    while (count < much.size()) {
        const auto some = test::run(right->read());
        VERIFY_RESULT(some);
        QVERIFY(!some->empty());
        count += some->size();
    }
    QVERIFY(test::waitUntil([&] { return written->has_value(); }));
    VERIFY_RESULT(**written);
}

void FdStreamTest::closeEndsWhatIsUnderWay()
{
    auto [left, right] = connected();
    const std::shared_ptr<Stream> stream = std::move(left);
    const auto got = std::make_shared<std::optional<Result<std::string>>>();
    const auto written = std::make_shared<std::optional<Result<void>>>();
    detach(readInto(stream, got));
    detach(writeInto(stream, std::string(8 << 20, 'x'), written));
    QVERIFY(!*got && !*written);
    stream->close();
    QVERIFY(test::waitUntil([&] { return got->has_value() && written->has_value(); }));
    QCOMPARE((*got)->error().code, ErrorCode::Cancelled);
    QCOMPARE((*written)->error().code, ErrorCode::Cancelled);
    QCOMPARE(test::run(stream->read()).error().code, ErrorCode::Cancelled);
    QVERIFY(test::run(readToEnd(*right)).size() < (8 << 20));
}

void FdStreamTest::mayBeDestroyedInTheMiddle()
{
    auto [left, right] = connected();
    OneShot<Result<std::string>> got;
    detach([](Task<Result<std::string>> reading, OneShot<Result<std::string>> answer) -> Task<void> {
        answer.set(co_await std::move(reading));
    }(left->read(), got));
    left.reset();
    const auto result = test::run([](OneShot<Result<std::string>> answer) -> Task<Result<std::string>> {
        co_return co_await answer;
    }(got));
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

void FdStreamTest::writingToNobodyIsAnError()
{
    auto [left, right] = connected();
    right.reset();
    const auto written = test::run(left->write("hello"));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::BadGateway);
}

void FdStreamTest::leavesTheLoopItsTurn()
{
    auto [left, right] = connected();
    // Both ends are always ready for each other, so without turns nothing else would run until the end.
    constexpr std::size_t total = 64 << 20;
    const std::shared_ptr<Stream> writer = std::move(left);
    bool finished = false;
    int turns = 0;
    QTimer timer;
    timer.callOnTimeout(&timer, [&] { turns += finished ? 0 : 1; });
    timer.start(0);
    detach([](std::shared_ptr<Stream> stream) -> Task<void> {
        for (std::size_t sent = 0; sent < total; sent += 1 << 20) {
            if (!co_await stream->write(std::string(1 << 20, 'x')))
                co_return;
        }
        stream->closeWrite();
    }(writer));
    std::size_t count = 0;
    test::run([](Stream &stream, std::size_t &got) -> Task<void> {
        while (true) {
            const auto some = co_await stream.read();
            if (!some || some->empty())
                co_return;
            got += some->size();
        }
    }(*right, count));
    finished = true;
    QCOMPARE(count, total);
    QVERIFY2(turns >= 32, std::to_string(turns).c_str());
}

void FdStreamTest::connectsByLongPaths()
{
    const QTemporaryDir folder;
    const QString deep = folder.path() + u'/' + QString(90, u'a') + u'/' + QString(90, u'b');
    QVERIFY(QDir().mkpath(deep));
    const std::string path = deep.toStdString() + "/door";
    for (int i = 0; i < 2; ++i) { // the second time it replaces what is there
        auto listener = listenUnix(path);
        VERIFY_RESULT(listener);
        const auto client = test::run(connectUnix(path));
        VERIFY_RESULT(client);
        const auto server = makeFdStream(Descriptor(::accept4(listener->get(), nullptr, nullptr, SOCK_CLOEXEC)));
        VERIFY_RESULT(test::run((*client)->write("in")));
        QCOMPARE(test::run(server->read()).value(), "in");
    }
    QCOMPARE(QFile::permissions(QString::fromStdString(path)) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
}

void FdStreamTest::saysWhyItCannotConnect()
{
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/door";
    QCOMPARE(test::run(connectUnix(path)).error().code, ErrorCode::NotFound);
    VERIFY_RESULT(listenUnix(path)); // and nobody listens any more
    QCOMPARE(test::run(connectUnix(path)).error().code, ErrorCode::Unavailable);
    QCOMPARE(test::run(connectUnix(folder.path().toStdString() + "/")).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(listenUnix(path + std::string(100, 'x')).error().code, ErrorCode::InvalidArgument);
}

void FdStreamTest::waitsForAFullQueueOnlySoLong()
{
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/door";
    const auto listener = listenUnix(path, 0600, 0);
    VERIFY_RESULT(listener);
    std::vector<std::unique_ptr<Stream>> waiting;
    std::optional<Error> error;
    for (int i = 0; i < 8 && !error; ++i) {
        auto stream = test::run(connectUnix(path, 20ms));
        if (stream)
            waiting.push_back(std::move(*stream));
        else
            error = stream.error();
    }
    QVERIFY(error);
    QCOMPARE(error->code, ErrorCode::Timeout);
}

void FdStreamTest::hidesTheFolderFromPeers()
{
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/door";
    const auto listener = listenUnix(path);
    VERIFY_RESULT(listener);
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    QCOMPARE(::getsockname(listener->get(), reinterpret_cast<sockaddr *>(&address), &size), 0);
    const std::string seen(reinterpret_cast<const char *>(&address), size);
    QVERIFY(seen.contains("/door"));
    QVERIFY(!seen.contains(folder.path().toStdString()));
}

QTEST_GUILESS_MAIN(FdStreamTest)
#include "fd_stream_test.moc"
