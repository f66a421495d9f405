// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/writer.h"

#include <algorithm>
#include <format>

namespace portolan::store {

namespace {

constexpr std::string_view insertSql = "INSERT INTO records (number, kind, id, version, json) VALUES (?, ?, ?, ?, ?) "
                                       "ON CONFLICT DO NOTHING";
constexpr std::string_view updateSql = "UPDATE records SET version = ?, json = ? "
                                       "WHERE number = ? AND kind = ? AND id = ? AND version = ?";
constexpr std::string_view deleteSql = "DELETE FROM records WHERE number = ? AND kind = ? AND id = ?";
constexpr std::string_view insertEventSql = "INSERT INTO events (seq, time, type, subject_kind, subject_id, owner, "
                                            "actor, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view insertAuditSql = "INSERT INTO audit (seq, time, actor, action, subject_kind, subject, "
                                            "result, hash, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::int64_t count(Time time)
{
    return time.time_since_epoch().count();
}

} // namespace

Writer::Writer(Database database)
    : m_database(std::move(database)),
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
    auto done = m_eventBlocks.finish(m_database);
    if (done)
        done = m_auditBlocks.finish(m_database);
    if (done && m_seq != m_storedSeq)
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
    m_eventBlocks.reset();
    m_auditBlocks.reset();
}

Result<Committed> Writer::write(Change &change, Time time)
{
    Committed committed{.time = time, .versions = {}};
    committed.versions.reserve(change.m_puts.size());
    Result<void> done;
    const auto forEach = [&done](auto &parts, auto &&step) {
        for (auto part = parts.begin(); done && part != parts.end(); ++part)
            done = step(*part);
    };
    forEach(change.m_removes, [this](const auto &removed) {
        return m_database.executeOne(deleteSql, {removed.number, removed.kind, removed.id});
    });
    forEach(change.m_puts, [this, &committed](const auto &part) {
        committed.versions.push_back(part.place.version);
        return put(part);
    });
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

Result<void> Writer::put(const Change::Put &put)
{
    const auto [number, version] = put.place;
    if (version == absent + 1)
        return m_database.executeOne(insertSql, {number, put.kind, put.id, version, put.json});
    return m_database.executeOne(updateSql, {version, put.json, number, put.kind, put.id, version - 1});
}

Result<void> Writer::insert(const Event &event)
{
    auto done = m_database.execute(insertEventSql, {event.seq, count(event.time), event.type, event.subjectKind,
                                                    event.subjectId, event.owner, event.actor, event.data});
    if (done)
        done = m_eventBlocks.add(m_database, event.seq, count(event.time),
                                 {event.type, event.subjectKind, event.subjectId, event.owner});
    return done;
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
    auto done = m_database.execute(insertAuditSql,
                                   {written.seq, count(time), written.actor, written.action, written.subjectKind,
                                    written.subject, schema::enumName(written.result), written.hash, sealed.json});
    if (done)
        done = m_auditBlocks.add(m_database, written.seq, count(time),
                                 {written.actor, written.action, written.subjectKind, written.subject,
                                  schema::enumName(written.result)});
    if (done)
        m_auditHead = {written.seq, written.hash};
    return done;
}

Result<std::int64_t> Writer::forgetEvents(Time before, std::int64_t limit)
{
    if (auto begun = begin(); !begun)
        return std::unexpected(begun.error());
    return forget(eventHistory, m_eventBlocks, m_seq + 1, before, limit);
}

Result<std::int64_t> Writer::forgetAudit(Time before, std::int64_t limit)
{
    if (auto begun = begin(); !begun)
        return std::unexpected(begun.error());
    if (auto found = findAuditHead(); !found) {
        rollback();
        return std::unexpected(std::move(found.error()));
    }
    return forget(auditHistory, m_auditBlocks, m_auditHead->seq, before, limit);
}

/// Ends the transaction that was begun.
Result<std::int64_t> Writer::forget(const History &history, const BlockIndex &blocks, std::int64_t last, Time before,
                                    std::int64_t limit)
{
    auto forgotten = forgetInTransaction(history, blocks, last, before, limit);
    if (!forgotten || *forgotten == 0) {
        rollback();
        return forgotten;
    }
    if (auto done = commit(); !done)
        return std::unexpected(done.error());
    return forgotten;
}

Result<std::int64_t> Writer::forgetInTransaction(const History &history, const BlockIndex &blocks, std::int64_t last,
                                                 Time before, std::int64_t limit)
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
    const std::int64_t next = std::min(kept->value_or(first + limit), last);
    if (next <= first)
        return 0;
    if (auto done = m_database.execute(std::format("DELETE FROM {} WHERE seq < ?", history.table), {next}); !done)
        return std::unexpected(done.error());
    if (auto done = m_database.execute("UPDATE counters SET value = ? WHERE name = ?", {next, history.oldestCounter});
        !done)
        return std::unexpected(done.error());
    if (auto done = blocks.remove(m_database, next); !done)
        return std::unexpected(std::move(done.error()));
    return next - first;
}

} // namespace portolan::store
