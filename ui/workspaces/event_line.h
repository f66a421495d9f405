// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/event.h"
#include "ui/widgets/state_chip.h"

namespace portolan::ui {

/// What happened to a workspace, as a line of its history: shape and tone as its state after it, the words a sentence
/// without its full stop ("Created by anna", "Failed: no such image"). A type that this console does not know shows as
/// it is.
[[nodiscard]] StateLook lookOfEvent(const Event &event);

} // namespace portolan::ui
