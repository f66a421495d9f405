// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "server/store/database.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace portolan::store {

/// One step of the schema. Never changed once released: what is wrong in it the next one puts right.
struct Migration {
    int number; ///< 1, 2, 3...
    std::vector<std::string> statements;
};

/// All steps, in order.
[[nodiscard]] std::vector<Migration> migrations(const Dialect &dialect);

/// Brings the database from its schema to the last of `steps`, each step in a transaction of its own. A database that
/// is not empty is first copied into `backups`, as `portolan-schema-N-TIME.db`, and synced. Conflict for a schema newer
/// than the last step, and for a database that is not ours; nothing is changed then.
[[nodiscard]] Result<void> migrate(Database &database, std::span<const Migration> steps,
                                   const std::filesystem::path &backups, Time now);

} // namespace portolan::store
