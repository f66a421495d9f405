// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace portolan {

/// How to reach the server that runs on a data folder: the content of `DATA/endpoint`, written by the server once it
/// listens (store::DataFolder::announce). JSON: {"url":"http://127.0.0.1:8080","pid":4711,"version":"0.1.0"}.
struct Endpoint {
    std::string url;
    pid_t pid = 0;
    std::string version; ///< of the server

    bool operator==(const Endpoint &) const = default;
};

[[nodiscard]] std::string encodeEndpoint(const Endpoint &endpoint);
/// InvalidArgument for anything that encodeEndpoint() would not write; unknown members are ignored.
[[nodiscard]] Result<Endpoint> decodeEndpoint(std::string_view json);

/// The server that runs on `folder` now. NotFound when none does, or when it does not listen yet: a file that a killed
/// server left behind is recognised, because the folder's lock is then free or belongs to another process. Asking never
/// takes the lock, so it cannot make a starting server fail.
[[nodiscard]] Result<Endpoint> readEndpoint(const std::filesystem::path &folder);

/// The process that holds the lock of `folder` (`DATA/lock`), if one does; 0 for one that has not said its id yet.
[[nodiscard]] Result<std::optional<pid_t>> folderHolder(const std::filesystem::path &folder);

} // namespace portolan
