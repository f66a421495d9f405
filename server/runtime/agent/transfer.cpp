// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/exchange.h"

#include <algorithm>
#include <format>

namespace portolan::runtime::agent {

namespace {

/// How long a disk may take to make a large file durable.
constexpr std::chrono::minutes savingPatience(10);

} // namespace

Task<Result<std::unique_ptr<FileReader>>> read(Connection connection, ReadRequest request)
{
    Head head("read");
    head.add("path", std::string_view(request.path));
    head.add("offset", request.offset);
    head.add("length", request.length);
    auto answer = co_await ask(*connection, std::move(head), defaultPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    FileInfo info = readFileInfo(*answer);
    const std::int64_t offset = answer->number("offset");
    const std::int64_t length = answer->number("length");
    if (const auto complete = answer->finish(); !complete)
        co_return std::unexpected(complete.error());
    if (offset > info.size || length > info.size - offset || length > request.length.value_or(length))
        co_return nonsense("a part of a file that is not within it");
    co_return std::make_unique<FileReader>(std::move(connection), std::move(info), offset, length);
}

Task<Result<std::string>> FileReader::read(std::size_t limit)
{
    if (m_left == 0)
        co_return std::string();
    const auto wanted = std::min<std::uint64_t>(limit, static_cast<std::uint64_t>(m_left));
    auto some = co_await m_connection->read(static_cast<std::size_t>(wanted));
    if (!some)
        co_return some;
    if (some->empty())
        co_return fail(ErrorCode::BadGateway,
                       std::format("\"{}\" ended {} bytes early: it was changed, or the workspace stopped", m_info.path,
                                   m_left));
    m_left -= static_cast<std::int64_t>(some->size());
    co_return some;
}

Task<Result<std::unique_ptr<FileWriter>>> write(Connection connection, WriteRequest request)
{
    Head head("write");
    head.add("path", std::string_view(request.path));
    if (request.mode)
        head.add("mode", std::int64_t(*request.mode));
    head.add("size", request.size);
    head.add("parents", request.parents);
    head.add("ifMatch", request.ifMatch);
    head.add("onlyNew", request.onlyNew);
    auto answer = co_await ask(*connection, std::move(head), defaultPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    std::optional<FileInfo> replaces;
    if (answer->has("etag"))
        replaces = readFileInfo(*answer);
    if (const auto complete = answer->finish(); !complete)
        co_return std::unexpected(complete.error());
    co_return std::make_unique<FileWriter>(std::move(connection), std::move(replaces));
}

Task<Result<void>> FileWriter::send(std::string frame)
{
    const auto sent = co_await m_connection->write(std::move(frame));
    if (sent || sent.error().code == ErrorCode::Cancelled)
        co_return sent;
    // The agent stops reading when it cannot go on, and has said why.
    const auto answer = co_await readAnswer(*m_connection, defaultPatience);
    if (answer || answer.error().code == ErrorCode::BadGateway)
        co_return sent;
    co_return std::unexpected(answer.error());
}

Task<Result<void>> FileWriter::write(std::string bytes)
{
    for (std::size_t at = 0; at < bytes.size(); at += maxFrame) {
        const auto sent = co_await send(encodeFrame(FrameType::Data, std::string_view(bytes).substr(at, maxFrame)));
        if (!sent)
            co_return sent;
    }
    co_return Result<void>();
}

Task<Result<FileInfo>> FileWriter::finish()
{
    const auto sent = co_await send(encodeFrame(FrameType::End, {}));
    if (!sent)
        co_return std::unexpected(sent.error());
    auto answer = co_await readAnswer(*m_connection, savingPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    FileInfo info = readFileInfo(*answer);
    if (const auto complete = answer->finish(); !complete)
        co_return std::unexpected(complete.error());
    co_return info;
}

} // namespace portolan::runtime::agent
