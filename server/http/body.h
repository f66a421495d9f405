// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace portolan::http {

/// The body of a request, read as far as the handler asks: at most Limits::readBuffer waits here, then the peer does.
/// `100 Continue` is sent at the first read. One read at a time.
class BodyReader
{
public:
    virtual ~BodyReader() = default;

    /// What has arrived, at least one byte; empty at the end of the body. Fails with InvalidArgument for a malformed
    /// body, Timeout for a peer that stopped sending, Cancelled for one that went away; in the first two cases the
    /// connection has answered by itself (400, 408), and what the handler answers is dropped.
    [[nodiscard]] virtual Task<Result<std::string>> read() = 0;

    /// All of it. TooLarge past `limit` (default: Limits::body), before anything is read where Content-Length tells.
    [[nodiscard]] Task<Result<std::string>> readAll(std::optional<std::size_t> limit = {});

    /// Lets the whole of it be read once more, by somebody who has read it to its end.
    virtual void giveBack(std::string whole) = 0;

    /// As announced by Content-Length; nothing for a chunked body; 0 where there is none.
    [[nodiscard]] virtual std::optional<std::uint64_t> length() const = 0;

private:
    [[nodiscard]] virtual std::size_t defaultLimit() const = 0;
};

/// Where a streamed response body goes.
class BodyWriter
{
public:
    virtual ~BodyWriter() = default;

    /// Ends when the bytes are on their way or wait in a buffer of at most Limits::writeBuffer: a slow peer makes it
    /// wait. Cancelled when the peer is gone. One write at a time.
    [[nodiscard]] virtual Task<Result<void>> write(std::string bytes) = 0;

    /// Sends what `bytes` makes whenever nothing was written for `every`, until the end: keeps proxies from closing a quiet
    /// stream, and finds peers that are gone. Written between two write() calls, never within one.
    virtual void setHeartbeat(std::chrono::milliseconds every, std::function<std::string()> bytes) = 0;
};

/// Makes a streamed body. An error cuts the connection, so that the client cannot take the part for the whole.
/// What a lambda captures lives as long as the stream.
using BodyProducer = std::function<Task<Result<void>>(BodyWriter &)>;

} // namespace portolan::http
