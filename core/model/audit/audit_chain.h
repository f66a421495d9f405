// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/audit/audit_record.h"

#include <optional>
#include <string>
#include <string_view>

/// The chain of hashes over the audit log, for whoever writes it and whoever verifies it.
namespace portolan {

/// What a hash is taken of: the members but `hash`, sorted by name, without spaces. Records have texts and whole numbers
/// only, so this is RFC 8785, which programs in other languages have libraries for.
[[nodiscard]] std::string canonicalAudit(JsonValue record);

/// Numbers, links and seals a record. `json` is what is stored and exported.
struct SealedAudit {
    AuditRecord record;
    std::string json;
};
[[nodiscard]] SealedAudit sealAudit(AuditRecord record, std::int64_t seq, Time time, std::string_view previous);

/// A place in the chain that somebody has noted: the record SEQ had this hash.
struct AuditAnchor {
    std::int64_t seq = 0;
    std::string hash;

    /// "42:9f86d0...".
    [[nodiscard]] static Result<AuditAnchor> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    bool operator==(const AuditAnchor &) const = default;
};

/// Verifies a chain record by record, in the order of their numbers, whatever their number.
class AuditVerifier
{
public:
    /// `anchor`: what must lie within the chain, see finish().
    explicit AuditVerifier(std::optional<AuditAnchor> anchor = {}) : m_anchor(std::move(anchor)) {}

    /// The next record as JSON. Conflict with what is wrong with it: not JSON, changed, or not the one that follows.
    [[nodiscard]] Result<void> add(std::string_view json);

    /// After the last one. Conflict where the chain does not reach from `oldest` to `last`, which is what the server says
    /// that it keeps, or the anchor is not in it.
    [[nodiscard]] Result<void> finish(std::int64_t oldest, std::int64_t last) const;

    [[nodiscard]] std::int64_t count() const { return m_count; }
    [[nodiscard]] const AuditAnchor &head() const { return m_head; }
    [[nodiscard]] std::int64_t first() const { return m_first; }

private:
    [[nodiscard]] Result<void> checkAnchor(const AuditAnchor &at);

    std::optional<AuditAnchor> m_anchor;
    AuditAnchor m_head;
    std::int64_t m_first = 0;
    std::int64_t m_count = 0;
    bool m_anchored = false;
};

} // namespace portolan
