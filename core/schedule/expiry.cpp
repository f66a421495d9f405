// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schedule/expiry.h"

#include <algorithm>

namespace portolan::schedule {

SessionClock clockOf(const WorkshopSession &session, const EnvironmentRules &rules, Time now)
{
    using namespace std::chrono_literals;
    using std::chrono::milliseconds;
    SessionClock clock;
    if (!session.expires || !session.started)
        return clock;
    const milliseconds left = std::chrono::ceil<milliseconds>(*session.expires - now);
    clock.left = std::max(left, milliseconds(0));
    const milliseconds duration = rules.expires.value_or(0ms);
    const milliseconds overtime = rules.overtime.value_or(0ms);
    const milliseconds threshold = std::max<milliseconds>(5min, std::min<milliseconds>(duration, 4h) / 4);
    const milliseconds extension = overtime > 0ms ? std::max<milliseconds>(5min, overtime) : threshold;
    const milliseconds deadline = rules.deadline.value_or(0ms);
    const Time last = *session.started + (deadline > 0ms ? deadline : duration);
    clock.expiring = left < threshold;
    clock.extendable = session.state == WorkshopSessionState::Running && left > 0ms && *session.expires < last
                       && left < extension;
    if (clock.extendable)
        clock.extended = std::min<Time>(*session.expires + extension, last);
    return clock;
}

} // namespace portolan::schedule
