// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/command_line.h"
#include "core/async/task.h"
#include "server/config/loader.h"
#include "server/embed/control_plane.h"

#include <expected>

namespace portolan {

/// The configuration that file, environment and command line make together now.
[[nodiscard]] std::expected<config::Configuration, std::vector<config::Problem>> loadAll(const CommandLine &line);

/// Each on a line of the standard error.
void tell(const std::vector<config::Problem> &problems);

/// Reads the configuration again while the server runs. In the main thread.
class Reloader
{
public:
    /// `started` is what the server runs with. `controlPlane` outlives it.
    Reloader(ControlPlane &controlPlane, CommandLine line, config::Configuration started);

    /// Takes over what can be, and says what was changed and what waits for a restart; one with mistakes changes nothing.
    Task<void> reload();

private:
    ControlPlane &m_controlPlane;
    const CommandLine m_line;
    const config::Configuration m_started;
    config::Configuration m_current;
};

} // namespace portolan
