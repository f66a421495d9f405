// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/event.h"

namespace portolan {

/// A page of history, as GET /api/events answers it.
struct EventHistory {
    std::vector<Event> events;
    std::int64_t oldest = 0;
    std::int64_t upTo = 0;
    bool gap = false;
};

template <>
struct schema::Description<EventHistory> {
    static constexpr std::string_view name = "EventHistory";
    static constexpr std::string_view doc = "A page of what happened.";
    static constexpr auto fields = std::tuple{
        field("events", &EventHistory::events, {}),
        field("oldest", &EventHistory::oldest, {.doc = "The lowest seq that is still kept."}),
        field("upTo", &EventHistory::upTo, {.doc = "Where the next page begins: after=."}),
        field("gap", &EventHistory::gap, {.doc = "Events after the asked position are no longer kept."}),
    };
};

} // namespace portolan
