// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::store {

/// Something that happened, committed together with the change that made it happen. Never changed afterwards.
struct Event {
    std::int64_t seq = 0;  ///< 1, 2, 3... without gap over all events; given by the Ledger
    Time time = {};        ///< wall clock of the commit; given by the Ledger; may go back when the clock does
    std::string type = {}; ///< "workspace.started"
    std::string subjectKind = {};
    std::string subjectId = {};
    std::string owner = {};  ///< whose object it is, "" for nobody's: decides who may see the event
    std::string actor = {};  ///< who did it
    std::string data = "{}"; ///< JSON text

    bool operator==(const Event &) const = default;
};

/// Events are shared by all who read them, in any thread.
using EventPtr = std::shared_ptr<const Event>;

/// Which events somebody wants: each member that is set must match.
struct EventFilter {
    std::vector<std::string> types = {}; ///< any of these; empty for all
    std::optional<std::string> subjectKind = {};
    std::optional<std::string> subjectId = {};
    std::optional<std::string> owner = {};
    /// About any of these, which are subject or `worker_id` of the data; empty: all.
    std::vector<std::string> workers = {};
    std::optional<Time> since = {}; ///< at this time or later

    [[nodiscard]] bool matches(const Event &event) const;
};

/// A page of history.
struct EventQuery {
    EventFilter filter = {};
    std::optional<std::int64_t> after = {};  ///< only events with a greater seq; nothing: from the oldest kept
    std::optional<std::int64_t> before = {}; ///< only events with a smaller seq
    std::optional<Time> until = {};          ///< before this time
    std::size_t offset = 0;                  ///< so many of them are passed over
    std::size_t limit = 100;                 ///< at most EventLog::pageLimit
    bool newestFirst = false;
    bool counted = false; ///< EventPage::total is wanted
};

struct EventPage {
    std::vector<EventPtr> events = {};
    /// The lowest seq that is still kept, or the next one when none is; 0 in a page that a subscription gave live.
    std::int64_t oldest = 0;
    /// The seq up to which this page tells everything (of the filter): where to resume.
    std::int64_t upTo = 0;
    std::size_t total = 0; ///< how many there are on all pages, where that was asked for
    /// The asked position does not connect to this page: events after it are no longer kept, or it lies in the future
    /// (a client of another history, say from before a backup was restored). Whoever mirrors state must load it anew.
    bool gap = false;
};

} // namespace portolan::store
