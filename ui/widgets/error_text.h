// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QString>

namespace portolan::ui {

/// A failure in the language of the console: what kind it is, and what the server or the system said.
[[nodiscard]] QString errorText(const Error &error);

} // namespace portolan::ui
