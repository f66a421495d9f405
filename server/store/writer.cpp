// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/writer.h"

#include <algorithm>
#include <format>

namespace portolan::store {

namespace {

std::string describe(std::string_view kind, std::string_view id)
{
    return std::format("{} \"{}\"", kind, id);
}

/// Whether a row has the claims that it is to have, which the change has seen of the version before.
bool keepsClaims(const auto &put, std::int64_t version)
{
    return version > 1 && put.keepsClaims && put.compared == version - 1;
}

/// Likewise its amounts; a new row has none.
bool keepsAmounts(const auto &put, std::int64_t version)
{
    return version == 1 ? put.amounts.empty() : put.keepsAmounts && put.compared == version - 1;
}

std::int64_t count(Time time)
{
    return time.time_since_epoch().count();
}

} // namespace

Writer::Writer(Database database)
    : m_database(std::move(database)),
      m_putSql(std::format("INSERT INTO records (kind, id, version, json) VALUES (?, ?, 1, {}) "
                           "ON CONFLICT (kind, id) DO UPDATE SET version = records.version + 1, json = excluded.json "
                           "RETURNING version",
                           m_database.dialect().textOfBytes)),
      m_insertEventSql(std::format("INSERT INTO events (seq, time, type, subject_kind, subject_id, owner, actor, data) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, {})",
                                   m_database.dialect().textOfBytes)),
      m_insertAuditSql(std::format("INSERT INTO audit (seq, time, actor, action, subject_kind, subject, result, hash, "
                                   "json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, {})",
                                   m_database.dialect().textOfBytes)),
      m_counterSql(std::format("SELECT value FROM counters WHERE name = 'seq'{}", m_database.dialect().forUpdate))
{}

Result<std::int64_t> Writer::lastSeq()
{
    const auto seq = m_database.number(m_counterSql);
    if (!seq)
        return std::unexpected(seq.error());
    if (!*seq)
        return fail(ErrorCode::Internal, "the database has lost its event counter: restore a backup");
    return **seq;
}

Result<void> Writer::begin()
{
    m_broken = false;
    if (auto begun = m_database.execute(m_database.dialect().beginWrite); !begun)
        return begun;
    const auto seq = lastSeq();
    if (!seq) {
        rollback();
        return std::unexpected(seq.error());
    }
    m_seq = m_storedSeq = *seq;
    m_auditHead.reset();
    return {};
}

Result<void> Writer::commit()
{
    Result<void> done;
    if (m_seq != m_storedSeq)
        done = m_database.execute("UPDATE counters SET value = ? WHERE name = 'seq'", {m_seq});
    if (done && m_auditHead && m_auditHead->seq != m_storedAuditSeq)
        done = m_database.execute("UPDATE counters SET value = ? WHERE name = 'audit'", {m_auditHead->seq});
    if (done)
        done = m_database.execute("COMMIT");
    if (!done)
        rollback();
    return done;
}

void Writer::rollback()
{
    m_database.rollback();
}

std::unexpected<Error> Writer::refuse(ErrorCode code, std::string detail, Error::Args args)
{
    m_refused = true;
    return fail(code, std::move(detail), std::move(args));
}

Result<Committed> Writer::apply(Change &change, Time time)
{
    m_refused = false;
    if (change.isUnconditional()) {
        auto committed = applyParts(change, time);
        m_broken = !committed;
        return committed;
    }
    Result<void> done = m_database.execute("SAVEPOINT change");
    if (done) {
        auto committed = applyParts(change, time);
        done = committed ? m_database.execute("RELEASE change") : std::unexpected(std::move(committed.error()));
        if (done)
            return committed;
    }
    m_broken = !m_refused || !m_database.execute("ROLLBACK TO change") || !m_database.execute("RELEASE change");
    return std::unexpected(std::move(done.error()));
}

Result<Committed> Writer::applyParts(Change &change, Time time)
{
    Committed committed{.time = time, .versions = {}};
    Result<void> done;
    const auto forEach = [&done](auto &parts, auto &&step) {
        for (auto part = parts.begin(); done && part != parts.end(); ++part)
            done = step(*part);
    };

    forEach(change.m_expectations, [this](const auto &expectation) { return check(expectation); });
    forEach(change.m_removes, [this](const auto &removed) { return remove(removed); });
    forEach(change.m_puts, [this, &committed](const auto &part) -> Result<void> {
        const auto version = put(part);
        if (!version)
            return std::unexpected(version.error());
        committed.versions.push_back(*version);
        return *version == 1 || keepsClaims(part, *version) ? Result<void>() : dropClaims(part);
    });
    // Only now, when all that the change gives up is free.
    for (std::size_t i = 0; done && i < change.m_puts.size(); ++i) {
        const auto &part = change.m_puts[i];
        if (!keepsClaims(part, committed.versions[i]))
            forEach(part.claims, [this, &part](const auto &claim) { return take(claim, part); });
    }
    for (std::size_t i = 0; done && i < change.m_puts.size(); ++i) {
        const auto &part = change.m_puts[i];
        if (!keepsAmounts(part, committed.versions[i]))
            done = replaceAmounts(part.kind, part.id, part.amounts);
    }
    forEach(change.m_limits, [this](const auto &limit) { return check(limit); });
    // Last, when nothing can refuse the change any more: a number that is given is used, so there is no gap.
    forEach(change.m_events, [this, &committed, time](Event &event) {
        event.seq = ++m_seq;
        event.time = time;
        committed.firstSeq = committed.firstSeq == 0 ? event.seq : committed.firstSeq;
        committed.lastSeq = event.seq;
        return insert(event);
    });
    forEach(change.m_audits, [this, time](AuditRecord &record) { return insert(std::move(record), time); });
    if (!done)
        return std::unexpected(std::move(done.error()));
    return committed;
}

Result<void> Writer::check(const Change::Expectation &expectation)
{
    const auto &[rule, kind, id, version, otherwise] = expectation;
    const auto found = m_database.number("SELECT version FROM records WHERE kind = ? AND id = ?", {kind, id});
    if (!found)
        return std::unexpected(found.error());
    const std::int64_t actual = found->value_or(absent);
    switch (rule) {
    case Change::Rule::Version:
        if (actual != version)
            return refuse(otherwise,
                          std::format("{} has changed: it is at version {}, not {}", describe(kind, id), actual,
                                      version),
                          {{"rule", "version"},
                           {"kind", kind},
                           {"id", id},
                           {"expected", std::to_string(version)},
                           {"actual", std::to_string(actual)}});
        break;
    case Change::Rule::Present:
        if (actual == absent)
            return refuse(ErrorCode::NotFound, std::format("{} does not exist", describe(kind, id)),
                          {{"rule", "present"}, {"kind", kind}, {"id", id}});
        break;
    case Change::Rule::Absent:
        if (actual != absent)
            return refuse(ErrorCode::Conflict, std::format("{} exists already", describe(kind, id)),
                          {{"rule", "absent"}, {"kind", kind}, {"id", id}});
        break;
    }
    return {};
}

Result<void> Writer::remove(const Change::Remove &remove)
{
    const auto &[kind, id, expected] = remove;
    const auto found = m_database.number("DELETE FROM records WHERE kind = ? AND id = ? RETURNING version", {kind, id});
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return refuse(ErrorCode::NotFound, std::format("{} does not exist", describe(kind, id)),
                      {{"rule", "present"}, {"kind", kind}, {"id", id}});
    if (expected && *expected != **found)
        return refuse(ErrorCode::Conflict,
                      std::format("{} has changed: it is at version {}, not {}", describe(kind, id), **found,
                                  *expected),
                      {{"rule", "version"},
                       {"kind", kind},
                       {"id", id},
                       {"expected", std::to_string(*expected)},
                       {"actual", std::to_string(**found)}});
    if (auto done = m_database.execute("DELETE FROM claims WHERE kind = ? AND id = ?", {kind, id}); !done)
        return done;
    return replaceAmounts(kind, id, {});
}

Result<std::int64_t> Writer::put(const Change::Put &put)
{
    const auto version = m_database.number(m_putSql, {put.kind, put.id, Bytes{put.json}});
    if (!version)
        return std::unexpected(version.error());
    if (!*version)
        return fail(ErrorCode::Internal,
                    std::format("the database gave no version for {}", describe(put.kind, put.id)));
    const std::int64_t replaced = **version - 1;
    if (put.expected && *put.expected != replaced) {
        if (*put.expected == absent)
            return refuse(ErrorCode::Conflict, std::format("{} exists already", describe(put.kind, put.id)),
                          {{"rule", "absent"}, {"kind", put.kind}, {"id", put.id}});
        return refuse(ErrorCode::Conflict,
                      std::format("{} has changed: it is at version {}, not {}", describe(put.kind, put.id), replaced,
                                  *put.expected),
                      {{"rule", "version"},
                       {"kind", put.kind},
                       {"id", put.id},
                       {"expected", std::to_string(*put.expected)},
                       {"actual", std::to_string(replaced)}});
    }
    return **version;
}

Result<void> Writer::dropClaims(const Change::Put &put)
{
    std::vector<Claim> dropped;
    auto done = m_database.each("SELECT scope, claim FROM claims WHERE kind = ? AND id = ?", {put.kind, put.id},
                                [&](const Row &row) -> Result<void> {
                                    Claim claim{row.text(0), row.text(1)};
                                    if (!std::ranges::binary_search(put.claims, claim))
                                        dropped.push_back(std::move(claim));
                                    return {};
                                });
    for (const auto &claim : dropped) {
        if (!done)
            break;
        done = m_database.execute("DELETE FROM claims WHERE scope = ? AND claim = ?", {claim.scope, claim.key});
    }
    return done;
}

Result<void> Writer::take(const Claim &claim, const Change::Put &put)
{
    const auto taken = m_database.number("INSERT INTO claims (scope, claim, kind, id) VALUES (?, ?, ?, ?) "
                                         "ON CONFLICT (scope, claim) DO NOTHING RETURNING 1",
                                         {claim.scope, claim.key, put.kind, put.id});
    if (!taken)
        return std::unexpected(taken.error());
    if (*taken)
        return {};
    return m_database.each("SELECT kind, id FROM claims WHERE scope = ? AND claim = ?", {claim.scope, claim.key},
                           [&](const Row &row) -> Result<void> {
                               auto kind = row.text(0);
                               auto id = row.text(1);
                               if (kind == put.kind && id == put.id)
                                   return {};
                               return refuse(ErrorCode::Conflict,
                                             std::format("the {} \"{}\" is taken", claim.scope, claim.key),
                                             {{"rule", "claim"},
                                              {"scope", claim.scope},
                                              {"key", claim.key},
                                              {"kind", std::move(kind)},
                                              {"id", std::move(id)}});
                           });
}

Result<void> Writer::replaceAmounts(const std::string &kind, const std::string &id, const std::vector<Amount> &next)
{
    std::vector<Amount> previous;
    auto done = m_database.each("SELECT sum, part, value FROM amounts WHERE kind = ? AND id = ?", {kind, id},
                                [&previous](const Row &row) -> Result<void> {
                                    previous.push_back({row.text(0), row.text(1), row.integer(2)});
                                    return {};
                                });
    const auto isSame = [](const Amount &left, const Amount &right) {
        return left.sum == right.sum && left.key == right.key;
    };
    for (const auto &amount : previous) {
        if (!done)
            return done;
        if (std::ranges::any_of(next, [&](const Amount &other) { return isSame(amount, other); }))
            continue;
        done = m_database.execute("DELETE FROM amounts WHERE kind = ? AND id = ? AND sum = ? AND part = ?",
                                  {kind, id, amount.sum, amount.key});
        if (done)
            done = addToTotal(amount, -amount.value);
    }
    for (const auto &amount : next) {
        if (!done)
            return done;
        const auto before = std::ranges::find_if(previous, [&](const Amount &other) { return isSame(amount, other); });
        const std::int64_t old = before == previous.end() ? 0 : before->value;
        if (old == amount.value)
            continue;
        done = m_database.execute("INSERT INTO amounts (kind, id, sum, part, value) VALUES (?, ?, ?, ?, ?) "
                                  "ON CONFLICT (kind, id, sum, part) DO UPDATE SET value = excluded.value",
                                  {kind, id, amount.sum, amount.key, amount.value});
        if (done)
            done = addToTotal(amount, amount.value - old);
    }
    return done;
}

Result<void> Writer::addToTotal(const Amount &amount, std::int64_t difference)
{
    std::int64_t total = 0;
    bool isNumber = false;
    auto done = m_database.each("INSERT INTO totals (sum, part, value) VALUES (?, ?, ?) "
                                "ON CONFLICT (sum, part) DO UPDATE SET value = totals.value + excluded.value "
                                "RETURNING value",
                                {amount.sum, amount.key, difference}, [&](const Row &row) -> Result<void> {
                                    isNumber = row.isInteger(0);
                                    total = row.integer(0);
                                    return {};
                                });
    if (!done)
        return done;
    if (!isNumber)
        return refuse(ErrorCode::InvalidArgument,
                      std::format("the sum {} of \"{}\" does not fit into 64 bits", amount.sum, amount.key), {});
    // A sum of nothing is no row, so that totals do not pile up for owners who are gone.
    if (total == 0)
        done = m_database.execute("DELETE FROM totals WHERE sum = ? AND part = ?", {amount.sum, amount.key});
    return done;
}

Result<void> Writer::check(const Change::Limit &limit)
{
    const auto total = m_database.number("SELECT value FROM totals WHERE sum = ? AND part = ?", {limit.sum, limit.key});
    if (!total)
        return std::unexpected(total.error());
    const std::int64_t actual = total->value_or(0);
    if (actual > limit.limit)
        return refuse(ErrorCode::Conflict,
                      std::format("the {} of \"{}\" would be {}, and may be at most {}", limit.sum, limit.key, actual,
                                  limit.limit),
                      {{"rule", "sum"},
                       {"sum", limit.sum},
                       {"key", limit.key},
                       {"limit", std::to_string(limit.limit)},
                       {"actual", std::to_string(actual)}});
    return {};
}

Result<void> Writer::insert(const Event &event)
{
    return m_database.execute(m_insertEventSql, {event.seq, count(event.time), event.type, event.subjectKind,
                                                 event.subjectId, event.owner, event.actor, Bytes{event.data}});
}

/// The number that was given last counts, not that of the last row: where that is gone, the gap must be seen.
Result<void> Writer::findAuditHead()
{
    const auto seq = m_database.number("SELECT value FROM counters WHERE name = 'audit'");
    if (!seq)
        return std::unexpected(seq.error());
    AuditAnchor head{.seq = seq->value_or(0), .hash = {}};
    m_storedAuditSeq = head.seq;
    auto done = m_database.each("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", {},
                                [&head](const Row &row) -> Result<void> {
                                    head.seq = std::max(head.seq, row.integer(0));
                                    head.hash = row.text(1);
                                    return {};
                                });
    if (done)
        m_auditHead = std::move(head);
    return done;
}

Result<void> Writer::insert(AuditRecord record, Time time)
{
    if (!m_auditHead)
        if (auto found = findAuditHead(); !found)
            return found;
    const auto sealed = sealAudit(std::move(record), m_auditHead->seq + 1, time, m_auditHead->hash);
    const AuditRecord &written = sealed.record;
    auto done = m_database.execute(
        m_insertAuditSql, {written.seq, count(time), written.actor, written.action, written.subjectKind,
                           written.subject, schema::enumName(written.result), written.hash, Bytes{sealed.json}});
    if (done)
        m_auditHead = {written.seq, written.hash};
    return done;
}

Result<std::int64_t> Writer::forgetEvents(Time before, std::int64_t limit)
{
    if (auto begun = begin(); !begun)
        return std::unexpected(begun.error());
    return forget({.table = "events", .oldestCounter = "oldest_event", .last = m_seq + 1}, before, limit);
}

Result<std::int64_t> Writer::forgetAudit(Time before, std::int64_t limit)
{
    if (auto begun = begin(); !begun)
        return std::unexpected(begun.error());
    if (auto found = findAuditHead(); !found) {
        rollback();
        return std::unexpected(std::move(found.error()));
    }
    return forget({.table = "audit", .oldestCounter = "oldest_audit", .last = m_auditHead->seq}, before, limit);
}

/// Ends the transaction that was begun.
Result<std::int64_t> Writer::forget(const History &history, Time before, std::int64_t limit)
{
    auto forgotten = forgetInTransaction(history, before, limit);
    if (!forgotten || *forgotten == 0) {
        rollback();
        return forgotten;
    }
    if (auto done = commit(); !done)
        return std::unexpected(done.error());
    return forgotten;
}

Result<std::int64_t> Writer::forgetInTransaction(const History &history, Time before, std::int64_t limit)
{
    const auto oldest = m_database.number("SELECT value FROM counters WHERE name = ?", {history.oldestCounter});
    if (!oldest)
        return std::unexpected(oldest.error());
    const std::int64_t first = oldest->value_or(1);
    // Only a prefix is removed: where the clock went back, a row waits for those before it.
    const auto kept = m_database.number(
        std::format("SELECT seq FROM {} WHERE seq >= ? AND seq < ? AND time >= ? ORDER BY seq LIMIT 1", history.table),
        {first, first + limit, count(before)});
    if (!kept)
        return std::unexpected(kept.error());
    const std::int64_t next = std::min(kept->value_or(first + limit), history.last);
    if (next <= first)
        return 0;
    if (auto done = m_database.execute(std::format("DELETE FROM {} WHERE seq < ?", history.table), {next}); !done)
        return std::unexpected(done.error());
    if (auto done = m_database.execute("UPDATE counters SET value = ? WHERE name = ?", {next, history.oldestCounter});
        !done)
        return std::unexpected(done.error());
    return next - first;
}

} // namespace portolan::store
