// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/changes.h"

#include "core/schema/codec.h"
#include "server/config/keys.h"

#include <algorithm>
#include <array>

namespace portolan::config {

namespace {

std::string valueAt(JsonValue root, std::string_view path)
{
    std::optional<JsonValue> value = root;
    while (value && !path.empty()) {
        const auto dot = std::min(path.find('.'), path.size());
        value = value->find(path.substr(0, dot));
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return value ? value->toJson() : std::string();
}

} // namespace

bool takesEffectAtOnce(std::string_view path)
{
    static constexpr auto paths = std::to_array<std::string_view>({
        "check_credentials",
        "cors.credentials",
        "cors.max_age",
        "cors.origins",
        "http.access_log",
        "http.head_timeout",
        "http.idle_timeout",
        "http.max_body",
        "http.max_connections",
        "http.max_connections_per_address",
        "http.max_head",
        "rate_limit.burst",
        "rate_limit.per_address_burst",
        "rate_limit.per_address_per_minute",
        "rate_limit.per_minute",
        "workspaces.per_owner",
    });
    return std::ranges::contains(paths, path);
}

std::vector<std::string> changedKeys(const Configuration &before, const Configuration &after)
{
    const auto old = JsonDocument::parse(schema::encode(before));
    const auto now = JsonDocument::parse(schema::encode(after));
    std::vector<std::string> changed;
    for (const Key &key : keys())
        if (old && now && key.kind != Key::Kind::Section && !key.element
            && valueAt(old->root(), key.path) != valueAt(now->root(), key.path))
            changed.push_back(key.path);
    return changed;
}

} // namespace portolan::config
