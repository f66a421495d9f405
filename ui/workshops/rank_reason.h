// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/explanation.h"

#include <QString>

namespace portolan::ui {

/// Why a candidate for a session stands where it stands, as a sentence in the language of the console. `before`: the one
/// before it; of the first, which has none, itself.
[[nodiscard]] QString reasonOf(const AllocationCandidate &candidate, const AllocationCandidate &before);

} // namespace portolan::ui
