// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/response_head.h"

#include <array>
#include <charconv>

namespace portolan::http {

namespace {

void appendNumber(std::string &out, std::uint64_t number)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool isOurs(std::string_view name)
{
    switch (name.size()) {
    case 4:
        return equalNames(name, "Date");
    case 10:
        return equalNames(name, "Connection");
    case 12:
        return equalNames(name, "X-Request-Id");
    case 14:
        return equalNames(name, "Content-Length");
    case 17:
        return equalNames(name, "Transfer-Encoding");
    default:
        return false;
    }
}

} // namespace

void appendHead(std::string &out, const Response &response, const ResponseFrame &frame)
{
    out += "HTTP/1.1 ";
    appendNumber(out, static_cast<std::uint64_t>(response.status));
    out += ' ';
    out += reasonPhrase(response.status);
    out += "\r\nDate: ";
    out += frame.date;
    for (const auto &[name, value] : response.headers.fields()) {
        if (isOurs(name))
            continue;
        out += "\r\n";
        out += name;
        out += ": ";
        out += value;
    }
    if (!frame.requestId.empty()) {
        out += "\r\nX-Request-Id: ";
        out += frame.requestId;
    }
    if (frame.contentLength) {
        out += "\r\nContent-Length: ";
        appendNumber(out, *frame.contentLength);
    }
    if (frame.chunked)
        out += "\r\nTransfer-Encoding: chunked";
    // Upgrade is named in Connection wherever it is sent (RFC 9110 section 7.8).
    const bool upgrade = response.status == 101 || response.status == 426;
    if (upgrade)
        out += frame.close ? "\r\nConnection: Upgrade, close" : "\r\nConnection: Upgrade";
    else if (frame.close)
        out += "\r\nConnection: close";
    else if (frame.http10)
        out += "\r\nConnection: keep-alive";
    out += "\r\n\r\n";
}

} // namespace portolan::http
