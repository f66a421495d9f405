// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/runtime/agent/program/config.h"
#include "server/runtime/agent/program/json.h"
#include "server/runtime/agent/program/wire.h"

#include <string>
#include <string_view>

#include <sys/stat.h>

namespace portolan::runtime::agent {

/// The path of a request: absolute, or below home.
[[nodiscard]] std::string resolved(const Config &config, const std::string &path);

/// Like mkdir -p.
[[nodiscard]] Result<void> makeFolders(const std::string &path, mode_t mode);

/// Whether reading or replacing it makes sense: a regular file. Folders, pipes, sockets and devices are refused.
[[nodiscard]] Result<void> checkRegular(const std::string &path, const struct stat &info);

/// Names the file's contents: differs after each change of them.
[[nodiscard]] std::string etagOf(const struct stat &info);
[[nodiscard]] std::int64_t microseconds(const timespec &time);
/// The members of FileInfo, see protocol.h.
[[nodiscard]] Json::Object fileInfo(const std::string &path, const struct stat &info);

} // namespace portolan::runtime::agent
