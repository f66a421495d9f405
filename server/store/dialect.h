// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace portolan::store {

/// What differs between the databases that can hold the store; all other SQL is the same for them.
struct Dialect {
    std::string_view beginWrite;  ///< takes the right to write at once, so that no later statement meets a lock
    std::string_view beginRead;   ///< all reads up to the COMMIT see one state
    std::string_view forUpdate;   ///< locks the rows that a SELECT reads
    std::string_view integerKey;  ///< a 64-bit primary key
    std::string_view clustered;   ///< ends the CREATE TABLE of a table that is all key: one tree instead of two
    std::string_view workerOfData; ///< the text "worker_id" of the JSON column "data"
    std::string_view countTables;
};

inline constexpr Dialect sqlite{
    .beginWrite = "BEGIN IMMEDIATE",
    .beginRead = "BEGIN DEFERRED",
    .forUpdate = "",
    .integerKey = "INTEGER PRIMARY KEY",
    .clustered = " WITHOUT ROWID",
    .workerOfData = "json_extract(data, '$.worker_id')",
    .countTables = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'",
};

} // namespace portolan::store
