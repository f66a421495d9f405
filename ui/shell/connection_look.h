// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/connection.h"
#include "ui/settings/profiles.h"
#include "ui/widgets/state_chip.h"

#include <QIcon>

namespace portolan::ui {

[[nodiscard]] StateLook lookOf(ConnectionState state);

/// A stripe in the colour of the profile's mark, so that nobody acts on the wrong control plane; null for "none".
[[nodiscard]] QIcon markOf(const Profile &profile, const QWidget &widget);
/// The mark in words, for tool tips and screen readers.
[[nodiscard]] QString markWords(const Profile &profile);

} // namespace portolan::ui
