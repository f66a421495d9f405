// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portolan::api {

struct SnapshotKind;

/// What there is, told to one event stream before what happens (labs spec section 8.1): the objects of the kinds that it
/// names among its types as `<kind>.snapshot`, each as its list has it, and none that its list would not tell the caller.
/// A place in the lists and nothing else: they are read in parts, as the reader takes them, and what is in a list all the
/// time is told once. What changes meanwhile may be told as it was or as it is, so the reader has to be told the events
/// from before the first part on as well. A copy goes on where the original is. One thread at a time.
class Snapshots
{
public:
    /// Of the stream's `filter`; nothing where it names no kind. PermissionDenied where the caller may not list one.
    [[nodiscard]] static Result<std::shared_ptr<const Snapshots>> of(const Services &services, const Call &call,
                                                                     const store::EventFilter &filter);

    /// The next part as server-sent events, without ids: the place in the log is not theirs to tell. It may be empty where
    /// there are more; nothing after the last.
    [[nodiscard]] std::optional<std::string> next(const Services &services);

private:
    struct Asked {
        const SnapshotKind *kind;
        store::EventFilter filter; ///< for objects
    };

    Snapshots() = default;

    std::vector<Asked> m_asked; ///< that are not told yet, in the order of the table
    store::IndexPlace m_place; ///< in the list of the first
    std::string m_base; ///< how the reader reaches this server
};

} // namespace portolan::api
