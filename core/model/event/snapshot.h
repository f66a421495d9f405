// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// An object as it is, which an event stream tells before it tells what happens. The members are those of Event.
struct Snapshot {
    Time time; ///< when it was told
    std::string type; ///< "workspace.snapshot"
    std::string source = "portolan";
    std::string subjectKind; ///< "workspace"
    std::string subject;
    std::string owner; ///< "" for nobody's
    RawJson data; ///< the object, as its list has it

    bool operator==(const Snapshot &) const = default;
};

template <>
struct schema::Description<Snapshot> {
    static constexpr std::string_view name = "Snapshot";
    static constexpr std::string_view doc = "An object as it is.";
    static constexpr auto fields = std::tuple{
        field("time", &Snapshot::time, {.doc = "When it was told.", .required = true}),
        field("type", &Snapshot::type, {.doc = "Its kind, and `.snapshot`.", .required = true}),
        field("source", &Snapshot::source, {.doc = "Who tells it."}),
        field("subjectKind", &Snapshot::subjectKind, {.doc = "Its kind."}),
        field("subject", &Snapshot::subject, {.doc = "Which it is, as events name it."}),
        field("owner", &Snapshot::owner, {.doc = "Whose it is."}),
        field("data", &Snapshot::data, {.doc = "As its list tells it."}),
    };
};

} // namespace portolan
