// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Where copied things go when some of their names are taken. Pure: told what is there and what somebody answers.
namespace portolan::ui {

enum class ItemKind : std::uint8_t { File, Folder, Other };

struct ItemFacts {
    ItemKind kind = ItemKind::File;
    std::optional<std::uint64_t> bytes = {};
    std::optional<std::int64_t> modified = {}; ///< seconds since 1970
};

/// Something to be copied into a folder under `name`.
struct PlacedItem {
    std::string from; ///< its path
    std::string name;
    ItemFacts facts;
};

enum class Clash : std::uint8_t {
    FileOnFile,
    FolderOnFolder, ///< replacing means filling up: files of the same names are replaced, others stay
    KindsDiffer,    ///< neither becomes the other: it cannot be replaced
};

enum class ClashAnswer : std::uint8_t { Replace, KeepBoth, Skip };

class Placement
{
public:
    struct Question {
        Clash clash = Clash::FileOnFile;
        PlacedItem item;
        ItemFacts there;
        std::size_t more = 0; ///< how many of the same kind come after it
    };

    /// `there` is all that the folder holds.
    Placement(std::vector<PlacedItem> items, std::map<std::string, ItemFacts> there);

    /// What has to be decided next; nothing once all is.
    [[nodiscard]] std::optional<Question> question() const;
    /// Answers the question, and with `forAll` every later one of the same kind. Replace is no answer to KindsDiffer.
    void answer(ClashAnswer answer, bool forAll);

    /// What is to be copied, under which names. Once there is no question.
    [[nodiscard]] const std::vector<PlacedItem> &placed() const { return m_placed; }

private:
    [[nodiscard]] std::optional<Clash> clashOf(const PlacedItem &item) const;
    void take(PlacedItem item);
    void settle();
    void decide(ClashAnswer answer);

    std::vector<PlacedItem> m_waiting; ///< the next one last
    std::map<std::string, ItemFacts> m_there;
    std::map<Clash, ClashAnswer> m_standing;
    std::vector<PlacedItem> m_placed;
};

/// "notes (2).txt", or a higher number: the first that is not taken.
[[nodiscard]] std::string freeName(const std::string &name, bool isFolder,
                                   const std::map<std::string, ItemFacts> &taken);

} // namespace portolan::ui
