// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/data_folder.h"
#include "server/store/store.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

#include <yyjson.h>

#include <format>
#include <memory>
#include <optional>
#include <string>

namespace portolan::test {

/// The model that the store is tested with: titles are unique within an owner, sizes add up by owner.
struct Note {
    std::string id;
    std::string owner;
    std::string title = {};
    std::int64_t size = 1;
    std::int64_t created = 0;
    bool pinned = false;

    bool operator==(const Note &) const = default;
};

} // namespace portolan::test

template <>
struct portolan::store::Stored<portolan::test::Note> {
    using Note = portolan::test::Note;

    static constexpr std::string_view kind = "note";
    static std::string id(const Note &note) { return note.id; }

    static std::string encode(const Note &note)
    {
        return std::format(R"({{"id":"{}","owner":"{}","title":"{}","size":{},"created":{},"pinned":{}}})", note.id,
                           note.owner, note.title, note.size, note.created, note.pinned);
    }

    static Result<Note> decode(std::string_view json)
    {
        const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(yyjson_read(json.data(), json.size(), 0),
                                                                               &yyjson_doc_free);
        yyjson_val *root = yyjson_doc_get_root(document.get());
        if (!yyjson_is_obj(root))
            return fail(ErrorCode::InvalidArgument, "not an object");
        const auto text = [root](const char *name) {
            yyjson_val *value = yyjson_obj_get(root, name);
            return std::string(yyjson_get_str(value), yyjson_get_len(value));
        };
        return Note{.id = text("id"),
                    .owner = text("owner"),
                    .title = text("title"),
                    .size = yyjson_get_sint(yyjson_obj_get(root, "size")),
                    .created = yyjson_get_sint(yyjson_obj_get(root, "created")),
                    .pinned = yyjson_get_bool(yyjson_obj_get(root, "pinned"))};
    }

    static std::vector<Claim> claims(const Note &note) { return {{"note title", note.owner + "/" + note.title}}; }
    static std::vector<Amount> amounts(const Note &note)
    {
        return {{"notes", note.owner, 1}, {"size of notes", note.owner, note.size}};
    }

    static constexpr Index<Note> byTitle{[](const Note &) { return std::optional<std::string>(""); },
                                         [](const Note &note) { return note.title; }};
    static constexpr Index<Note> byCreatedOfOwner{[](const Note &note) { return std::optional(note.owner); },
                                                  [](const Note &note) { return orderKey(note.created); }};
    /// Only of those that are pinned.
    static constexpr Index<Note> pinnedByTitle{
        [](const Note &note) { return note.pinned ? std::optional<std::string>("") : std::nullopt; },
        [](const Note &note) { return note.title; }};
    static constexpr std::array indexes{&byTitle, &byCreatedOfOwner, &pinnedByTitle};
};

namespace portolan::test {

using NoteTrait = store::Stored<Note>;

/// A store with notes, on a database in some folder.
struct Opened {
    explicit Opened(const std::filesystem::path &database, store::LedgerOptions options = {})
    {
        auto opened = store::Store::open(database, catalog, clock, options);
        if (opened)
            store = std::move(*opened);
        else
            error = opened.error();
    }

    store::Ledger &ledger() { return store->ledger(); }
    Result<store::Committed> commit(store::Change change) { return run(ledger().commit(std::move(change))); }

    SystemClock clock;
    store::Catalog catalog;
    store::Table<Note> notes{catalog};
    std::unique_ptr<store::Store> store;
    std::optional<Error> error;
};

/// A folder that is gone after the test.
struct Folder {
    QTemporaryDir folder;

    [[nodiscard]] std::filesystem::path path() const { return folder.path().toStdString(); }
    [[nodiscard]] std::filesystem::path database() const { return path() / "portolan.db"; }
};

/// All stored events, in order.
inline std::vector<store::EventPtr> allEvents(store::EventLog &log)
{
    std::vector<store::EventPtr> all;
    std::int64_t after = 0;
    for (;;) {
        store::EventQuery query{.after = after, .limit = store::EventLog::pageLimit};
        auto page = run(log.query(query));
        if (!page || page->events.empty())
            return all;
        after = page->upTo;
        all.insert(all.end(), page->events.begin(), page->events.end());
    }
}

/// The value of an argument of an error.
inline std::string argument(const Error &error, std::string_view name)
{
    for (const auto &[key, value] : error.args) {
        if (key == name)
            return value;
    }
    return {};
}

} // namespace portolan::test
