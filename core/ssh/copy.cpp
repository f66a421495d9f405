// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/copy.h"

#include "core/async/timer.h"
#include "core/base/random.h"
#include "core/ssh/sftp.h"

namespace portolan::ssh {

using wire::Type;
using wire::Writer;

namespace {

constexpr std::uint32_t permissionBits = 07777;

/// One read or write under way. It holds a data slot.
struct InFlight {
    SftpClient::Answer answer;
    std::uint64_t offset = 0;
    std::size_t length = 0;
};

/// The reads or writes of one file that are under way, oldest first.
class Pipeline
{
public:
    explicit Pipeline(const CopyContext &context) : m_context(context) {}
    ~Pipeline()
    {
        for (; !m_requests.empty(); m_requests.pop_front())
            m_context.client->dataSlots().release();
    }
    Q_DISABLE_COPY_MOVE(Pipeline)

    /// Whether one more may be sent now. Waits only while none is under way, so that two files never wait for each
    /// other's places while holding their own.
    [[nodiscard]] Task<Result<bool>> admit()
    {
        auto &slots = m_context.client->dataSlots();
        if (slots.tryAcquire())
            co_return true;
        if (!m_requests.empty())
            co_return false;
        if (!co_await slots.acquire(m_context.cancel))
            co_return transferCancelled();
        co_return true;
    }
    void add(InFlight request) { m_requests.push_back(std::move(request)); }
    [[nodiscard]] bool isEmpty() const { return m_requests.empty(); }
    /// The oldest request, answered; its place is free.
    [[nodiscard]] Task<std::pair<InFlight, Result<SftpClient::Reply>>> next()
    {
        const InFlight request = m_requests.front();
        auto reply = co_await answerOf(request.answer, m_context.cancel);
        m_requests.pop_front();
        m_context.client->dataSlots().release();
        co_return std::pair(request, std::move(reply));
    }

private:
    const CopyContext &m_context;
    std::deque<InFlight> m_requests;
};

SftpClient::Answer sendRead(SftpClient &client, const std::string &handle, std::uint64_t offset, std::size_t length)
{
    return client.send(Type::Read, Writer().string(handle).u64(offset).u32(static_cast<std::uint32_t>(length)));
}

bool isEndOfFile(const SftpClient::Reply &reply)
{
    return reply.type == Type::Status
           && wire::Reader(reply.body).u32() == static_cast<std::uint32_t>(wire::Status::Eof);
}

/// Reads until `size`, or until the end of the file where `size` is 0: files of /proc say so and hold something.
Task<Result<std::uint64_t>> readContent(const CopyContext &context, std::string handle, std::uint64_t size,
                                        std::string path, std::shared_ptr<Sink> sink)
{
    Pipeline pipeline(context);
    const auto chunk = context.client->chunkBytes();
    const auto end = size > 0 ? size : ~std::uint64_t(0);
    std::uint64_t asked = 0;
    std::uint64_t received = 0;
    while (received < end) {
        while (asked < end && (size > 0 || pipeline.isEmpty())) {
            const auto admitted = co_await pipeline.admit();
            if (!admitted)
                co_return std::unexpected(admitted.error());
            if (!*admitted)
                break;
            const auto length = std::min<std::uint64_t>(chunk, end - asked);
            pipeline.add({sendRead(*context.client, handle, asked, length), asked, length});
            asked += length;
        }
        const auto [request, reply] = co_await pipeline.next();
        if (!reply)
            co_return std::unexpected(reply.error());
        if (request.offset != received)
            continue; // asked for before a short answer moved everything behind it
        if (isEndOfFile(*reply)) {
            if (size == 0)
                break;
            co_return fail(ErrorCode::Conflict,
                           std::format("downloading {}: it became shorter meanwhile ({} bytes instead of {})", path,
                                       received, size));
        }
        wire::Reader reader(reply->body);
        const auto bytes = reader.string();
        if (reply->type != Type::Data || bytes.empty() || bytes.size() > request.length)
            co_return std::unexpected(errorOf(*reply, std::format("downloading {}", path)));
        if (auto written = sink->write(bytes); !written)
            co_return std::unexpected(std::move(written.error()));
        received += bytes.size();
        context.meter->carried(bytes.size());
        if (bytes.size() < request.length)
            asked = received; // a server may answer with less; what is under way is asked for anew
    }
    co_return received;
}

/// Sends all of `source`; what is still unanswered at the end stays in `pipeline`.
Task<Result<std::uint64_t>> sendContent(const CopyContext &context, Pipeline &pipeline, std::string handle,
                                        std::shared_ptr<Source> source, std::string what)
{
    auto &client = *context.client;
    std::uint64_t sent = 0;
    for (;;) {
        const auto admitted = co_await pipeline.admit();
        if (!admitted)
            co_return std::unexpected(admitted.error());
        if (!*admitted) {
            const auto [request, reply] = co_await pipeline.next();
            if (!reply)
                co_return std::unexpected(reply.error());
            if (reply->type != Type::Status || wire::Reader(reply->body).u32() != 0)
                co_return std::unexpected(errorOf(*reply, what));
            context.meter->carried(request.length);
            continue;
        }
        // What waits here waits in front of everything else on the connection: at most 64 KiB.
        const auto room = co_await client.channel().room(context.cancel);
        auto bytes = room ? source->read(client.chunkBytes()) : std::unexpected(room.error());
        if (!bytes || bytes->empty()) {
            client.dataSlots().release();
            if (!bytes)
                co_return std::unexpected(bytes.error());
            co_return sent;
        }
        auto answer = client.send(Type::Write, Writer().string(handle).u64(sent).string(*bytes));
        pipeline.add({std::move(answer), sent, bytes->size()});
        sent += bytes->size();
    }
}

/// Closes and forgets a temporary file after a failure, as far as the connection still allows it.
Task<void> discard(std::shared_ptr<SftpClient> client, std::optional<std::string> handle, std::string path)
{
    if (handle)
        static_cast<void>(client->send(Type::Close, Writer().string(*handle)));
    auto removed = client->send(Type::Remove, Writer().string(path));
    constexpr auto patience = std::chrono::seconds(3);
    setAfter(removed, patience, Result<SftpClient::Reply>(fail(ErrorCode::Timeout, "removing " + path)));
    static_cast<void>(co_await removed);
}

wire::Attributes finalAttributes(const Source &source)
{
    wire::Attributes attributes;
    if (const auto mode = source.mode())
        attributes.mode = *mode & permissionBits;
    attributes.modified = source.modified();
    attributes.accessed = source.modified();
    return attributes;
}

/// Everything from the first byte to a verified, synced and closed file under its temporary name.
Task<Result<std::uint64_t>> fillTemporary(const CopyContext &context, std::string handle,
                                          std::shared_ptr<Source> source, std::string what)
{
    auto &client = *context.client;
    Pipeline pipeline(context);
    const auto sent = co_await sendContent(context, pipeline, handle, source, what);
    if (!sent)
        co_return sent;
    // One burst: the server works it off in order, whatever the round trip is.
    std::vector<SftpClient::Answer> steps;
    if (const auto attributes = finalAttributes(*source); attributes != wire::Attributes())
        steps.push_back(client.send(Type::Fsetstat, Writer().string(handle).attributes(attributes)));
    if (context.sync && client.hasExtension("fsync@openssh.com"))
        steps.push_back(client.send(Type::Extended, Writer().string("fsync@openssh.com").string(handle)));
    const auto attributes = client.send(Type::Fstat, Writer().string(handle));
    const auto closed = client.send(Type::Close, Writer().string(handle));

    while (!pipeline.isEmpty()) {
        const auto [request, reply] = co_await pipeline.next();
        if (!reply)
            co_return std::unexpected(reply.error());
        if (reply->type != Type::Status || wire::Reader(reply->body).u32() != 0)
            co_return std::unexpected(errorOf(*reply, what));
        context.meter->carried(request.length);
    }
    for (const auto &step : steps)
        if (const auto done = co_await doneOf(step, context.cancel, what); !done)
            co_return std::unexpected(done.error());
    const auto reply = co_await answerOf(attributes, context.cancel);
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type != Type::Attrs)
        co_return std::unexpected(errorOf(*reply, what));
    const auto size = wire::Reader(reply->body).attributes().size;
    if (const auto done = co_await doneOf(closed, context.cancel, what); !done)
        co_return std::unexpected(done.error());
    if (size && *size != *sent)
        co_return fail(ErrorCode::BadGateway, std::format("{}: {} bytes were sent and {} arrived", what, *sent, *size));
    co_return sent;
}

/// A file that fits one read, in two round trips. Nothing when it does not have the size that was expected.
Task<Result<std::optional<std::uint64_t>>> fetchSmall(CopyContext context, std::string handle, std::string path,
                                                      std::shared_ptr<Sink> sink, std::uint64_t size)
{
    auto &client = *context.client;
    Pipeline pipeline(context);
    const auto admitted = co_await pipeline.admit();
    if (!admitted)
        co_return std::unexpected(admitted.error());
    const auto attributes = client.send(Type::Fstat, Writer().string(handle));
    pipeline.add({sendRead(client, handle, 0, client.chunkBytes()), 0, client.chunkBytes()});
    static_cast<void>(client.send(Type::Close, Writer().string(handle)));

    const auto what = std::format("downloading {}", path);
    const auto now = co_await answerOf(attributes, context.cancel);
    const auto [request, reply] = co_await pipeline.next();
    if (!now || !reply)
        co_return std::unexpected(now ? reply.error() : now.error());
    if (now->type != Type::Attrs)
        co_return std::unexpected(errorOf(*now, what));
    if (reply->type != Type::Data)
        co_return isEndOfFile(*reply) ? Result<std::optional<std::uint64_t>>(std::nullopt)
                                      : std::unexpected(errorOf(*reply, what));
    wire::Reader reader(reply->body);
    const auto bytes = reader.string();
    if (wire::Reader(now->body).attributes().size != size || bytes.size() != size)
        co_return std::nullopt;
    if (auto written = sink->write(bytes); !written)
        co_return std::unexpected(std::move(written.error()));
    context.meter->carried(size);
    co_return size;
}

Task<Result<std::string>> openRemote(const CopyContext &context, std::string path, std::uint32_t flags,
                                     wire::Attributes attributes, std::string what)
{
    const auto reply = co_await answerOf(
        context.client->send(Type::Open, Writer().string(path).u32(flags).attributes(attributes)), context.cancel);
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type != Type::Handle)
        co_return std::unexpected(errorOf(*reply, what));
    co_return std::string(wire::Reader(reply->body).string());
}

} // namespace

std::unexpected<Error> transferCancelled()
{
    return fail(ErrorCode::Cancelled, "the transfer was cancelled");
}

Task<Result<SftpClient::Reply>> answerOf(SftpClient::Answer answer, std::stop_token cancel)
{
    const std::stop_callback onCancel(cancel, [answer]() mutable { answer.set(transferCancelled()); });
    co_return co_await answer;
}

Task<Result<void>> doneOf(SftpClient::Answer answer, std::stop_token cancel, std::string what)
{
    const auto reply = co_await answerOf(std::move(answer), std::move(cancel));
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type == Type::Status && wire::Reader(reply->body).u32() == 0)
        co_return {};
    co_return std::unexpected(errorOf(*reply, what));
}

Task<Result<std::uint64_t>> fetchFile(CopyContext context, std::string path, std::shared_ptr<Sink> sink,
                                      std::optional<std::uint64_t> sizeHint)
{
    auto &client = *context.client;
    const auto what = std::format("downloading {}", path);
    context.meter->began(path);
    auto handle = co_await openRemote(context, path, wire::OpenRead, {}, what);
    if (!handle)
        co_return std::unexpected(handle.error());
    if (sizeHint && *sizeHint > 0 && *sizeHint <= client.chunkBytes()) {
        const auto small = co_await fetchSmall(context, *handle, path, sink, *sizeHint);
        if (!small)
            co_return std::unexpected(small.error());
        if (*small)
            co_return **small;
        if (handle = co_await openRemote(context, path, wire::OpenRead, {}, what); !handle)
            co_return std::unexpected(handle.error());
    }
    Result<std::uint64_t> received = transferCancelled();
    const auto reply = co_await answerOf(client.send(Type::Fstat, Writer().string(*handle)), context.cancel);
    if (!reply)
        received = std::unexpected(reply.error());
    else if (reply->type != Type::Attrs)
        received = std::unexpected(errorOf(*reply, what));
    else if (const auto attributes = wire::Reader(reply->body).attributes(); kindOf(attributes) == FileKind::Folder)
        received = fail(ErrorCode::Conflict, what + ": it is a folder");
    else
        received = co_await readContent(context, *handle, attributes.size.value_or(0), path, std::move(sink));
    static_cast<void>(client.send(Type::Close, Writer().string(*handle)));
    co_return received;
}

Task<Result<std::uint64_t>> storeFile(CopyContext context, std::shared_ptr<Source> source, std::string path)
{
    const auto what = std::format("uploading {}", path);
    const auto temporary = temporaryName(path);
    context.meter->began(path);
    // Nobody else may read it before it has its own permissions.
    const wire::Attributes initial{.mode = source->mode() ? 0600 : 0666};
    auto handle = co_await openRemote(context, temporary, wire::OpenWrite | wire::OpenCreate | wire::OpenExclusive,
                                      initial, what);
    if (!handle) {
        if (handle.error().code == ErrorCode::Cancelled) // it may be made all the same
            co_await discard(context.client, std::nullopt, temporary);
        co_return std::unexpected(handle.error());
    }
    auto stored = co_await fillTemporary(context, *handle, source, what);
    if (stored && context.cancel.stop_requested())
        stored = transferCancelled();
    if (!stored) {
        co_await discard(context.client, *handle, temporary);
        co_return stored;
    }
    // Not to be cancelled any more: it happens or it does not, and the caller has to know which.
    if (auto named = co_await context.client->replace(temporary, path); !named) {
        co_await discard(context.client, std::nullopt, temporary);
        co_return failWithin(what, std::move(named.error()));
    }
    co_return stored;
}

Task<Result<UploadTarget>> resolveTarget(CopyContext context, std::string path)
{
    auto &client = *context.client;
    const auto what = std::format("uploading {}", path);
    auto there = co_await client.expectAttributes(client.send(Type::Lstat, Writer().string(path)), what);
    if (there && kindOf(*there) == FileKind::Link) {
        auto real = co_await client.expectName(client.send(Type::Realpath, Writer().string(path)), what);
        if (!real)
            co_return std::unexpected(real.error());
        path = std::move(*real);
        there = co_await client.expectAttributes(client.send(Type::Stat, Writer().string(path)), what);
    }
    if (!there && there.error().code != ErrorCode::NotFound)
        co_return std::unexpected(there.error());
    if (there && kindOf(*there) == FileKind::Folder)
        co_return fail(ErrorCode::Conflict, what + ": a folder has this name");
    co_return UploadTarget{.path = std::move(path),
                           .mode = there && there->mode ? std::optional(*there->mode & permissionBits) : std::nullopt};
}

std::string temporaryName(std::string_view path)
{
    const auto slash = path.rfind('/');
    const auto folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
    constexpr std::size_t mostOfName = 200; // a name has 255 bytes at most
    constexpr std::size_t randomBytes = 9;
    SystemRandom random;
    return std::format("{}.{}.{}.part", folder, path.substr(folder.size()).substr(0, mostOfName),
                       randomToken(random, randomBytes));
}

Meter::Meter(std::shared_ptr<Loop> loop, Listener listener)
    : m_loop(std::move(loop)),
      m_listener(listener ? std::make_shared<Listener>(std::move(listener)) : nullptr),
      m_rate(m_clock.steady())
{}

void Meter::found(std::uint64_t bytes)
{
    ++m_progress.totalFiles;
    m_progress.totalBytes += bytes;
}

void Meter::carried(std::uint64_t bytes)
{
    m_progress.bytes += bytes;
    if (!m_listener)
        return;
    const auto now = m_clock.steady();
    constexpr auto interval = std::chrono::milliseconds(100);
    if (now - m_told < interval)
        return;
    m_told = now;
    tell();
}

void Meter::finish()
{
    m_progress.isTotalKnown = true;
    m_progress.totalBytes = m_progress.bytes;
    if (m_listener)
        tell();
}

void Meter::tell()
{
    m_rate.update(m_clock.steady(), m_progress.bytes);
    m_progress.bytesPerSecond = m_rate.bytesPerSecond();
    m_progress.timeLeft = m_progress.isTotalKnown ? m_rate.timeLeft(m_progress.totalBytes) : std::nullopt;
    m_loop->post([listener = m_listener, progress = m_progress] { (*listener)(progress); });
}

} // namespace portolan::ssh
