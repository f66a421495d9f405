// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/suggestion.h"

#include <algorithm>
#include <format>
#include <numeric>
#include <vector>

namespace portolan::schema {

namespace {

char folded(char character)
{
    if (character == '-')
        return '_';
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

/// Letters to add, drop, change or swap with their neighbour (optimal string alignment), upper case being lower case.
std::size_t editDistance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> beforeLast(to.size() + 1);
    std::vector<std::size_t> last(to.size() + 1);
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(last.begin(), last.end(), 0);
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const bool same = folded(from[i - 1]) == folded(to[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && folded(from[i - 1]) == folded(to[j - 2]) && folded(from[i - 2]) == folded(to[j - 1]))
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last[to.size()];
}

} // namespace

std::string_view nearestOf(std::string_view written, std::span<const std::string_view> names)
{
    constexpr std::size_t longest = 100; // The work grows with the product of the lengths.
    if (written.size() > longest)
        return {};
    std::string_view nearest;
    std::size_t least = std::max<std::size_t>(2, written.size() / 3 + 1);
    for (const std::string_view name : names) {
        // More than half of a name being different is another name.
        const std::size_t distance = editDistance(written, name);
        if (distance < least && distance * 2 < name.size()) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

std::string didYouMean(std::string_view written, std::span<const std::string_view> names)
{
    const std::string_view nearest = nearestOf(written, names);
    return nearest.empty() ? std::string() : std::format("; did you mean \"{}\"?", nearest);
}

} // namespace portolan::schema
