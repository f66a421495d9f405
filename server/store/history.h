// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace portolan::store {

/// A table of what happened, in the order of seq, and what it is searched by (ADR 15): for each block of 256 rows one row
/// that says of which times they are, and one for each term ("owner=alice") that is true of any of them.
struct History {
    std::string_view table;
    std::string_view blocks;
    std::string_view terms;
    std::string_view lastCounter; ///< the seq that was given last
    std::string_view oldestCounter; ///< the lowest that is kept
    std::span<const std::string_view> columns; ///< that have terms; a new one needs a migration that makes them

    static constexpr std::int64_t blockSize = 256;
    [[nodiscard]] static constexpr std::int64_t blockOf(std::int64_t seq) { return seq / blockSize; }
};

inline constexpr std::array<std::string_view, 4> eventColumns{"type", "subject_kind", "subject_id", "owner"};
inline constexpr std::array<std::string_view, 5> auditColumns{"actor", "action", "subject_kind", "subject", "result"};

inline constexpr History eventHistory{.table = "events",
                                      .blocks = "event_blocks",
                                      .terms = "event_terms",
                                      .lastCounter = "seq",
                                      .oldestCounter = "oldest_event",
                                      .columns = eventColumns};
inline constexpr History auditHistory{.table = "audit",
                                      .blocks = "audit_blocks",
                                      .terms = "audit_terms",
                                      .lastCounter = "audit",
                                      .oldestCounter = "oldest_audit",
                                      .columns = auditColumns};

} // namespace portolan::store
