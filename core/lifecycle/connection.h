// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/transition_table.h"

namespace portolan {

/// How a client that stays connected stands with its control plane.
enum class ConnectionState {
    Idle,          ///< nothing is wanted
    Preparing,     ///< the server inside this process starts, the token is fetched
    Connecting,    ///< asking the server who one is
    Synchronising, ///< loading what there is
    Live,          ///< what is shown is what is
    Lost,          ///< what is shown is old; another attempt comes by itself
    Refused,       ///< trying again changes nothing before somebody does: token, certificate, permission
};

enum class ConnectionEvent { Open, Prepared, Reached, Loaded, Break, Refuse, Retry, Close };

template <>
struct schema::EnumNames<ConnectionState> {
    static constexpr std::array<std::pair<ConnectionState, std::string_view>, 7> names{{
        {ConnectionState::Idle, "Idle"},
        {ConnectionState::Preparing, "Preparing"},
        {ConnectionState::Connecting, "Connecting"},
        {ConnectionState::Synchronising, "Synchronising"},
        {ConnectionState::Live, "Live"},
        {ConnectionState::Lost, "Lost"},
        {ConnectionState::Refused, "Refused"},
    }};
};

template <>
struct schema::EnumNames<ConnectionEvent> {
    static constexpr std::array<std::pair<ConnectionEvent, std::string_view>, 8> names{{
        {ConnectionEvent::Open, "Open"},
        {ConnectionEvent::Prepared, "Prepared"},
        {ConnectionEvent::Reached, "Reached"},
        {ConnectionEvent::Loaded, "Loaded"},
        {ConnectionEvent::Break, "Break"},
        {ConnectionEvent::Refuse, "Refuse"},
        {ConnectionEvent::Retry, "Retry"},
        {ConnectionEvent::Close, "Close"},
    }};
};

namespace lifecycle {

using ConnectionTransition = Transition<ConnectionState, ConnectionEvent>;

inline constexpr TransitionTable connectionTable{
    "Connection", ConnectionState::Idle,
    std::to_array<ConnectionTransition>({
        {ConnectionState::Idle, ConnectionEvent::Open, ConnectionState::Preparing, "asked for"},
        {ConnectionState::Preparing, ConnectionEvent::Prepared, ConnectionState::Connecting,
         "the address and the token are known"},
        {ConnectionState::Preparing, ConnectionEvent::Break, ConnectionState::Lost, "the server could not be started"},
        {ConnectionState::Preparing, ConnectionEvent::Refuse, ConnectionState::Refused, "there is no token"},
        {ConnectionState::Preparing, ConnectionEvent::Close, ConnectionState::Idle, "asked for"},
        {ConnectionState::Connecting, ConnectionEvent::Reached, ConnectionState::Synchronising,
         "the server knows who is calling"},
        {ConnectionState::Connecting, ConnectionEvent::Break, ConnectionState::Lost, "it does not answer"},
        {ConnectionState::Connecting, ConnectionEvent::Refuse, ConnectionState::Refused,
         "the token, the certificate or the caller is not accepted"},
        {ConnectionState::Connecting, ConnectionEvent::Close, ConnectionState::Idle, "asked for"},
        {ConnectionState::Synchronising, ConnectionEvent::Loaded, ConnectionState::Live, "everything was loaded"},
        {ConnectionState::Synchronising, ConnectionEvent::Break, ConnectionState::Lost, "the connection broke"},
        {ConnectionState::Synchronising, ConnectionEvent::Refuse, ConnectionState::Refused, "the token was revoked"},
        {ConnectionState::Synchronising, ConnectionEvent::Close, ConnectionState::Idle, "asked for"},
        {ConnectionState::Live, ConnectionEvent::Break, ConnectionState::Lost, "the connection broke or fell silent"},
        {ConnectionState::Live, ConnectionEvent::Refuse, ConnectionState::Refused, "the token was revoked"},
        {ConnectionState::Live, ConnectionEvent::Close, ConnectionState::Idle, "asked for"},
        {ConnectionState::Lost, ConnectionEvent::Retry, ConnectionState::Preparing,
         "the pause is over, or somebody asks for it"},
        {ConnectionState::Lost, ConnectionEvent::Close, ConnectionState::Idle, "asked for"},
        {ConnectionState::Refused, ConnectionEvent::Retry, ConnectionState::Preparing, "somebody asks for it"},
        {ConnectionState::Refused, ConnectionEvent::Close, ConnectionState::Idle, "asked for"},
    })};
static_assert(connectionTable.isWellFormed());

} // namespace lifecycle
} // namespace portolan
