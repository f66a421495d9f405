// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::store {

/// Where a row lies in the database, and which version of it.
struct RowPlace {
    std::int64_t number = 0;
    std::int64_t version = 0;
};

/// A text that stands in the program, so that keeping it costs nothing.
class Literal
{
public:
    consteval Literal(const char *text) : m_text(text) {}
    consteval Literal(std::string_view text) : m_text(text) {}
    constexpr operator std::string_view() const { return m_text; }

    auto operator<=>(const Literal &) const = default;

private:
    std::string_view m_text;
};

/// A name that only one row may hold at a time: ("workspace/name", "alice/web").
struct Claim {
    Literal scope;
    std::string key;

    auto operator<=>(const Claim &) const = default;
};

/// What a row adds to a sum, which a Change can limit: ("owner/workspaces", "alice", 1). Sums are kept, not counted:
/// asking for one costs the same with ten and with 100 000 rows in it.
struct Amount {
    Literal sum;
    std::string key;
    std::int64_t value = 0;

    auto operator<=>(const Amount &) const = default;
};

/// An order in which rows of one model are listed, by group. Two functions without state:
/// group: which list the row is in ("" for the list of all, the owner for lists by owner), nothing for none of them;
/// order: what the list is sorted by, compared byte by byte; orderKey() makes one of times and numbers. Rows with the
/// same order are sorted by id.
template <class Model>
struct Index {
    std::optional<std::string> (*group)(const Model &);
    std::string (*order)(const Model &);
};

/// How a model is stored: specialise it once a model, beside the model's service.
///
///     template <>
///     struct store::Stored<Note> {
///         static constexpr std::string_view kind = "note";
///         static std::string id(const Note &note);                      // never changes, unique within the kind
///         static std::string encode(const Note &note);                  // JSON
///         static Result<Note> decode(std::string_view json);
///         static std::vector<Claim> claims(const Note &note);
///         static std::vector<Amount> amounts(const Note &note);
///         static constexpr Index<Note> byTitle{[](const Note &note) { return std::optional(note.owner); },
///                                              [](const Note &note) { return note.title; }};
///         static constexpr std::array indexes{&byTitle};
///     };
template <class Model>
struct Stored;

/// A text that readers make of a row when it is first asked for, and that stays with the row. Thread-safe.
class CachedText
{
public:
    template <class Make>
    [[nodiscard]] const std::string &get(Make &&make) const
    {
        std::call_once(m_once, [&] {
            m_text = make();
            m_hash = std::hash<std::string>()(m_text);
        });
        return m_text;
    }
    /// Of the text, which must have been made.
    [[nodiscard]] std::uint64_t hash() const { return m_hash; }

private:
    mutable std::once_flag m_once;
    mutable std::string m_text;
    mutable std::uint64_t m_hash = 0;
};

/// A row as readers see it: never changed once it is seen; a newer version is another object.
template <class Model>
struct Versioned {
    std::string id;
    std::int64_t version = 0; ///< 1 when it was made, one more for each put
    Model value;
    CachedText wire = {}; ///< its form in the API: may say only what follows from the row and from what never changes
    std::int64_t number = 0; ///< of its row in the database
};

template <class Model>
using ItemPtr = std::shared_ptr<const Versioned<Model>>;

/// Eight bytes that sort as the number does.
[[nodiscard]] std::string orderKey(std::int64_t number);
[[nodiscard]] std::string orderKey(Time time);

} // namespace portolan::store
