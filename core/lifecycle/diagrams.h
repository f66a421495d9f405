// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace portolan::lifecycle {

/// All tables as one page of Markdown: docs/lifecycle.md.
[[nodiscard]] std::string diagrams();

} // namespace portolan::lifecycle
