// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "server/http/request.h"
#include "server/http/response.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portolan::http {

/// Which part of a representation a request wants (RFC 9110 section 14).
struct RangeChoice {
    int status = 200; ///< 200 whole, 206 a part, 416 nothing
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::string contentRange; ///< for 206 and 416
};

/// `etag` as it is sent, quotes included; `modified` as Last-Modified. Ranges apply to GET; several ranges, other units
/// and a failed If-Range give the whole.
[[nodiscard]] RangeChoice chooseRange(const Request &request, std::uint64_t size, std::string_view etag = {},
                                      std::optional<Time> modified = {});

/// A response of the chosen part: status, Accept-Ranges, Content-Range, ETag, and a body of `choice.length` bytes that
/// `producer` writes. A 416 becomes a problem.
[[nodiscard]] Response rangeResponse(const RangeChoice &choice, std::string_view contentType, std::string_view etag,
                                     BodyProducer producer);

} // namespace portolan::http
