// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/fd_stream.h"

#include "core/async/oneshot.h"

#include <QSocketNotifier>

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace portolan::ssh {

Fd::~Fd()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Result<std::pair<Fd, Fd>> socketPair()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return failFromErrno("making a pair of sockets", errno);
    return std::pair(Fd(ends[0]), Fd(ends[1]));
}

namespace {

/// One direction of a descriptor: waits until it is ready, or until it is given up.
class Readiness
{
public:
    Readiness(int fd, QSocketNotifier::Type type)
        : m_notifier(fd, type)
    {
        m_notifier.setEnabled(false);
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { wake(true); });
    }

    /// False when it was given up.
    [[nodiscard]] OneShot<bool> wait()
    {
        m_waiter.emplace();
        if (m_givenUp)
            m_waiter->set(false);
        else
            m_notifier.setEnabled(true);
        return *m_waiter;
    }

    void giveUp()
    {
        m_givenUp = true;
        wake(false);
    }
    [[nodiscard]] bool isGivenUp() const { return m_givenUp; }

private:
    void wake(bool ready)
    {
        m_notifier.setEnabled(false);
        if (const auto waiter = std::exchange(m_waiter, std::nullopt))
            OneShot<bool>(*waiter).set(ready);
    }

    QSocketNotifier m_notifier;
    std::optional<OneShot<bool>> m_waiter;
    bool m_givenUp = false;
};

/// Shared with the coroutines under way, so that a stream may go while one of its reads still has to end.
struct Ends {
    Fd input;
    Fd output; ///< empty when `input` serves both directions
    Readiness readable;
    Readiness writable;

    Ends(Fd in, Fd out)
        : input(std::move(in))
        , output(std::move(out))
        , readable(input.get(), QSocketNotifier::Read)
        , writable(writeFd(), QSocketNotifier::Write)
    {
    }
    [[nodiscard]] int writeFd() const { return output ? output.get() : input.get(); }
};

std::unexpected<Error> closedHere()
{
    return fail(ErrorCode::Cancelled, "the stream was closed on this side");
}

class FdStream final : public Stream
{
public:
    FdStream(Fd input, Fd output)
        : m_ends(std::make_shared<Ends>(std::move(input), std::move(output)))
    {
        for (const int fd : {m_ends->input.get(), m_ends->writeFd()})
            ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    }
    ~FdStream() override { FdStream::close(); }

    Task<Result<std::string>> read(std::size_t limit) override { return readFrom(m_ends, limit); }
    Task<Result<void>> write(std::string bytes) override { return writeTo(m_ends, std::move(bytes)); }

    void closeWrite() override
    {
        m_ends->writable.giveUp();
        if (m_ends->output)
            m_ends->output = Fd();
        else
            ::shutdown(m_ends->input.get(), SHUT_WR);
    }

    void close() override
    {
        m_ends->readable.giveUp();
        m_ends->writable.giveUp();
        ::shutdown(m_ends->input.get(), SHUT_RDWR);
    }

private:
    static Task<Result<std::string>> readFrom(std::shared_ptr<Ends> ends, std::size_t limit)
    {
        std::string bytes;
        while (!ends->readable.isGivenUp()) {
            ssize_t count = 0;
            bytes.resize_and_overwrite(limit, [&](char *data, std::size_t size) {
                count = ::read(ends->input.get(), data, size);
                return count > 0 ? static_cast<std::size_t>(count) : 0;
            });
            if (count >= 0)
                co_return bytes;
            if (errno == EAGAIN)
                co_await ends->readable.wait();
            else if (errno == EIO) // a terminal whose other side is gone
                co_return std::string();
            else if (errno != EINTR)
                co_return failFromErrno("reading", errno);
        }
        co_return closedHere();
    }

    static Task<Result<void>> writeTo(std::shared_ptr<Ends> ends, std::string bytes)
    {
        for (std::string_view left = bytes; !left.empty();) {
            if (ends->writable.isGivenUp())
                co_return closedHere();
            const ssize_t count = writeSome(ends->writeFd(), left);
            if (count >= 0)
                left.remove_prefix(static_cast<std::size_t>(count));
            else if (errno == EAGAIN)
                co_await ends->writable.wait();
            else if (errno != EINTR)
                co_return failFromErrno("writing", errno);
        }
        co_return {};
    }

    static ssize_t writeSome(int fd, std::string_view bytes)
    {
        // A peer that is gone is an error for the caller, not a signal for the program.
        const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        return sent < 0 && errno == ENOTSOCK ? ::write(fd, bytes.data(), bytes.size()) : sent;
    }

    std::shared_ptr<Ends> m_ends;
};

/// One direction of a relay. Its end ends the other direction's source only when it failed.
Task<Result<void>> carry(std::shared_ptr<Stream> from, std::shared_ptr<Stream> to)
{
    for (;;) {
        auto bytes = co_await from->read();
        if (!bytes)
            co_return std::unexpected(bytes.error());
        if (bytes->empty()) {
            to->closeWrite();
            co_return {};
        }
        if (const auto written = co_await to->write(std::move(*bytes)); !written)
            co_return written;
    }
}

} // namespace

std::unique_ptr<Stream> makeFdStream(Fd fd)
{
    return std::make_unique<FdStream>(std::move(fd), Fd());
}

std::unique_ptr<Stream> makeFdStream(Fd input, Fd output)
{
    return std::make_unique<FdStream>(std::move(input), std::move(output));
}

Task<Result<void>> relay(std::shared_ptr<Stream> left, std::shared_ptr<Stream> right)
{
    // Whichever direction fails first closes both streams, so that the other one ends too, as Cancelled.
    std::optional<Error> failure;
    const auto direction = [](std::shared_ptr<Stream> from, std::shared_ptr<Stream> to,
                              std::optional<Error> *first) -> Task<void> {
        const auto result = co_await carry(from, to);
        if (!result) {
            if (!*first)
                *first = result.error();
            from->close();
            to->close();
        }
    };
    auto there = direction(left, right, &failure);
    auto back = direction(right, left, &failure);
    co_await there;
    co_await back;
    left->close();
    right->close();
    if (failure)
        co_return std::unexpected(std::move(*failure));
    co_return {};
}

} // namespace portolan::ssh
