// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace portolan::runtime {

// What /proc and /sys show may go while it is read. The standard library's streams and iterators throw then.

/// All of a file, or what could be read of it: nothing where there is none.
[[nodiscard]] std::string readFile(const std::filesystem::path &path);

/// Names of the folders in a folder; nothing where there is none.
[[nodiscard]] std::vector<std::string> foldersIn(const std::filesystem::path &path);

} // namespace portolan::runtime
