// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/command_line.h"

#include "server/config/keys.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdlib>

namespace portolan {

namespace {

/// Options are another way to write keys, for those that are often given by hand.
struct OptionOfKey {
    const char *option;
    std::string_view path;
};

constexpr auto optionsOfKeys = std::to_array<OptionOfKey>({
    {"--data", "data"},
    {"--listen", "listen"},
    {"--tls-cert", "tls.certificate"},
    {"--tls-key", "tls.key"},
    {"--threads", "http.threads"},
    {"--workspaces-per-owner", "workspaces.per_owner"},
    {"--max-head", "http.max_head"},
    {"--max-body", "http.max_body"},
    {"--max-connections", "http.max_connections"},
    {"--max-connections-per-address", "http.max_connections_per_address"},
    {"--head-timeout", "http.head_timeout"},
    {"--idle-timeout", "http.idle_timeout"},
    {"--check-credentials", "check_credentials"},
});

std::filesystem::path defaultFile()
{
    if (const char *folder = std::getenv("XDG_CONFIG_HOME"); folder && *folder == '/')
        return std::filesystem::path(folder) / "portolan/server.yaml";
    const char *home = std::getenv("HOME");
    return std::filesystem::path(home ? home : "/") / ".config/portolan/server.yaml";
}

void addKeys(CLI::App &app, CommandLine &line)
{
    for (const auto &[option, path] : optionsOfKeys) {
        const config::Key *key = config::findKey(path);
        if (!key)
            continue;
        app.add_option_function<std::string>(
               option,
               [&line, option, key](const std::string &text) {
                   line.overrides.push_back({.pointer = key->pointer, .text = text, .origin = option});
               },
               std::string(key->doc))
            ->type_name(key->type)
            ->default_str(key->defaultText)
            ->group("Keys of the configuration");
    }
}

} // namespace

std::expected<CommandLine, int> parseCommandLine(int argc, char **argv)
{
    CLI::App app("The Portolan control plane, without a window.", "portolan-server");
    CommandLine line;
    std::string file;
    auto *config = app.add_option("--config", file,
                                  "YAML file of the configuration; by default " + defaultFile().string()
                                      + ", if it is there; none for an empty name")
                       ->envname("PORTOLAN_CONFIG")
                       ->expected(0, 1);
    auto *check = app.add_flag("--check-config", line.check,
                               "Say whether the configuration is fine, or all that is wrong with it (exit status 2)");
    app.add_flag("--print-config", line.print, "Show the configuration as a file, with every key and what it does")
        ->excludes(check);
    addKeys(app, line);
    app.footer(
        "Every key can also be set by the environment, as PORTOLAN_HTTP_IDLE_TIMEOUT: see docs/configuration.md. The "
        "command line wins over the environment, that over the file. SIGHUP reads the file again.");
    app.set_version_flag("--version", std::string("portolan-server ") + PORTOLAN_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return std::unexpected(app.exit(error));
    }
    std::error_code ignored;
    if (!file.empty())
        line.file = file;
    else if (config->count() == 0 && std::filesystem::exists(defaultFile(), ignored))
        line.file = defaultFile();
    return line;
}

} // namespace portolan
