// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/catalog.h"

#include "server/store/database.h"
#include "tests/server/store/note.h"

#include <atomic>
#include <random>
#include <thread>

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;

class CatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersSortAsTheirKeys();
    void pagesAgreeWithSorting();
    void pagesEndWhereTheListEnds();
    void aWalkMeetsWhatStays();
    void givesSnapshots();
    void changesAppearAtOnce();
    void writersAreNotStarved();
    void refusesRowsThatItDoesNotUnderstand();
    void refusesARowThatIsThereTwice();
    void leavesOtherKindsAlone();
};

namespace {

/// A commit without a ledger.
void apply(Catalog &catalog, Table<Note> &notes, const std::string &id, std::int64_t version, std::optional<Note> note)
{
    const std::unique_lock lock(catalog.mutex());
    notes.apply(id, {.version = version}, note ? std::make_shared<Versioned<Note>>(id, 0, std::move(*note)) : nullptr);
}

std::vector<std::string> ids(const ItemPage<Note> &page)
{
    std::vector<std::string> all;
    for (const auto &item : page.items)
        all.push_back(item->id);
    return all;
}

std::vector<std::string> sortedIds(const std::map<std::string, Note> &notes, const Index<Note> &index,
                                   const std::string &group)
{
    std::vector<std::pair<std::string, std::string>> keys;
    for (const auto &[id, note] : notes) {
        if (index.group(note) == group)
            keys.emplace_back(index.order(note), id);
    }
    std::ranges::sort(keys);
    std::vector<std::string> sorted;
    for (auto &[order, id] : keys)
        sorted.push_back(std::move(id));
    return sorted;
}

} // namespace

void CatalogTest::numbersSortAsTheirKeys()
{
    const std::vector<std::int64_t> numbers{
        std::numeric_limits<std::int64_t>::min(), -257, -256, -1, 0, 1, 255, 256, 65536,
        std::numeric_limits<std::int64_t>::max()};
    for (std::size_t i = 1; i < numbers.size(); ++i)
        QVERIFY(orderKey(numbers[i - 1]) < orderKey(numbers[i]));
    QCOMPARE(orderKey(Time(std::chrono::microseconds(7))), orderKey(std::int64_t(7)));
}

void CatalogTest::pagesAgreeWithSorting()
{
    Catalog catalog;
    Table<Note> table(catalog);
    std::map<std::string, Note> notes;
    std::minstd_rand random(20260501);
    for (int step = 0; step < 3000; ++step) {
        const auto id = std::to_string(random() % 200);
        if (random() % 4 == 0) {
            if (notes.erase(id) > 0)
                apply(catalog, table, id, absent, std::nullopt);
        } else {
            // Equal titles and times are frequent: ties go by id.
            Note note{.id = id,
                      .owner = random() % 2 == 0 ? "ann" : "bob",
                      .title = std::format("{}", random() % 20),
                      .created = static_cast<std::int64_t>(random() % 20) - 10,
                      .pinned = random() % 2 == 0};
            notes[id] = note;
            apply(catalog, table, id, step, note);
        }
        if (step % 100 != 0)
            continue;
        for (const auto *index : NoteTrait::indexes) {
            for (const std::string group : {"", "ann", "bob", "nobody"}) {
                auto sorted = sortedIds(notes, *index, group);
                QCOMPARE(table.count(*index, group), sorted.size());
                const std::size_t offset = random() % 50;
                const std::size_t limit = random() % 50;
                for (const bool descending : {false, true}) {
                    const auto page = table.page(*index, group, {offset, limit, descending});
                    QCOMPARE(page.total, sorted.size());
                    const auto from = std::min(offset, sorted.size());
                    const auto to = std::min(offset + limit, sorted.size());
                    QCOMPARE(ids(page), std::vector(sorted.begin() + static_cast<std::ptrdiff_t>(from),
                                                    sorted.begin() + static_cast<std::ptrdiff_t>(to)));
                    std::ranges::reverse(sorted);
                }
            }
        }
    }
    QCOMPARE(table.all().size(), notes.size());
}

void CatalogTest::pagesEndWhereTheListEnds()
{
    Catalog catalog;
    Table<Note> table(catalog);
    apply(catalog, table, "1", 1, Note{.id = "1", .owner = "ann"});
    const auto largest = std::numeric_limits<std::size_t>::max();
    QCOMPARE(table.page(NoteTrait::byTitle, "", {.offset = 0, .limit = largest}).items.size(), 1U);
    QCOMPARE(table.page(NoteTrait::byTitle, "", {.offset = largest, .limit = largest}).items.size(), 0U);
    QCOMPARE(table.page(NoteTrait::byTitle, "", {.offset = 1, .limit = 1, .descending = true}).items.size(), 0U);
    QCOMPARE(table.page(NoteTrait::byTitle, "", {.offset = 0, .limit = 0}).total, 1U);
}

void CatalogTest::aWalkMeetsWhatStays()
{
    Catalog catalog;
    Table<Note> table(catalog);
    std::minstd_rand random(20260502);
    const auto note = [&](int number) {
        return Note{.id = std::to_string(number), .owner = "ann", .title = std::format("{}", number % 7)};
    };
    const auto stays = [](int number) { return number % 3 == 0; };
    for (int number = 0; number < 300; ++number)
        apply(catalog, table, std::to_string(number), 1, note(number));
    for (const std::size_t limit : {std::size_t(1), std::size_t(7), std::size_t(1000)}) {
        std::map<std::string, int> met;
        IndexPlace place;
        for (;;) {
            const auto part = table.after(NoteTrait::byTitle, "", place, limit);
            QVERIFY(part.size() <= limit);
            for (const auto &item : part)
                ++met[item->id];
            if (part.empty())
                break;
            place = Table<Note>::placeOf(NoteTrait::byTitle, *part.back());
            // Also the row at the place may go; others come, before it and behind.
            for (int change = 0; change < 20; ++change) {
                const int number = static_cast<int>(random() % 300);
                if (stays(number))
                    continue;
                if (table.find(std::to_string(number)))
                    apply(catalog, table, std::to_string(number), absent, std::nullopt);
                else
                    apply(catalog, table, std::to_string(number), 1, note(number));
            }
        }
        for (int number = 0; number < 300; ++number)
            if (stays(number))
                QCOMPARE(met[std::to_string(number)], 1);
    }
    QVERIFY(table.after(NoteTrait::byCreatedOfOwner, "nobody", {}, 10).empty());
}

void CatalogTest::givesSnapshots()
{
    Catalog catalog;
    Table<Note> table(catalog);
    apply(catalog, table, "1", 1, Note{.id = "1", .owner = "ann", .title = "old"});
    const auto before = table.find("1");
    apply(catalog, table, "1", 2, Note{.id = "1", .owner = "ann", .title = "new"});
    const auto between = table.find("1");
    apply(catalog, table, "1", absent, std::nullopt);
    QCOMPARE(before->value.title, "old");
    QCOMPARE(before->version, 1);
    QCOMPARE(between->value.title, "new");
    QCOMPARE(between->version, 2);
    QVERIFY(!table.find("1"));
    QVERIFY(!table.findByClaim("note title", "ann/new"));
}

void CatalogTest::changesAppearAtOnce()
{
    Folder folder;
    Opened opened(folder.database());
    std::atomic<bool> stop = false;
    std::atomic<int> torn = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                const auto page = opened.notes.page(NoteTrait::byTitle, "");
                if (page.items.size() == 2 && page.items[0]->value.size != page.items[1]->value.size)
                    ++torn;
                if (page.items.size() == 1 || page.items.size() != page.total)
                    ++torn;
            }
        });
    }
    for (std::int64_t i = 0; i < 200; ++i) {
        Change change;
        change.put(Note{.id = "1", .owner = "ann", .title = "a", .size = i}, i);
        change.put(Note{.id = "2", .owner = "ann", .title = "b", .size = i}, i);
        VERIFY_RESULT(opened.commit(std::move(change)));
    }
    stop = true;
    readers.clear();
    QCOMPARE(torn, 0);
}

void CatalogTest::writersAreNotStarved()
{
    Catalog catalog;
    Table<Note> table(catalog);
    std::atomic<bool> stop = false;
    std::vector<std::jthread> readers;
    // Their reads overlap, so that there is hardly a moment without one.
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&catalog, &stop] {
            while (!stop) {
                const std::shared_lock lock(catalog.mutex());
                for (int spin = 0; spin < 1000 && !stop; ++spin) {
                }
            }
        });
    }
    for (int i = 0; i < 100; ++i)
        apply(catalog, table, "1", i, Note{.id = "1", .owner = "ann"});
    stop = true;
    readers.clear();
    QCOMPARE(table.find("1")->version, 99);
}

void CatalogTest::refusesRowsThatItDoesNotUnderstand()
{
    Folder folder;
    {
        Opened opened(folder.database());
        VERIFY_RESULT(opened.commit(std::move(Change().put(Note{.id = "bad", .owner = "ann"}, absent))));
    }
    {
        auto database = Database::open(folder.database());
        VERIFY_RESULT(database->execute("UPDATE records SET json = '[' WHERE id = 'bad'"));
    }
    Opened opened(folder.database());
    QVERIFY(!opened.store);
    QVERIFY(opened.error->detail.contains("note \"bad\""));
}

void CatalogTest::refusesARowThatIsThereTwice()
{
    Folder folder;
    {
        Opened opened(folder.database());
        VERIFY_RESULT(opened.commit(std::move(Change().put(Note{.id = "one", .owner = "ann"}, absent))));
    }
    {
        auto database = Database::open(folder.database());
        VERIFY_RESULT(database->execute("INSERT INTO records (kind, id, version, json) "
                                        "SELECT kind, id, version + 1, json FROM records WHERE id = 'one'"));
    }
    Opened opened(folder.database());
    QVERIFY(!opened.store);
    QVERIFY(opened.error->detail.contains("the note \"one\" twice"));
}

void CatalogTest::leavesOtherKindsAlone()
{
    Folder folder;
    {
        Opened opened(folder.database());
        auto database = Database::open(folder.database());
        VERIFY_RESULT(
            database->execute("INSERT INTO records (kind, id, version, json) VALUES ('book', '1', 1, 'not json')"));
    }
    Opened opened(folder.database());
    QVERIFY(opened.store);
    QCOMPARE(opened.notes.size(), 0U);
    COMPARE_ERROR(opened.commit(std::move(Change().remove("book", "1"))), ErrorCode::NotFound);
    auto database = Database::open(folder.database());
    QCOMPARE(database->number("SELECT COUNT(*) FROM records WHERE kind = 'book'"), 1);
}

QTEST_GUILESS_MAIN(CatalogTest)
#include "catalog_test.moc"
