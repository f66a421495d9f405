// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// Something that happened, as GET /api/events and its stream tell it. `seq` has no gap and is never used again; it is
/// also the SSE id with which a client goes on after an interruption.
struct Event {
    std::int64_t seq = 0;
    Time time;
    std::string type;        ///< "workspace.state"
    std::string source = "portolan"; ///< clients of the labs' API look for it (spec section 8.1)
    std::string subjectKind; ///< "workspace"
    std::string subject;     ///< id of what it happened to
    std::string owner;       ///< whose it is; only they and those who see everything are told
    std::string actor;       ///< who did it; empty: the server by itself
    RawJson data;

    bool operator==(const Event &) const = default;
};

template <>
struct schema::Description<Event> {
    static constexpr std::string_view name = "Event";
    static constexpr std::string_view doc = "Something that happened.";
    static constexpr auto fields = std::tuple{
        field("seq", &Event::seq, {.doc = "Number without gap.", .required = true, .column = {.title = "Seq"}}),
        field("time", &Event::time, {.doc = "When it was committed.", .required = true, .column = {.title = "Time"}}),
        field("type", &Event::type, {.doc = "What happened.", .required = true, .column = {.title = "Type"}}),
        field("source", &Event::source, {.doc = "Who tells it."}),
        field("subjectKind", &Event::subjectKind, {.doc = "Kind of the subject.", .column = {.title = "Kind"}}),
        field("subject", &Event::subject, {.doc = "What it happened to.", .column = {.title = "Subject"}}),
        field("owner", &Event::owner,
              {.doc = "Whose it is.", .column = {.title = "Owner", .shown = Column::Shown::OnRequest}}),
        field("actor", &Event::actor, {.doc = "Who did it; empty for the server itself.", .column = {.title = "By"}}),
        field("data", &Event::data, {.doc = "Details, by type."}),
    };
};

} // namespace portolan
