// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/pipe.h"

#include "core/async/oneshot.h"

namespace portolan {

namespace {

Task<Result<void>> copy(std::shared_ptr<Stream> from, std::shared_ptr<Stream> to)
{
    while (true) {
        auto bytes = co_await from->read();
        if (!bytes)
            co_return std::unexpected(std::move(bytes.error()));
        if (bytes->empty()) {
            to->closeWrite();
            co_return Result<void>{};
        }
        if (auto written = co_await to->write(std::move(*bytes)); !written)
            co_return written;
    }
}

Task<void> copyAndTell(std::shared_ptr<Stream> from, std::shared_ptr<Stream> to, OneShot<Result<void>> done)
{
    auto result = co_await copy(from, to);
    if (!result) {
        from->close();
        to->close();
    }
    done.set(std::move(result));
}

} // namespace

Task<Result<void>> pipe(std::shared_ptr<Stream> left, std::shared_ptr<Stream> right)
{
    OneShot<Result<void>> forward;
    OneShot<Result<void>> backward;
    detach(copyAndTell(left, right, forward));
    detach(copyAndTell(right, left, backward));
    const auto first = co_await forward;
    const auto second = co_await backward;
    if (!first && first.error().code != ErrorCode::Cancelled)
        co_return first;
    co_return !second && second.error().code != ErrorCode::Cancelled ? second : Result<void>{};
}

} // namespace portolan
