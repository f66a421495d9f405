// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/placement.h"

#include <algorithm>
#include <format>

namespace portolan::ui {

Placement::Placement(std::vector<PlacedItem> items, std::map<std::string, ItemFacts> there)
    : m_waiting(std::move(items)), m_there(std::move(there))
{
    std::ranges::reverse(m_waiting);
    settle();
}

std::optional<Clash> Placement::clashOf(const PlacedItem &item) const
{
    const auto found = m_there.find(item.name);
    if (found == m_there.end())
        return std::nullopt;
    const auto there = found->second.kind;
    if (there != item.facts.kind || there == ItemKind::Other)
        return Clash::KindsDiffer;
    return there == ItemKind::Folder ? Clash::FolderOnFolder : Clash::FileOnFile;
}

std::optional<Placement::Question> Placement::question() const
{
    if (m_waiting.empty())
        return std::nullopt;
    const PlacedItem &item = m_waiting.back();
    const auto clash = clashOf(item);
    Question question{.clash = *clash, .item = item, .there = m_there.at(item.name)};
    for (std::size_t at = 0; at + 1 < m_waiting.size(); ++at)
        question.more += clashOf(m_waiting[at]) == clash;
    return question;
}

void Placement::take(PlacedItem item)
{
    // Two of the same name may come from different folders: the second meets the first.
    m_there[item.name] = item.facts;
    m_placed.push_back(std::move(item));
}

void Placement::decide(ClashAnswer answer)
{
    PlacedItem item = std::move(m_waiting.back());
    m_waiting.pop_back();
    if (answer == ClashAnswer::Skip)
        return;
    if (answer == ClashAnswer::KeepBoth)
        item.name = freeName(item.name, item.facts.kind == ItemKind::Folder, m_there);
    take(std::move(item));
}

void Placement::settle()
{
    while (!m_waiting.empty()) {
        const auto clash = clashOf(m_waiting.back());
        if (!clash) {
            take(std::move(m_waiting.back()));
            m_waiting.pop_back();
        } else if (const auto standing = m_standing.find(*clash); standing != m_standing.end()) {
            decide(standing->second);
        } else {
            return;
        }
    }
}

void Placement::answer(ClashAnswer answer, bool forAll)
{
    if (m_waiting.empty())
        return;
    const auto clash = *clashOf(m_waiting.back());
    if (clash == Clash::KindsDiffer && answer == ClashAnswer::Replace)
        return;
    if (forAll)
        m_standing[clash] = answer;
    decide(answer);
    settle();
}

std::string freeName(const std::string &name, bool isFolder, const std::map<std::string, ItemFacts> &taken)
{
    // ".profile" has no suffix, "lab.tar.gz" has one of two parts.
    auto dot = isFolder ? std::string::npos : name.rfind('.');
    if (dot == 0)
        dot = std::string::npos;
    if (dot != std::string::npos && dot > 4 && name.substr(dot - 4, 4) == ".tar")
        dot -= 4;
    const auto stem = name.substr(0, dot);
    const auto suffix = dot == std::string::npos ? std::string() : name.substr(dot);
    for (int number = 2;; ++number)
        if (auto candidate = std::format("{} ({}){}", stem, number, suffix); !taken.contains(candidate))
            return candidate;
}

} // namespace portolan::ui
