// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/body.h"

#include <format>

namespace portolan::http {

namespace {

std::unexpected<Error> tooLarge(std::size_t limit)
{
    return fail(ErrorCode::TooLarge, std::format("the body is larger than the {} bytes allowed here", limit),
                {{"limit", std::to_string(limit)}});
}

} // namespace

Task<Result<std::string>> BodyReader::readAll(std::optional<std::size_t> limit)
{
    const auto most = limit.value_or(defaultLimit());
    const auto announced = length();
    if (announced && *announced > most)
        co_return tooLarge(most);
    std::string all;
    for (;;) {
        auto part = co_await read();
        if (!part)
            co_return part;
        if (part->empty())
            co_return all;
        if (part->size() > most - all.size())
            co_return tooLarge(most);
        if (all.empty())
            all = std::move(*part);
        else
            all += *part;
    }
}

} // namespace portolan::http
