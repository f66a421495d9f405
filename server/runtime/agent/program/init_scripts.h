// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runtime/agent/program/config.h"
#include "server/runtime/agent/program/json.h"
#include "server/runtime/agent/program/wire.h"

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace portolan::runtime::agent {

/// Runs the workspace's init scripts once in its life: in order, as the owner, in the background. A script that
/// succeeded leaves a flag and never runs again; one that failed leaves its log, and the next one still runs. A failed
/// script is tried again at the next start of the workspace.
class InitScripts
{
public:
    explicit InitScripts(const Config &config);

    /// Forks the runner, where there is something to run.
    void start();
    /// Readable when the runner has news; -1 when there is none.
    [[nodiscard]] int descriptor() const { return m_news.get(); }
    /// Takes the news; false when no more will come.
    [[nodiscard]] bool takeNews();
    /// {"state": "none" | "running" | "done", "scripts": [{"name", "state", "status"?}]}
    [[nodiscard]] Json state() const;

private:
    enum class State : std::uint8_t { Pending, Running, Succeeded, Failed, AlreadyDone };
    struct Script {
        std::string name;
        std::string file; ///< the name as a file name, unique among the scripts
        const std::string *text;
        State state = State::Pending;
        std::uint8_t status = 0;
    };
    /// What the runner writes into its pipe; small enough to arrive whole.
    struct News {
        std::uint32_t index;
        State state;
        std::uint8_t status;
    };

    void runAll(int news) const;
    [[nodiscard]] int runOne(const Script &script) const;

    const Config &m_config;
    std::vector<Script> m_scripts;
    Descriptor m_news;
    bool m_running = false;
};

} // namespace portolan::runtime::agent
