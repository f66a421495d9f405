// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/audit/audit_record.h"
#include "server/store/event.h"
#include "server/store/stored.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

namespace portolan::store {

class Catalog;

/// The version of a row that is not there, for put(): it must be new.
inline constexpr std::int64_t absent = 0;

/// All that shall happen together, or not at all. The Ledger checks it, one change after the other, against what is
/// committed, not against what somebody read before, so a rule written here holds against every race.
///
/// The order of work: expectations, removes, puts with their claims and amounts, limits on sums, events, audit records.
/// Claims are exchanged freely within one change: what one row gives up another may take.
///
/// What is refused has these codes and `args`, "rule" first, so that services can say it in their own words:
/// - "version" (kind, id, expected, actual): Conflict, or what expectVersion() was told (412 for an If-Match);
/// - "absent" (kind, id): Conflict, it exists already;
/// - "present" (kind, id): NotFound;
/// - "claim" (scope, key, kind, id of the holder): Conflict, the name is taken;
/// - "sum" (sum, key, limit, actual): Conflict, the quota or capacity would be passed.
///
/// Move-only: what it puts is handed to the readers without a copy.
class Change
{
public:
    Change() = default;
    Change(Change &&) noexcept = default;
    Change &operator=(Change &&) noexcept = default;

    /// A row must have this version. `otherwise`: PreconditionFailed for what a client said (If-Match), Conflict for
    /// what a service read before.
    Change &expectVersion(std::string kind, std::string id, std::int64_t version,
                          ErrorCode otherwise = ErrorCode::PreconditionFailed);
    Change &expectPresent(std::string kind, std::string id);
    Change &expectAbsent(std::string kind, std::string id);

    /// Puts a row of a model. `expected`: the version it replaces (Conflict otherwise), `absent` for a new one, nothing
    /// to replace or make whatever is there.
    template <class Model>
    Change &put(Model model, std::optional<std::int64_t> expected)
    {
        using Trait = Stored<Model>;
        auto item = std::make_shared<Versioned<Model>>(Trait::id(model), 0, std::move(model));
        Put put{.kind = Trait::kind, .id = item->id, .json = Trait::encode(item->value)};
        put.expected = expected;
        put.claims = Trait::claims(item->value);
        put.amounts = Trait::amounts(item->value);
        put.model = &typeid(Model);
        put.item = std::move(item);
        m_puts.push_back(std::move(put));
        return *this;
    }
    /// Removes a row; NotFound when it is not there, Conflict when `expected` is not its version.
    Change &remove(std::string kind, std::string id, std::optional<std::int64_t> expected = {});
    template <class Model>
    Change &remove(std::string id, std::optional<std::int64_t> expected = {})
    {
        return remove(std::string(Stored<Model>::kind), std::move(id), expected);
    }

    /// The sum may be at most `limit` after the puts and removes of this change.
    Change &sumAtMost(Literal sum, std::string key, std::int64_t limit);

    /// Says that it happened; `seq` and `time` are filled in by the Ledger.
    Change &record(Event event);

    /// Adds to the audit log; `seq`, `time` and the hashes are filled in by the Ledger.
    Change &audit(AuditRecord record);

private:
    friend class Draft;
    friend class Ledger;
    friend class Writer;

    enum class Rule { Version, Present, Absent };
    struct Expectation {
        Rule rule;
        std::string kind;
        std::string id;
        std::int64_t version = 0;
        ErrorCode otherwise = ErrorCode::Conflict;
    };
    struct Put {
        std::string_view kind; ///< of its trait
        std::string id;
        std::string json;
        std::optional<std::int64_t> expected = {};
        std::vector<Claim> claims = {};
        std::vector<Amount> amounts = {};
        const std::type_info *model = nullptr;
        std::shared_ptr<void> item = {}; ///< Versioned<Model>, for its Table
        RowPlace place = {}; ///< where it comes to lie, once the Draft has accepted it
    };
    struct Remove {
        std::string kind;
        std::string id;
        std::optional<std::int64_t> expected;
        std::int64_t number = 0; ///< of its row, once the Draft has accepted it
    };
    struct Limit {
        Literal sum;
        std::string key;
        std::int64_t limit;
    };

    /// Checks the shape of it and brings claims and amounts into order: once, before it is queued.
    [[nodiscard]] Result<void> prepare(const Catalog &catalog);

    std::vector<Expectation> m_expectations;
    std::vector<Remove> m_removes;
    std::vector<Put> m_puts;
    std::vector<Limit> m_limits;
    std::vector<Event> m_events;
    std::vector<AuditRecord> m_audits;
};

/// What a change came to.
struct Committed {
    std::int64_t firstSeq = 0; ///< of its events; 0 when it had none
    std::int64_t lastSeq = 0;
    Time time; ///< of its events
    std::vector<std::int64_t> versions; ///< of its puts, in their order
};

/// Whether a change was refused by this rule: "version", "absent", "present", "claim" or "sum".
[[nodiscard]] bool isRefusedBy(const Error &error, std::string_view rule);

} // namespace portolan::store
