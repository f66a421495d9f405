// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/fd_stream.h"

#include "core/async/oneshot.h"
#include "core/async/timer.h"

#include <QSocketNotifier>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <format>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace portolan {

namespace {

constexpr std::size_t chunkSize = 64 * 1024;
/// What may pass before the event loop has its turn, even if the peer is always ready.
constexpr std::size_t turnSize = 512 * 1024;

/// One direction of a socket: waits until it is ready.
class Direction
{
public:
    Direction(int fd, QSocketNotifier::Type type) : m_notifier(fd, type)
    {
        m_notifier.setEnabled(false);
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] {
            m_notifier.setEnabled(false);
            m_turn = 0;
            m_ready.set(true);
        });
    }

    [[nodiscard]] bool hasTurn() const { return m_turn < turnSize; }
    void used(std::size_t bytes) { m_turn += bytes; }

    [[nodiscard]] OneShot<bool> ready()
    {
        m_ready = OneShot<bool>();
        m_notifier.setEnabled(true);
        return m_ready;
    }
    void cancel()
    {
        m_notifier.setEnabled(false);
        m_ready.set(false);
    }

private:
    QSocketNotifier m_notifier;
    OneShot<bool> m_ready;
    std::size_t m_turn = 0;
};

/// Shared by the stream and what is under way in it, so that the stream may be destroyed at any time.
struct Ends {
    Ends(Descriptor in, Descriptor out)
        : input(std::move(in)),
          output(std::move(out)),
          reading(input.get(), QSocketNotifier::Read),
          writing(output ? output.get() : input.get(), QSocketNotifier::Write)
    {}

    [[nodiscard]] int writeFd() const { return output ? output.get() : input.get(); }

    void closeWrite()
    {
        if (!isOpen || std::exchange(writeClosed, true))
            return;
        if (output)
            output = Descriptor();
        else
            ::shutdown(input.get(), SHUT_WR);
    }

    void close()
    {
        if (!std::exchange(isOpen, false))
            return;
        reading.cancel();
        writing.cancel();
        ::shutdown(input.get(), SHUT_RDWR);
        input = Descriptor();
        output = Descriptor();
    }

    Descriptor input;
    Descriptor output; ///< empty where `input` serves both directions
    Direction reading;
    Direction writing;
    bool isOpen = true;
    bool writeClosed = false;
};

/// A peer that is gone is an error for the caller, not a signal for the program.
ssize_t writeSome(int fd, std::string_view bytes)
{
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return sent < 0 && errno == ENOTSOCK ? ::write(fd, bytes.data(), bytes.size()) : sent;
}

std::unexpected<Error> cancelled()
{
    return fail(ErrorCode::Cancelled, "the connection was closed on this side");
}

Task<Result<std::string>> readSome(std::shared_ptr<Ends> ends, std::size_t limit)
{
    thread_local std::vector<char> buffer(chunkSize);
    while (ends->isOpen) {
        if (ends->reading.hasTurn()) {
            const ssize_t count = ::read(ends->input.get(), buffer.data(), std::min(limit, buffer.size()));
            if (count >= 0) {
                ends->reading.used(static_cast<std::size_t>(count));
                co_return std::string(buffer.data(), static_cast<std::size_t>(count));
            }
            if (errno == EIO) // a terminal whose other side is gone
                co_return std::string();
            if (errno != EAGAIN && errno != EINTR)
                co_return failFromErrno("reading from the connection", errno);
        }
        co_await ends->reading.ready();
    }
    co_return cancelled();
}

Task<Result<void>> writeAll(std::shared_ptr<Ends> ends, std::string bytes)
{
    std::string_view left = bytes;
    while (ends->isOpen && !ends->writeClosed) {
        if (left.empty())
            co_return Result<void>();
        if (ends->writing.hasTurn()) {
            const ssize_t count = writeSome(ends->writeFd(), left);
            if (count >= 0) {
                ends->writing.used(static_cast<std::size_t>(count));
                left.remove_prefix(static_cast<std::size_t>(count));
                continue;
            }
            if (errno != EAGAIN && errno != EINTR)
                co_return failFromErrno("writing to the connection", errno);
        }
        co_await ends->writing.ready();
    }
    co_return cancelled();
}

class FdStream final : public Stream
{
public:
    FdStream(Descriptor input, Descriptor output)
    {
        for (const int fd : {input.get(), output.get()})
            if (fd >= 0)
                ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
        m_ends = std::make_shared<Ends>(std::move(input), std::move(output));
    }
    ~FdStream() override { m_ends->close(); }

    Task<Result<std::string>> read(std::size_t limit) override { return readSome(m_ends, limit); }
    Task<Result<void>> write(std::string bytes) override { return writeAll(m_ends, std::move(bytes)); }
    void closeWrite() override { m_ends->closeWrite(); }
    void close() override { m_ends->close(); }

private:
    std::shared_ptr<Ends> m_ends;
};

/// The address of a socket by way of its open folder, which makes it short whatever the path is.
struct Address {
    Descriptor folder;
    sockaddr_un name{};

    static Result<Address> of(const std::string &path)
    {
        const auto slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
        const std::string last = path.substr(slash == std::string::npos ? 0 : slash + 1);
        Address address{.folder = Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC))};
        if (!address.folder)
            return failFromErrno(std::format("opening the folder of \"{}\"", path), errno);
        const std::string shortPath = std::format("/proc/self/fd/{}/{}", address.folder.get(), last);
        if (last.empty() || shortPath.size() >= sizeof address.name.sun_path)
            return fail(ErrorCode::InvalidArgument,
                        std::format("\"{}\" does not end with a name fit for a socket", path));
        address.name.sun_family = AF_UNIX;
        std::memcpy(address.name.sun_path, shortPath.c_str(), shortPath.size() + 1);
        return address;
    }

    [[nodiscard]] const sockaddr *get() const { return reinterpret_cast<const sockaddr *>(&name); }
};

Descriptor makeSocket()
{
    return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

} // namespace

std::unique_ptr<Stream> makeFdStream(Descriptor fd)
{
    return std::make_unique<FdStream>(std::move(fd), Descriptor());
}

std::unique_ptr<Stream> makeFdStream(Descriptor input, Descriptor output)
{
    return std::make_unique<FdStream>(std::move(input), std::move(output));
}

Result<std::pair<Descriptor, Descriptor>> socketPair()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return failFromErrno("making a pair of sockets", errno);
    return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

Task<Result<std::unique_ptr<Stream>>> connectUnix(std::string path, std::chrono::milliseconds limit)
{
    const auto address = Address::of(path);
    if (!address)
        co_return std::unexpected(address.error());
    Descriptor socket = makeSocket();
    if (!socket)
        co_return failFromErrno("making a socket", errno);
    const auto deadline = std::chrono::steady_clock::now() + limit;
    // A full queue is EAGAIN at a Unix socket, and no notification follows.
    constexpr std::chrono::milliseconds pause(5);
    while (::connect(socket.get(), address->get(), sizeof address->name) != 0) {
        const int error = errno;
        if (error != EAGAIN && error != EINTR)
            co_return failFromErrno(std::format("connecting to \"{}\"", path), error);
        if (std::chrono::steady_clock::now() >= deadline)
            co_return fail(ErrorCode::Timeout, std::format("connecting to \"{}\": its queue is full", path));
        co_await sleepFor(pause);
    }
    co_return makeFdStream(std::move(socket));
}

Result<Descriptor> listenUnix(const std::string &path, unsigned mode, int backlog)
{
    const auto address = Address::of(path);
    if (!address)
        return std::unexpected(address.error());
    Descriptor socket = makeSocket();
    if (!socket)
        return failFromErrno("making a socket", errno);
    ::unlink(path.c_str());
    if (::bind(socket.get(), address->get(), sizeof address->name) != 0)
        return failFromErrno(std::format("binding \"{}\"", path), errno);
    // Nobody can connect between bind() and here: it does not listen yet.
    if (::chmod(path.c_str(), mode) != 0 || ::listen(socket.get(), backlog) != 0)
        return failFromErrno(std::format("listening at \"{}\"", path), errno);
    return socket;
}

} // namespace portolan
