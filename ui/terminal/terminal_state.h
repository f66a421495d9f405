// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/transition_table.h"

namespace portolan {

namespace ui {

/// What a terminal is to what runs at its other side.
enum class TerminalState { Connecting, Open, Ended, Lost, Failed };
enum class TerminalEvent { Connected, Refused, Exited, Dropped, Reconnect };

} // namespace ui

template <>
struct schema::EnumNames<ui::TerminalState> {
    static constexpr std::array<std::pair<ui::TerminalState, std::string_view>, 5> names{{
        {ui::TerminalState::Connecting, "connecting"},
        {ui::TerminalState::Open, "open"},
        {ui::TerminalState::Ended, "ended"},
        {ui::TerminalState::Lost, "lost"},
        {ui::TerminalState::Failed, "failed"},
    }};
};

template <>
struct schema::EnumNames<ui::TerminalEvent> {
    static constexpr std::array<std::pair<ui::TerminalEvent, std::string_view>, 5> names{{
        {ui::TerminalEvent::Connected, "connected"},
        {ui::TerminalEvent::Refused, "refused"},
        {ui::TerminalEvent::Exited, "exited"},
        {ui::TerminalEvent::Dropped, "dropped"},
        {ui::TerminalEvent::Reconnect, "reconnect"},
    }};
};

namespace ui {

using TerminalTransition = lifecycle::Transition<TerminalState, TerminalEvent>;

inline constexpr lifecycle::TransitionTable terminalTable{
    "Terminal", TerminalState::Connecting,
    std::to_array<TerminalTransition>({
        {TerminalState::Connecting, TerminalEvent::Connected, TerminalState::Open, "the shell runs"},
        {TerminalState::Connecting, TerminalEvent::Refused, TerminalState::Failed, "asking again would not help"},
        {TerminalState::Connecting, TerminalEvent::Dropped, TerminalState::Lost,
         "a connection that was lost is not back yet"},
        {TerminalState::Open, TerminalEvent::Exited, TerminalState::Ended, "the shell ended"},
        {TerminalState::Open, TerminalEvent::Dropped, TerminalState::Lost, "the connection broke"},
        {TerminalState::Ended, TerminalEvent::Reconnect, TerminalState::Connecting, "the user wants another shell"},
        {TerminalState::Lost, TerminalEvent::Reconnect, TerminalState::Connecting, "the user asks, or it is time"},
        {TerminalState::Failed, TerminalEvent::Reconnect, TerminalState::Connecting, "the user tries again"},
    })};
static_assert(terminalTable.isWellFormed());

} // namespace ui
} // namespace portolan
