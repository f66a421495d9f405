// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/audit_log.h"

#include "core/model/audit/audit_chain.h"
#include "core/schema/codec.h"
#include "server/store/database.h"
#include "tests/server/store/note.h"

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;

class AuditLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsAreNumberedAndChained();
    void aRefusedChangeLeavesNoRecord();
    void pagesAndFilters();
    void theOldestAreForgottenAndTheChainHolds();
    void whatIsGoneAtTheEndIsNoticed();
    void everyChangeOfARecordIsFound();
};

namespace {

AuditRecord by(const std::string &actor)
{
    return {.actor = actor, .action = "note:write", .subjectKind = "note", .subject = "1", .status = 200};
}

/// Verifies all that is kept.
Result<AuditAnchor> verify(Opened &opened, std::optional<AuditAnchor> anchor = {})
{
    AuditVerifier verifier(std::move(anchor));
    AuditQuery query{.limit = 3, .newestFirst = false};
    while (true) {
        const auto page = run(opened.store->audit().query(query));
        if (!page)
            return std::unexpected(page.error());
        for (const auto &entry : page->entries)
            if (auto added = verifier.add(entry.json); !added)
                return std::unexpected(std::move(added.error()));
        if (page->entries.size() < query.limit) {
            if (auto complete = verifier.finish(page->oldest, page->last); !complete)
                return std::unexpected(std::move(complete.error()));
            return verifier.head();
        }
        query.after = page->entries.back().seq;
    }
}

} // namespace

void AuditLogTest::recordsAreNumberedAndChained()
{
    Folder folder;
    std::string head;
    {
        Opened opened(folder.database());
        VERIFY_RESULT(verify(opened));
        VERIFY_RESULT(opened.commit(std::move(Change().audit(by("ann")).audit(by("bob")))));
        std::vector<Task<Result<Committed>>> many;
        for (int i = 0; i < 20; ++i)
            many.push_back(opened.ledger().commit(std::move(Change().audit(by("cay")).record({.type = "tick"}))));
        for (auto &one : many)
            VERIFY_RESULT(run(std::move(one)));
        const auto whole = verify(opened);
        VERIFY_RESULT(whole);
        QCOMPARE(whole->seq, 22);
        head = whole->hash;
    }
    Opened again(folder.database());
    VERIFY_RESULT(again.commit(std::move(Change().audit(by("dan")))));
    const auto page = run(again.store->audit().query({.limit = 1}));
    const auto record = schema::decode<AuditRecord>(page->entries.front().json);
    VERIFY_RESULT(record);
    QCOMPARE(record->seq, 23);
    QCOMPARE(record->actor, "dan");
    QCOMPARE(record->previous, head);
    VERIFY_RESULT(verify(again, AuditAnchor{22, head}));
}

void AuditLogTest::aRefusedChangeLeavesNoRecord()
{
    Folder folder;
    Opened opened(folder.database());
    QVERIFY(!opened.commit(std::move(Change().expectPresent("note", "none").audit(by("ann")))));
    VERIFY_RESULT(opened.commit(std::move(Change().audit(by("bob")))));
    const auto whole = verify(opened);
    VERIFY_RESULT(whole);
    QCOMPARE(whole->seq, 1);
}

void AuditLogTest::pagesAndFilters()
{
    Folder folder;
    Opened opened(folder.database());
    for (const char *actor : {"ann", "bob", "ann", "cay"})
        VERIFY_RESULT(opened.commit(std::move(Change().audit(by(actor)))));
    const auto seqs = [&](const AuditQuery &query) {
        std::vector<std::int64_t> found;
        const auto page = run(opened.store->audit().query(query));
        for (const auto &entry : page->entries)
            found.push_back(entry.seq);
        return found;
    };
    using Seqs = std::vector<std::int64_t>;
    QCOMPARE(seqs({}), (Seqs{4, 3, 2, 1}));
    QCOMPARE(seqs({.actor = "ann"}), (Seqs{3, 1}));
    QCOMPARE(seqs({.actor = "ann", .after = 1, .newestFirst = false}), (Seqs{3}));
    QCOMPARE(seqs({.before = 3, .limit = 1}), (Seqs{2}));
    QCOMPARE(seqs({.action = "note:write", .newestFirst = false}), (Seqs{1, 2, 3, 4}));
    QCOMPARE(seqs({.action = "note:read"}), Seqs{});
    QCOMPARE(seqs({.result = AuditResult::Allowed}), (Seqs{4, 3, 2, 1}));
    QCOMPARE(seqs({.result = AuditResult::Denied}), Seqs{});
    QCOMPARE(seqs({.subjectKind = "note", .subject = "1"}).size(), 4U);
    QCOMPARE(seqs({.until = Time{}}), Seqs{});
    COMPARE_ERROR(run(opened.store->audit().query({.limit = 0})), ErrorCode::InvalidArgument);
}

void AuditLogTest::theOldestAreForgottenAndTheChainHolds()
{
    Folder folder;
    {
        Opened opened(folder.database());
        for (int i = 0; i < 5; ++i)
            VERIFY_RESULT(opened.commit(std::move(Change().audit(by("ann")))));
    }
    {
        auto database = Database::open(folder.database());
        VERIFY_RESULT(database->execute("UPDATE audit SET time = 0 WHERE seq <= 5"));
    }
    Opened opened(folder.database(), {.keepAudit = std::chrono::hours(1), .forgetEvery = std::chrono::seconds(1)});
    QVERIFY(waitUntil([&] { return run(opened.store->audit().query({}))->oldest == 5; }));
    QCOMPARE(run(opened.store->audit().query({}))->entries.size(), 1U); // the last one stays
    const auto head = verify(opened);
    VERIFY_RESULT(head);
    VERIFY_RESULT(opened.commit(std::move(Change().audit(by("bob")))));
    VERIFY_RESULT(verify(opened, head.value()));
    COMPARE_ERROR(verify(opened, AuditAnchor{2, head->hash}), ErrorCode::Conflict);
}

void AuditLogTest::whatIsGoneAtTheEndIsNoticed()
{
    Folder folder;
    {
        Opened opened(folder.database());
        for (int i = 0; i < 3; ++i)
            VERIFY_RESULT(opened.commit(std::move(Change().audit(by("ann")))));
        auto database = Database::open(folder.database());
        VERIFY_RESULT(database->execute("DELETE FROM audit WHERE seq = 3"));
        COMPARE_ERROR(verify(opened), ErrorCode::Conflict);
    }
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(std::move(Change().audit(by("bob")))));
    const auto whole = verify(opened);
    COMPARE_ERROR(whole, ErrorCode::Conflict);
    QVERIFY2(whole.error().detail.contains("record 3 is missing"), whole.error().detail.c_str());
}

void AuditLogTest::everyChangeOfARecordIsFound()
{
    const auto first = sealAudit(by("ann"), 1, Time{}, "");
    QCOMPARE(first.json, schema::encode(first.record));
    const auto second = sealAudit(by("bob"), 2, Time{}, first.record.hash);
    const auto both = [](const std::string &one, const std::string &two) {
        AuditVerifier verifier;
        auto added = verifier.add(one);
        return added ? verifier.add(two) : added;
    };
    VERIFY_RESULT(both(first.json, second.json));
    for (std::size_t at = 0; at < second.json.size(); ++at) {
        std::string changed = second.json;
        changed[at] = changed[at] == 'x' ? 'y' : 'x';
        QVERIFY2(!both(first.json, changed), changed.c_str());
    }
    // A member more counts as well, and so does another record that is sealed rightly.
    std::string more = second.json;
    more.insert(1, R"("also":"this",)");
    COMPARE_ERROR(both(first.json, more), ErrorCode::Conflict);
    COMPARE_ERROR(both(sealAudit(by("eve"), 1, Time{}, "").json, second.json), ErrorCode::Conflict);
    // The order of the members does not.
    const auto text = first.record.hash;
    std::string moved = first.json;
    const std::string hash = std::format(R"(,"hash":"{}")", text);
    moved.erase(moved.find(hash), hash.size());
    moved.insert(1, std::format(R"("hash":"{}",)", text));
    VERIFY_RESULT(both(moved, second.json));
}

QTEST_GUILESS_MAIN(AuditLogTest)
#include "audit_log_test.moc"
