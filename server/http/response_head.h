// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/response.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portolan::http {

/// What the connection adds to a response's own headers.
struct ResponseFrame {
    std::string_view date;
    std::string_view requestId;
    std::optional<std::uint64_t> contentLength = {};
    bool chunked = false;
    bool close = false;
    bool http10 = false;
};

/// Writes status line and header fields (RFC 9112). Framing fields of the handler are left out: they are the
/// connection's.
void appendHead(std::string &out, const Response &response, const ResponseFrame &frame);

} // namespace portolan::http
