// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// State machines as tables. A table is the only place that says how a thing may change; controllers ask it, tests walk
/// all of it, and docs/lifecycle.md is drawn from it.
namespace portolan::lifecycle {

template <class State, class Event>
struct Transition {
    State from;
    Event event;
    State to;
    std::string_view reason; ///< when it happens, for the diagram and for people
};

/// Both enumerations have their names in schema::EnumNames, which is also the list of all their values.
template <schema::NamedEnum State, schema::NamedEnum Event, std::size_t N>
class TransitionTable
{
public:
    constexpr TransitionTable(std::string_view name, State initial, std::array<Transition<State, Event>, N> transitions)
        : m_name(name), m_initial(initial), m_transitions(transitions)
    {}

    [[nodiscard]] constexpr std::string_view name() const { return m_name; }
    [[nodiscard]] constexpr State initial() const { return m_initial; }
    [[nodiscard]] constexpr const auto &transitions() const { return m_transitions; }

    /// Where `event` leads from `state`; nothing when it is not allowed there.
    [[nodiscard]] constexpr std::optional<State> next(State state, Event event) const
    {
        for (const auto &transition : m_transitions)
            if (transition.from == state && transition.event == event)
                return transition.to;
        return std::nullopt;
    }

    /// Whether any event leads away from `state`.
    [[nodiscard]] constexpr bool isFinal(State state) const
    {
        for (const auto &transition : m_transitions)
            if (transition.from == state)
                return false;
        return true;
    }

    /// No pair of state and event stands twice, and every state can be reached from the first. For static_assert.
    [[nodiscard]] constexpr bool isWellFormed() const
    {
        for (std::size_t left = 0; left < N; ++left)
            for (std::size_t right = left + 1; right < N; ++right)
                if (m_transitions[left].from == m_transitions[right].from
                    && m_transitions[left].event == m_transitions[right].event)
                    return false;
        constexpr std::size_t count = schema::EnumNames<State>::names.size();
        std::array<bool, count> reached{};
        const auto indexOf = [](State state) {
            for (std::size_t at = 0; at < count; ++at)
                if (schema::EnumNames<State>::names[at].first == state)
                    return at;
            return count;
        };
        reached[indexOf(m_initial)] = true;
        for (std::size_t round = 0; round < count; ++round)
            for (const auto &transition : m_transitions)
                if (reached[indexOf(transition.from)])
                    reached[indexOf(transition.to)] = true;
        for (const bool state : reached)
            if (!state)
                return false;
        return true;
    }

private:
    std::string_view m_name;
    State m_initial;
    std::array<Transition<State, Event>, N> m_transitions;
};

/// The table as a section of Markdown: a mermaid diagram and a row for each transition.
template <class Table>
[[nodiscard]] std::string toMarkdown(const Table &table)
{
    std::string text = std::format("## {}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {}\n", table.name(),
                                   schema::enumName(table.initial()));
    for (const auto &transition : table.transitions())
        text += std::format("    {} --> {}: {}\n", schema::enumName(transition.from), schema::enumName(transition.to),
                            schema::enumName(transition.event));
    using State = decltype(table.initial());
    for (const auto &[state, name] : schema::EnumNames<State>::names)
        if (table.isFinal(state))
            text += std::format("    {} --> [*]\n", name);
    text += "```\n\n| from | event | to | when |\n|---|---|---|---|\n";
    for (const auto &transition : table.transitions())
        text += std::format("| {} | {} | {} | {} |\n", schema::enumName(transition.from),
                            schema::enumName(transition.event), schema::enumName(transition.to), transition.reason);
    return text;
}

} // namespace portolan::lifecycle
