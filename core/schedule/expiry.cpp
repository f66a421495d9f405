// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schedule/expiry.h"

#include <algorithm>

namespace portolan::schedule {

SessionClock clockOf(const WorkshopSession &session, const EnvironmentRules &rules, Time now)
{
    using namespace std::chrono_literals;
    using std::chrono::milliseconds;
    SessionClock clock{.started = session.started ? session.started : session.allocated,
                       .expires = session.started ? session.expires : session.activateBy};
    if (!clock.expires)
        return clock;
    const milliseconds left = std::chrono::ceil<milliseconds>(*clock.expires - now);
    clock.left = std::max(left, milliseconds(0));
    const milliseconds duration = rules.expires.value_or(0ms);
    const milliseconds overtime = rules.overtime.value_or(0ms);
    const milliseconds threshold = std::max<milliseconds>(5min, std::min<milliseconds>(duration, 4h) / 4);
    const milliseconds extension = overtime > 0ms ? std::max<milliseconds>(5min, overtime) : threshold;
    const milliseconds deadline = rules.deadline.value_or(0ms);
    clock.expiring = left < threshold;
    if (session.state != WorkshopSessionState::Running || !clock.started)
        return clock;
    const Time last = *clock.started + (deadline > 0ms ? deadline : duration);
    clock.extendable = left > 0ms && *clock.expires < last && left < extension;
    if (clock.extendable)
        clock.extended = std::min<Time>(*clock.expires + extension, last);
    return clock;
}

} // namespace portolan::schedule
