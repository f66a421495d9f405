// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/runtime/agent/protocol.h"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::runtime::agent {

struct InitScript {
    std::string name;
    std::string script;
};

/// What --config-fd says, see protocol.h.
struct Config {
    std::string user;
    std::string home;
    std::string shell;
    std::string runDir;
    std::string hostKey;
    std::map<std::string, std::string> environment;
    std::vector<InitScript> initScripts;
    std::string sshd = "/usr/sbin/sshd";
    int maxConnections = defaultMaxConnections;
    std::chrono::milliseconds headTimeout = defaultHeadTimeout;
    std::chrono::milliseconds hangUpGrace = defaultHangUpGrace;

    [[nodiscard]] static Result<Config> parse(std::string_view text);

    [[nodiscard]] std::string inHome(std::string_view path) const { return home + "/" + std::string(path); }
    [[nodiscard]] std::string hostKeyFile() const { return runDir + "/host_key"; }
};

} // namespace portolan::runtime::agent
