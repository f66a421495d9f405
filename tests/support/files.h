// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace portolan::test {

/// The whole of a file; "" where it cannot be read.
[[nodiscard]] std::string readFile(const std::string &path);
/// Ends the test program where it cannot be written.
void writeFile(const std::string &path, std::string_view text);

} // namespace portolan::test
