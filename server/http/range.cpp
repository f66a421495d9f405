// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/range.h"

#include "server/http/http_date.h"

#include <charconv>
#include <format>

namespace portolan::http {

namespace {

// 1*DIGIT; nothing for anything else. Saturates, as a position past any end.
std::optional<std::uint64_t> position(std::string_view digits)
{
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return {};
    std::uint64_t value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return result.ec == std::errc() ? value : UINT64_MAX;
}

// RFC 9110 section 13.1.5: the strong comparison, or the exact date.
bool ifRangeHolds(std::string_view condition, std::string_view etag, std::optional<Time> modified)
{
    if (condition.starts_with('"'))
        return condition == etag;
    if (condition.starts_with("W/"))
        return false;
    const auto date = parseHttpDate(condition);
    return date && modified && *date == std::chrono::floor<std::chrono::seconds>(*modified);
}

} // namespace

RangeChoice chooseRange(const Request &request, std::uint64_t size, std::string_view etag, std::optional<Time> modified)
{
    const RangeChoice whole{.status = 200, .offset = 0, .length = size, .contentRange = {}};
    const auto range = request.header("Range");
    constexpr std::string_view unit = "bytes=";
    if (request.method() != Method::Get || !range || !equalNames(range->substr(0, unit.size()), unit))
        return whole;
    if (const auto condition = request.header("If-Range"); condition && !ifRangeHolds(*condition, etag, modified))
        return whole;
    const auto ranges = splitList(range->substr(unit.size()));
    if (ranges.size() != 1)
        return whole;
    const auto dash = ranges[0].find('-');
    if (dash == std::string_view::npos)
        return whole;
    const auto first = position(ranges[0].substr(0, dash));
    const auto last = position(ranges[0].substr(dash + 1));
    const bool open = dash + 1 == ranges[0].size();
    RangeChoice part = whole;
    part.status = 206;
    if (dash == 0 && last) {
        part.length = std::min(*last, size);
        part.offset = size - part.length;
    } else if (first && (open || (last && *last >= *first))) {
        part.offset = *first;
        if (*first < size)
            part.length = (open ? size : std::min(*last, size - 1) + 1) - *first;
        else
            part.length = 0;
    } else {
        return whole; // not a range: ignored
    }
    if (part.length == 0)
        return {.status = 416, .offset = 0, .length = 0, .contentRange = std::format("bytes */{}", size)};
    part.contentRange = std::format("bytes {}-{}/{}", part.offset, part.offset + part.length - 1, size);
    return part;
}

Response rangeResponse(const RangeChoice &choice, std::string_view contentType, std::string_view etag,
                       BodyProducer producer)
{
    auto response = choice.status == 416
                        ? Response::problem(416, "the requested range lies past the end")
                        : Response::stream(choice.status, contentType, std::move(producer), choice.length);
    response.headers.set("Accept-Ranges", "bytes");
    if (!choice.contentRange.empty())
        response.headers.set("Content-Range", choice.contentRange);
    if (!etag.empty())
        response.headers.set("ETag", etag);
    return response;
}

} // namespace portolan::http
