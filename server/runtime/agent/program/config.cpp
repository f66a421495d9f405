// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/config.h"

#include "server/runtime/agent/program/fields.h"
#include "server/runtime/agent/program/json.h"

#include <algorithm>
#include <format>

namespace portolan::runtime::agent {

Result<Config> Config::parse(std::string_view text)
{
    const auto json = Json::parse(text);
    if (!json)
        return failWithin("configuration", json.error());
    Fields fields(*json);
    Config config;
    config.user = fields.text("user");
    config.home = fields.text("home");
    config.shell = fields.text("shell");
    config.runDir = fields.text("runDir");
    config.hostKey = fields.optionalText("hostKey").value_or("");
    config.environment = fields.environment("environment");
    config.sshd = fields.optionalText("sshd").value_or(config.sshd);
    config.maxConnections = static_cast<int>(fields.number("maxConnections", 1, 4096).value_or(config.maxConnections));
    const auto milliseconds = [&](std::string_view name, std::chrono::milliseconds fallback) {
        return std::chrono::milliseconds(fields.number(name, 1, 600'000).value_or(fallback.count()));
    };
    config.headTimeout = milliseconds("headTimeoutMs", config.headTimeout);
    config.hangUpGrace = milliseconds("hangUpGraceMs", config.hangUpGrace);
    for (const auto *path : {&config.home, &config.shell, &config.runDir, &config.sshd}) {
        // A path also goes into the configuration of sshd, where these would mean something else.
        if (!path->starts_with('/') || std::ranges::any_of(*path, [](char c) { return c == '"' || c == '\n'; }))
            fields.refuse(std::format("\"{}\" is no absolute path that can be used here", *path));
    }
    for (const Json &item : fields.array("initScripts")) {
        Fields script(item);
        config.initScripts.push_back({script.text("name"), script.text("script")});
        if (const auto done = script.finish(); !done)
            fields.refuse(std::format("\"initScripts\": {}", done.error().detail));
    }
    if (const auto done = fields.finish(); !done)
        return failWithin("configuration", done.error());
    return config;
}

} // namespace portolan::runtime::agent
