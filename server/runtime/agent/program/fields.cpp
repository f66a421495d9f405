// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/fields.h"

#include <algorithm>
#include <format>

namespace portolan::runtime::agent {

namespace {

const Json::Object nothing;
const Json::Array noItems;

bool isVariableName(std::string_view name)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && letter(name.front())
           && std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

} // namespace

Fields::Fields(const Json &object) : m_members(object.get<Json::Object>() ? *object.get<Json::Object>() : nothing)
{
    if (!object.get<Json::Object>())
        refuse("a JSON object is needed");
}

const Json *Fields::find(std::string_view name)
{
    m_asked.emplace(name);
    const auto found = std::ranges::find(m_members, name, &Json::Member::name);
    return found == m_members.end() ? nullptr : &found->value;
}

std::optional<std::string> Fields::optionalText(std::string_view name)
{
    const Json *value = find(name);
    if (!value)
        return std::nullopt;
    const auto *text = value->get<std::string>();
    if (text && !text->contains('\0'))
        return *text;
    refuse(std::format("\"{}\" must be a string without NUL", name));
    return std::nullopt;
}

std::string Fields::text(std::string_view name)
{
    auto text = optionalText(name);
    if (!text || text->empty())
        refuse(std::format("\"{}\" is needed", name));
    return std::move(text).value_or(std::string());
}

std::optional<std::int64_t> Fields::number(std::string_view name, std::int64_t low, std::int64_t high)
{
    const Json *value = find(name);
    if (!value)
        return std::nullopt;
    const auto *number = value->get<std::int64_t>();
    if (number && *number >= low && *number <= high)
        return *number;
    refuse(std::format("\"{}\" must be a whole number from {} to {}", name, low, high));
    return std::nullopt;
}

bool Fields::flag(std::string_view name)
{
    const Json *value = find(name);
    if (value && !value->get<bool>())
        refuse(std::format("\"{}\" must be true or false", name));
    return value && value->get<bool>() && *value->get<bool>();
}

const Json::Array &Fields::array(std::string_view name)
{
    const Json *value = find(name);
    if (value && !value->get<Json::Array>())
        refuse(std::format("\"{}\" must be an array", name));
    return value && value->get<Json::Array>() ? *value->get<Json::Array>() : noItems;
}

std::map<std::string, std::string> Fields::environment(std::string_view name)
{
    std::map<std::string, std::string> variables;
    const Json *value = find(name);
    if (value && !value->get<Json::Object>())
        refuse(std::format("\"{}\" must be an object", name));
    if (!value || !value->get<Json::Object>())
        return variables;
    for (const Json::Member &member : *value->get<Json::Object>()) {
        const auto *text = member.value.get<std::string>();
        if (!isVariableName(member.name) || !text || text->contains('\0'))
            refuse(std::format("\"{}\" has a name that is no variable, or a value that is no string", name));
        else
            variables[member.name] = *text;
    }
    return variables;
}

void Fields::refuse(std::string detail)
{
    if (!m_mistake)
        m_mistake = std::move(detail);
}

Result<void> Fields::finish() const
{
    if (m_mistake)
        return fail(ErrorCode::InvalidArgument, *m_mistake);
    for (const Json::Member &member : m_members) {
        if (!m_asked.contains(member.name))
            return fail(ErrorCode::InvalidArgument, std::format("\"{}\" is not known here", member.name));
    }
    return {};
}

} // namespace portolan::runtime::agent
