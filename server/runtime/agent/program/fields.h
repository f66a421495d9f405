// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/runtime/agent/program/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace portolan::runtime::agent {

/// Reads an object field by field. The first mistake is kept; finish() tells it, or names a field that nobody asked
/// for.
class Fields
{
public:
    explicit Fields(const Json &object);

    [[nodiscard]] std::string text(std::string_view name);
    [[nodiscard]] std::optional<std::string> optionalText(std::string_view name);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, std::int64_t low, std::int64_t high);
    [[nodiscard]] bool flag(std::string_view name);
    /// Names fit for environment variables, values without NUL.
    [[nodiscard]] std::map<std::string, std::string> environment(std::string_view name);
    [[nodiscard]] const Json::Array &array(std::string_view name);

    void refuse(std::string detail);
    [[nodiscard]] Result<void> finish() const;

private:
    const Json *find(std::string_view name);

    const Json::Object &m_members;
    std::set<std::string, std::less<>> m_asked;
    std::optional<std::string> m_mistake;
};

} // namespace portolan::runtime::agent
