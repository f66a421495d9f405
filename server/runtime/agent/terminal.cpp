// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/oneshot.h"
#include "server/runtime/agent/exchange.h"

#include <algorithm>
#include <format>
#include <utility>

namespace portolan::runtime::agent {

namespace {

constexpr int maxCells = 10'000;

/// Shared by the terminal and what is under way in it, so that the terminal may be destroyed at any time.
struct Session {
    Connection connection;
    std::string name;
    std::string incoming; ///< read, and not yet taken apart: less than a read and a frame
    std::optional<int> status;
    std::optional<OneShot<bool>> lastWrite;
};

/// Takes the whole frames apart; the beginning of another one stays.
Result<void> takeFrames(Session &session, std::string &output)
{
    std::string_view rest = session.incoming;
    while (!session.status && rest.size() >= frameHeaderSize) {
        const std::uint32_t size = readBigEndian32(rest.substr(1));
        if (size > maxFrame)
            return nonsense("a frame that is too large");
        if (rest.size() - frameHeaderSize < size)
            break;
        const std::string_view payload = rest.substr(frameHeaderSize, size);
        const auto type = static_cast<FrameType>(rest.front());
        if (type == FrameType::Output)
            output += payload;
        else if (type == FrameType::Exit && size == 4)
            session.status = static_cast<int>(readBigEndian32(payload) & 0xff);
        else
            return nonsense("a frame that does not belong into a terminal");
        rest.remove_prefix(frameHeaderSize + size);
    }
    session.incoming.erase(0, session.incoming.size() - rest.size());
    return {};
}

Task<Result<std::string>> readOutput(std::shared_ptr<Session> session)
{
    std::string output;
    while (true) {
        if (const auto taken = takeFrames(*session, output); !taken)
            co_return std::unexpected(taken.error());
        if (!output.empty() || session->status)
            co_return output;
        auto some = co_await session->connection->read();
        if (!some)
            co_return std::unexpected(std::move(some.error()));
        if (some->empty())
            co_return fail(ErrorCode::BadGateway, "the connection to the terminal broke before its shell had ended");
        session->incoming += *some;
    }
}

Task<Result<void>> send(std::shared_ptr<Session> session, std::string frames)
{
    // A stream takes one write at a time, and typing and resizing come from different places.
    OneShot<bool> done;
    const auto previous = std::exchange(session->lastWrite, done);
    if (previous)
        co_await *previous;
    const auto written = co_await session->connection->write(std::move(frames));
    done.set(true);
    co_return written;
}

class RemoteTerminal final : public Terminal
{
public:
    explicit RemoteTerminal(std::shared_ptr<Session> session) : m_session(std::move(session)) {}
    ~RemoteTerminal() override { m_session->connection->close(); }

    const std::string &session() const override { return m_session->name; }
    std::optional<int> exitStatus() const override { return m_session->status; }
    void close() override { m_session->connection->close(); }

    Task<Result<std::string>> read() override { return readOutput(m_session); }

    Task<Result<void>> write(std::string bytes) override
    {
        std::string frames;
        for (std::size_t at = 0; at < bytes.size(); at += maxFrame)
            frames += encodeFrame(FrameType::Input, std::string_view(bytes).substr(at, maxFrame));
        return send(m_session, std::move(frames));
    }

    Task<Result<void>> resize(int columns, int rows) override
    {
        const int width = std::clamp(columns, 1, maxCells);
        const int height = std::clamp(rows, 1, maxCells);
        const char payload[] = {static_cast<char>(width >> 8), static_cast<char>(width), static_cast<char>(height >> 8),
                                static_cast<char>(height)};
        return send(m_session, encodeFrame(FrameType::Resize, {payload, sizeof payload}));
    }

    Task<Result<void>> signal(int number) override
    {
        const char payload = static_cast<char>(number);
        return send(m_session, encodeFrame(FrameType::Signal, {&payload, 1}));
    }

private:
    std::shared_ptr<Session> m_session;
};

} // namespace

Task<Result<std::unique_ptr<Terminal>>> terminal(Connection connection, TerminalRequest request)
{
    Head head("pty");
    head.add("command", request.command);
    head.add("cols", std::int64_t(std::clamp(request.columns, 1, maxCells)));
    head.add("rows", std::int64_t(std::clamp(request.rows, 1, maxCells)));
    head.add("term", std::string_view(request.term));
    head.add("environment", request.environment);
    head.add("cwd", request.folder);
    auto answer = co_await ask(*connection, std::move(head), defaultPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    auto session = std::make_shared<Session>();
    session->connection = std::move(connection);
    session->name = answer->text("session");
    if (const auto complete = answer->finish(); !complete)
        co_return std::unexpected(complete.error());
    co_return std::make_unique<RemoteTerminal>(std::move(session));
}

} // namespace portolan::runtime::agent
