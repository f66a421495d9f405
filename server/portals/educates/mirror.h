// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/random.h"
#include "core/model/workshop/portal_catalog.h"
#include "server/state/state.h"

#include <map>
#include <optional>

namespace portolan::portals {

/// The versions of a portal's rows, from before it is asked: what is changed while it answers is newer than its answer.
using RowVersions = std::map<std::string, std::int64_t>;
[[nodiscard]] RowVersions versionsOf(const State &state, const TrainingPortal &portal);

/// What makes the rows of a portal's environments and sessions what it has told; nothing where they are that already.
/// InvalidArgument for a catalog that cannot be.
[[nodiscard]] Result<std::optional<store::Change>> mirrored(const State &state, const TrainingPortal &portal,
                                                            const EnvironmentCatalog &catalog,
                                                            const RowVersions &before, Random &random);

/// The number at the end of a name such as "lab-w01-s003"; 0 where there is none.
[[nodiscard]] std::int64_t numberOfName(std::string_view name);
/// Whether a name that a portal tells may stand in ids and paths.
[[nodiscard]] bool isPortalName(std::string_view name);

} // namespace portolan::portals
