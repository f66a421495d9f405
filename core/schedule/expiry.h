// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/workshop_session.h"

#include <chrono>
#include <optional>

namespace portolan::schedule {

/// What a session's clock says (lookup spec section 6.4). Pure: all times are given.
struct SessionClock {
    std::optional<Time> started; ///< when its user came, or was given it as long as nobody has come
    std::optional<Time> expires; ///< when it ends by itself: when its time is up, or its user has not come
    std::optional<std::chrono::milliseconds> left; ///< until it ends; nothing where it has no end; never below 0
    bool expiring = false;   ///< its user should hurry
    bool extendable = false; ///< now; later perhaps it is
    std::optional<Time> extended; ///< when it would end, were it extended now; set where it is extendable
};

/// `rules`: of its environment.
[[nodiscard]] SessionClock clockOf(const WorkshopSession &session, const EnvironmentRules &rules, Time now);

} // namespace portolan::schedule
