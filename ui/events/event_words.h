// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/event.h"
#include "ui/widgets/state_chip.h"

/// What an event says, for people. Pure functions; texts are translated.
namespace portolan::ui {

/// What happened in one word that does not change with the language: the type, and for a workspace also its new state,
/// "workspace.state Running".
[[nodiscard]] std::string kindOfEvent(const Event &event);
/// Of kindOfEvent(). One that this console does not know shows as it is.
[[nodiscard]] StateLook lookOfEventKind(std::string_view kind);

/// What it says beside that: the server's message, or the name of the token.
[[nodiscard]] QString messageOfEvent(const Event &event);
/// Its data, for reading.
[[nodiscard]] QString dataOfEvent(const Event &event);
/// All of it as JSON, for the clipboard.
[[nodiscard]] QString jsonOfEvent(const Event &event);

} // namespace portolan::ui
