// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/environment.h"

#include "core/schema/suggestion.h"
#include "server/config/keys.h"

#include <algorithm>
#include <array>
#include <format>
#include <unistd.h>

namespace portolan::config {

namespace {

constexpr std::string_view commonPrefix = "PORTOLAN_";

std::string suggestionFor(std::string_view variable)
{
    // Without the commonPrefix, which all have in common and which would make any two look alike.
    std::vector<std::string_view> known;
    for (const Key &key : keys())
        if (!key.environment.empty())
            known.push_back(std::string_view(key.environment).substr(commonPrefix.size()));
    const auto nearest = schema::nearestOf(variable.substr(commonPrefix.size()), known);
    return nearest.empty() ? std::string() : std::format("; did you mean \"{}{}\"?", commonPrefix, nearest);
}

} // namespace

Environment currentEnvironment()
{
    Environment all;
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        if (const auto equals = text.find('='); equals != text.npos)
            all.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return all;
}

bool isForOthers(std::string_view variable)
{
    static constexpr auto names = std::to_array<std::string_view>({
        "PORTOLAN_CONFIG",                              // --config
        "PORTOLAN_SERVER",
        "PORTOLAN_TOKEN_FILE",       // portolanctl
        "PORTOLAN_BUILD_ENV",
        "PORTOLAN_DEBIAN_MIRROR", // ./dev
        "PORTOLAN_DISPLAY_SIZE",
        "PORTOLAN_PICTURES",
        "PORTOLAN_PRESET",
        "PORTOLAN_TEST_JOBS",
        "PORTOLAN_CRASH_ROUNDS",
        "PORTOLAN_KILL_ROUNDS",
        "PORTOLAN_KILL_SEED", // tests
        "PORTOLAN_ORACLE_CHANGES",
        "PORTOLAN_ORACLE_SEED",
        "PORTOLAN_UPDATE_DOCS",
    });
    return std::ranges::contains(names, variable);
}

std::vector<Override> overridesFrom(const Environment &environment, std::vector<Problem> &problems)
{
    std::vector<Override> overrides;
    for (const auto &[name, value] : environment) {
        if (!name.starts_with(commonPrefix) || isForOthers(name))
            continue;
        if (const auto found = std::ranges::find(keys(), name, &Key::environment); found != keys().end()) {
            overrides.push_back({.pointer = found->pointer, .text = value, .origin = name});
            continue;
        }
        problems.push_back({.origin = name, .detail = "is not known" + suggestionFor(name)});
    }
    return overrides;
}

} // namespace portolan::config
