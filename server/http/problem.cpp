// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/problem.h"

#include "core/base/encoding.h"
#include "server/http/headers.h"

#include <format>

namespace portolan::http {

namespace {

// RFC 8259 section 7. Bytes that are no UTF-8 can only come from a fault of ours, and must not spoil the answer.
void appendJsonString(std::string &json, std::string_view text)
{
    const bool valid = isUtf8(text);
    json += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (json += '\\') += c;
        else if (byte < 0x20)
            json += std::format("\\u{:04x}", byte);
        else
            json += byte >= 0x80 && !valid ? '?' : c;
    }
    json += '"';
}

void appendMember(std::string &json, std::string_view name, std::string_view text)
{
    json += std::format("{}\"{}\":", json.ends_with('{') ? "" : ",", name);
    appendJsonString(json, text);
}

} // namespace

std::string Problem::toJson(std::string_view instance) const
{
    std::string json = "{";
    appendMember(json, "type", "about:blank");
    appendMember(json, "title", reasonPhrase(status));
    json += std::format(",\"status\":{}", status);
    appendMember(json, "detail", detail);
    if (!instance.empty())
        appendMember(json, "instance", instance);
    appendMember(json, "msg", detail);
    if (!errors.empty()) {
        json += ",\"errors\":[";
        for (const auto &error : errors) {
            json += json.ends_with('[') ? "{" : ",{";
            appendMember(json, "pointer", error.pointer);
            appendMember(json, "detail", error.detail);
            json += '}';
        }
        json += ']';
    }
    json += '}';
    return json;
}

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return 400;
    case ErrorCode::InvalidField:
        return 422;
    case ErrorCode::Unauthenticated:
        return 401;
    case ErrorCode::PermissionDenied:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Conflict:
        return 409;
    case ErrorCode::PreconditionFailed:
        return 412;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::TooMany:
        return 429;
    case ErrorCode::NotImplemented:
        return 501;
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled:
        return 503;
    case ErrorCode::BadGateway:
        return 502;
    case ErrorCode::Timeout:
        return 504;
    case ErrorCode::OutOfSpace:
        return 507;
    case ErrorCode::Internal:
        return 500;
    }
    return 500;
}

Problem toProblem(const Error &error)
{
    const int status = statusOf(error.code);
    if (status == 500)
        return {.status = status, .detail = "the server failed at this request; its log says why"};
    return {.status = status, .detail = error.detail, .errors = error.fields};
}

} // namespace portolan::http
