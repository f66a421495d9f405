// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/reload.h"

#include "app/server/say.h"
#include "server/config/changes.h"

namespace portolan {

namespace {

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// Those of the changed keys that take effect at once, or those that do not.
std::string changed(const config::Configuration &before, const config::Configuration &after, bool atOnce)
{
    auto keys = config::changedKeys(before, after);
    std::erase_if(keys, [atOnce](const std::string &path) { return config::takesEffectAtOnce(path) != atOnce; });
    return joined(keys);
}

} // namespace

std::expected<config::Configuration, std::vector<config::Problem>> loadAll(const CommandLine &line)
{
    config::Sources sources{.environment = config::currentEnvironment(), .commandLine = line.overrides};
    if (line.file) {
        auto file = config::readConfigurationFile(*line.file);
        if (!file)
            return std::unexpected(std::vector{config::Problem{.detail = file.error().detail}});
        sources.file = std::move(*file);
    }
    return config::load(sources);
}

void tell(const std::vector<config::Problem> &problems)
{
    for (const config::Problem &problem : problems)
        say("{}", problem.text());
}

Reloader::Reloader(ControlPlane &controlPlane, CommandLine line, config::Configuration started)
    : m_controlPlane(controlPlane), m_line(std::move(line)), m_started(std::move(started)), m_current(m_started)
{}

Task<void> Reloader::reload()
{
    auto next = loadAll(m_line);
    if (!next) {
        tell(next.error());
        say("portolan-server: the configuration was not read again, nothing has changed");
        co_return;
    }
    // Compared with what was taken over last, and with what can only have been taken over at the start.
    const std::string applied = changed(m_current, *next, true);
    const std::string waiting = changed(m_started, *next, false);
    m_current = *next;
    co_await m_controlPlane.reconfigure(std::move(*next));
    if (!applied.empty())
        say("portolan-server: changed and applied: {}", applied);
    if (!waiting.empty())
        say("portolan-server: changed, needs a restart: {}", waiting);
    if (applied.empty() && waiting.empty())
        say("portolan-server: the configuration was read again, nothing has changed");
}

} // namespace portolan
