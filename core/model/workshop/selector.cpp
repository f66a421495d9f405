// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/selector.h"

#include <algorithm>

namespace portolan {

namespace {

/// The end of the set that begins at `open`; npos where it is not closed. A `]` that comes first is one of the set.
std::size_t endOfSet(std::string_view glob, std::size_t open)
{
    std::size_t at = open + 1;
    if (at < glob.size() && glob[at] == '!')
        ++at;
    return glob.find(']', at + 1);
}

bool isInSet(std::string_view set, char character)
{
    const bool isNegated = set.starts_with('!');
    if (isNegated)
        set.remove_prefix(1);
    bool found = false;
    for (std::size_t at = 0; at < set.size(); ++at) {
        const bool isRange = at + 2 < set.size() && set[at + 1] == '-';
        if (isRange) {
            found = found || (set[at] <= character && character <= set[at + 2]);
            at += 2;
        } else {
            found = found || set[at] == character;
        }
    }
    return found != isNegated;
}

/// How much of the glob one character takes that it matches; 0 where it does not. Not for `*`.
std::size_t matchOne(std::string_view glob, std::size_t at, char character)
{
    if (glob[at] == '?')
        return 1;
    if (glob[at] == '[')
        if (const auto end = endOfSet(glob, at); end != glob.npos)
            return isInSet(glob.substr(at + 1, end - at - 1), character) ? end - at + 1 : 0;
    return glob[at] == character ? 1 : 0;
}

bool holds(const LabelExpression &expression, const std::vector<Label> &labels)
{
    const auto value = labelOf(labels, expression.key);
    switch (expression.op) {
    case LabelOperator::In:
        return value && std::ranges::contains(expression.values, *value);
    case LabelOperator::NotIn:
        return !value || !std::ranges::contains(expression.values, *value);
    case LabelOperator::Exists:
        return value.has_value();
    case LabelOperator::DoesNotExist:
        return !value;
    }
    return false;
}

} // namespace

bool matchesGlob(std::string_view glob, std::string_view text)
{
    std::size_t inGlob = 0;
    std::size_t inText = 0;
    // Only the last star is ever gone back to: what an earlier one could take, it can take as well.
    std::size_t star = glob.npos;
    std::size_t starText = 0;
    while (inText < text.size()) {
        if (inGlob < glob.size() && glob[inGlob] == '*') {
            star = inGlob++;
            starText = inText;
        } else if (const auto length = inGlob < glob.size() ? matchOne(glob, inGlob, text[inText]) : 0; length > 0) {
            inGlob += length;
            ++inText;
        } else if (star != glob.npos) {
            inGlob = star + 1;
            inText = ++starText;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', inGlob) == glob.npos;
}

bool matchesAnyGlob(const std::vector<std::string> &globs, std::string_view text)
{
    return std::ranges::any_of(globs, [text](const std::string &glob) { return matchesGlob(glob, text); });
}

bool Selector::matches(std::string_view name, const std::vector<Label> &labels) const
{
    const auto &names = nameSelector.matchNames;
    return (names.empty() || matchesAnyGlob(names, name))
           && std::ranges::all_of(labelSelector.matchLabels,
                                  [&](const auto &wanted) { return labelOf(labels, wanted.first) == wanted.second; })
           && std::ranges::all_of(labelSelector.matchExpressions,
                                  [&](const LabelExpression &expression) { return holds(expression, labels); });
}

} // namespace portolan
