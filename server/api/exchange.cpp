// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/exchange.h"

#include "core/base/ascii.h"
#include "server/http/headers.h"

#include <charconv>

namespace portolan::api {

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

Result<std::optional<std::int64_t>> integerParameter(const http::Query &query, std::string_view name,
                                                     std::int64_t minimum, std::int64_t maximum)
{
    const auto text = query.get(name);
    if (!text)
        return std::nullopt;
    const auto value = wholeNumber(*text);
    if (!value || *value < minimum || *value > maximum)
        return fail(ErrorCode::InvalidArgument,
                    maximum == std::numeric_limits<std::int64_t>::max()
                        ? std::format("the parameter {} must be a whole number from {}", name, minimum)
                        : std::format("the parameter {} must be a whole number from {} to {}", name, minimum, maximum));
    return value;
}

std::optional<std::string> textParameter(const http::Query &query, std::string_view name)
{
    const auto value = query.get(name);
    return value && !value->empty() ? std::optional<std::string>(*value) : std::nullopt;
}

Result<std::optional<Time>> timeParameter(const http::Query &query, std::string_view name)
{
    const auto text = textParameter(query, name);
    if (!text)
        return std::nullopt;
    auto time = parseTime(*text);
    if (!time)
        return failWithin(std::format("the parameter {}", name), std::move(time.error()));
    return *time;
}

Result<bool> flagParameter(const http::Query &query, std::string_view name)
{
    const auto text = query.get(name);
    if (!text || *text == "false" || *text == "0")
        return false;
    if (text->empty() || *text == "true" || *text == "1")
        return true;
    return fail(ErrorCode::InvalidArgument, std::format("the parameter {} must be true or false", name));
}

bool accepts(const http::Request &request, std::string_view type)
{
    const std::string list = request.headerList("accept");
    for (const std::string_view entry : http::splitList(list)) {
        if (http::equalNames(trimmed(entry.substr(0, entry.find(';'))), type))
            return true;
    }
    return false;
}

} // namespace portolan::api
