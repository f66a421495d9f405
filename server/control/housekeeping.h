// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/error.h"
#include "server/control/heartbeats.h"

#include <QTimer>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace portolan::control {

/// What is done every minute, one after the other: what has expired goes, what was only noted is written. In the control
/// loop.
class Housekeeping
{
public:
    explicit Housekeeping(Heartbeats::Heart heart);

    /// Before start(). `what` begins the line of the log where it failed: "removing expired sessions".
    void add(std::string what, std::function<Task<Result<void>>()> chore);

    void start();
    /// Waits for the round that is under way, and does one more for what came since.
    [[nodiscard]] Task<void> stop();

private:
    struct Chore {
        std::string what;
        std::function<Task<Result<void>>()> run;
    };

    [[nodiscard]] Task<void> round();

    Heartbeats::Heart m_heart;
    std::vector<Chore> m_chores;
    QTimer m_timer;
    bool m_running = false;
    std::optional<OneShot<bool>> m_ended; ///< set by stop() where a round is under way
};

} // namespace portolan::control
