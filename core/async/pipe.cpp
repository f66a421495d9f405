// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/pipe.h"

#include <optional>

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

/// Whichever direction fails first closes both streams, so that the other one ends too.
Task<void> copyOrClose(std::shared_ptr<Stream> from, std::shared_ptr<Stream> to,
                       std::shared_ptr<std::optional<Error>> failure)
{
    auto result = co_await copy(from, to);
    if (result)
        co_return;
    if (!*failure)
        *failure = std::move(result.error());
    from->close();
    to->close();
}

} // namespace

Task<Result<void>> pipe(std::shared_ptr<Stream> left, std::shared_ptr<Stream> right)
{
    const auto failure = std::make_shared<std::optional<Error>>();
    auto there = copyOrClose(left, right, failure);
    auto back = copyOrClose(right, left, failure);
    co_await there;
    co_await back;
    left->close();
    right->close();
    if (*failure)
        co_return std::unexpected(std::move(**failure));
    co_return Result<void>{};
}

} // namespace portolan
