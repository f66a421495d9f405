// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QString>

#include <string_view>

namespace portolan::ui {

/// A failure in the language of the console: what kind it is, and what the server or the system said.
[[nodiscard]] QString errorText(const Error &error);

/// What a control plane says, for people: a sentence with a capital and a full stop, and behind it what kind of failure
/// it is where that is not the caller's.
[[nodiscard]] QString sentenceOf(const Error &error);
[[nodiscard]] QString sentenceOf(std::string_view text);

} // namespace portolan::ui
