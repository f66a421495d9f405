// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/control_plane_client.h"

#include <stop_token>

namespace portolan::ui {

/// The control plane of this computer, as the console needs it. The program that composes console and server implements
/// it (app/desktop), since the two never include each other. In the GUI thread.
class LocalControlPlane
{
public:
    virtual ~LocalControlPlane() = default;

    /// Starts it inside this process, or joins the server that holds the data folder already.
    [[nodiscard]] virtual Task<Result<ControlPlaneAddress>> find(std::stop_token cancel) = 0;
    /// Whether it runs inside this process, so that it ends with it.
    [[nodiscard]] virtual bool isInside() const = 0;
    /// Ends it here and starts it anew as a process of its own that outlives the console. Workspaces go on running.
    [[nodiscard]] virtual Task<Result<void>> handOver() = 0;
    /// Ends it here, in order. Workspaces go on running.
    [[nodiscard]] virtual Task<void> stop() = 0;
};

} // namespace portolan::ui
