// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace portolan {

/// The whole file. TooLarge when it has more than `limit` bytes; nothing is read past that.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path &path, std::size_t limit);

/// Replaces the file or makes it, so that after a crash there is either the old content or the new, and after success
/// the new one even when the power fails: a temporary file in the same folder, fsync, rename, fsync of the folder.
/// Blocks on the disk. Writers of one path must not overlap.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view bytes,
                                               mode_t mode = 0600);

/// Removes the file, durably; one that is not there is a success.
[[nodiscard]] Result<void> removeFile(const std::filesystem::path &path);

/// Makes renames, new and removed names in a folder durable (`path` may be a file too: its content).
[[nodiscard]] Result<void> syncPath(const std::filesystem::path &path);

} // namespace portolan
