// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/off_thread.h"
#include "core/base/error.h"
#include "ui/files/placement.h"

namespace portolan::ui {

/// What these local paths are; links are followed. An error where one cannot be read or is neither file nor folder.
[[nodiscard]] Task<Result<std::vector<PlacedItem>>> inspectLocal(std::vector<std::string> paths);

/// All that a local folder holds, by name.
[[nodiscard]] Task<Result<std::map<std::string, ItemFacts>>> listLocalFolder(std::string path);

} // namespace portolan::ui
