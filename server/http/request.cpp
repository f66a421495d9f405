// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/request.h"

#include "core/base/encoding.h"

namespace portolan::http {

std::optional<Query> Query::parse(std::string_view text)
{
    Query query;
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty())
            continue;
        const auto equals = pair.find('=');
        auto name = percentDecode(pair.substr(0, equals), true);
        auto value = percentDecode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
        if (!name || !value)
            return {};
        query.m_items.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

std::optional<std::string_view> Query::get(std::string_view name) const
{
    for (const auto &[key, value] : m_items) {
        if (key == name)
            return value;
    }
    return {};
}

std::vector<std::string_view> Query::getAll(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const auto &[key, value] : m_items) {
        if (key == name)
            values.push_back(value);
    }
    return values;
}

std::string Request::path() const
{
    // The parser refused what does not decode.
    return percentDecode(rawPath()).value_or("");
}

std::optional<std::string_view> Request::header(std::string_view name) const
{
    for (const auto &field : m_fields) {
        if (field.name.length == name.size() && equalNames(view(field.name), name))
            return view(field.value);
    }
    return {};
}

void Request::removeHeader(std::string_view name)
{
    std::erase_if(m_fields, [&](const Field &field) {
        if (!equalNames(view(field.name), name))
            return false;
        std::fill_n(m_head.begin() + field.value.offset, field.value.length, ' ');
        return true;
    });
}

std::string Request::headerList(std::string_view name) const
{
    std::string list;
    for (const auto &field : m_fields) {
        if (!equalNames(view(field.name), name))
            continue;
        if (!list.empty())
            list += ", ";
        list += view(field.value);
    }
    return list;
}

std::pair<std::string_view, std::string_view> Request::headerAt(std::size_t index) const
{
    return {view(m_fields[index].name), view(m_fields[index].value)};
}

std::string_view Request::host() const
{
    return m_authority.length > 0 ? view(m_authority) : header("Host").value_or("");
}

std::vector<std::string> Request::offeredSubprotocols() const
{
    const auto list = headerList("Sec-WebSocket-Protocol");
    std::vector<std::string> offered;
    for (const auto element : splitList(list))
        offered.emplace_back(element);
    return offered;
}

} // namespace portolan::http
