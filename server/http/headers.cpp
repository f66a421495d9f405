// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/headers.h"

#include "core/base/ascii.h"

#include <algorithm>

namespace portolan::http {

namespace {

std::string withoutControls(std::string_view value)
{
    std::string clean(value);
    for (auto &c : clean) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    }
    return clean;
}

} // namespace

std::string_view name(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Head:
        return "HEAD";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    case Method::Options:
        return "OPTIONS";
    }
    return "GET";
}

std::string_view reasonPhrase(int status)
{
    static constexpr std::pair<int, std::string_view> phrases[] = {
        {100, "Continue"},
        {101, "Switching Protocols"},
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {203, "Non-Authoritative Information"},
        {204, "No Content"},
        {205, "Reset Content"},
        {206, "Partial Content"},
        {207, "Multi-Status"},
        {300, "Multiple Choices"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {402, "Payment Required"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {407, "Proxy Authentication Required"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
        {417, "Expectation Failed"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Content"},
        {423, "Locked"},
        {424, "Failed Dependency"},
        {425, "Too Early"},
        {426, "Upgrade Required"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {451, "Unavailable For Legal Reasons"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    };
    const auto found = std::ranges::lower_bound(phrases, status, {}, &std::pair<int, std::string_view>::first);
    return found != std::end(phrases) && found->first == status ? found->second : "Unknown";
}

bool equalNames(std::string_view left, std::string_view right)
{
    return left.size() == right.size()
           && std::ranges::equal(left, right, [](char l, char r) { return toLowerAscii(l) == toLowerAscii(r); });
}

std::vector<std::string_view> splitList(std::string_view list)
{
    std::vector<std::string_view> elements;
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (const auto element = trimmed(list.substr(0, comma)); !element.empty())
            elements.push_back(element);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return elements;
}

bool hasToken(std::string_view list, std::string_view token)
{
    return std::ranges::any_of(splitList(list), [&](std::string_view element) { return equalNames(element, token); });
}

void Headers::set(std::string_view name, std::string_view value)
{
    const auto found = std::ranges::find_if(m_fields,
                                            [&](const Field &field) { return equalNames(field.first, name); });
    if (found == m_fields.end()) {
        add(name, value);
        return;
    }
    found->second = withoutControls(value);
    m_fields.erase(std::remove_if(found + 1, m_fields.end(),
                                  [&](const Field &field) { return equalNames(field.first, name); }),
                   m_fields.end());
}

void Headers::add(std::string_view name, std::string_view value)
{
    m_fields.emplace_back(name, withoutControls(value));
}

void Headers::remove(std::string_view name)
{
    std::erase_if(m_fields, [&](const Field &field) { return equalNames(field.first, name); });
}

std::optional<std::string_view> Headers::get(std::string_view name) const
{
    for (const auto &field : m_fields) {
        if (equalNames(field.first, name))
            return field.second;
    }
    return {};
}

} // namespace portolan::http
