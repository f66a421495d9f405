// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace portolan {

/// Bytes in both directions with back-pressure: a Unix socket, a channel, a WebSocket tunnel. Used from the thread
/// that made it. One read and one write may be under way at a time. Memory is bounded: nothing is read ahead past a
/// fixed buffer, and write() ends only when its bytes are taken by the peer or by a bounded buffer.
class Stream
{
public:
    virtual ~Stream() = default;

    /// Some bytes, at most `limit`; an empty string is the end of what the peer sends.
    [[nodiscard]] virtual Task<Result<std::string>> read(std::size_t limit = 64 * 1024) = 0;
    [[nodiscard]] virtual Task<Result<void>> write(std::string bytes) = 0;
    /// Tells the peer that no more bytes come; reading goes on.
    virtual void closeWrite() = 0;
    /// Ends both directions at once; a read or write under way ends with ErrorCode::Cancelled.
    virtual void close() = 0;
};

} // namespace portolan
