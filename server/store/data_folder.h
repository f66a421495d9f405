// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/base/file.h"

#include <filesystem>

namespace portolan::store {

/// The one folder in which a server keeps everything it must not lose, and the right to use it: at most one process
/// holds a folder, from open() to the end of the object or of the process, however it ends. Made with mode 0700.
///
/// The lock is an open-file-description lock on `DATA/lock` (fcntl(2)): it is not inherited through exec, the kernel
/// drops it with the process, and others can ask for it without taking it.
class DataFolder
{
public:
    /// Conflict, naming the process and the address of the server, when another holds it.
    [[nodiscard]] static Result<DataFolder> open(const std::filesystem::path &path);

    DataFolder(DataFolder &&) noexcept = default;
    DataFolder &operator=(DataFolder &&) = delete;
    /// Withdraws what was announced.
    ~DataFolder();

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    [[nodiscard]] std::filesystem::path databasePath() const { return m_path / "portolan.db"; }

    /// Tells consoles and portolanctl where this server listens, see readEndpoint(). The process id is filled in.
    [[nodiscard]] Result<void> announce(const std::string &url, const std::string &version) const;
    /// Takes the announcement back, before the server stops listening.
    [[nodiscard]] Result<void> withdraw() const;

private:
    DataFolder(std::filesystem::path path, Descriptor lock);

    std::filesystem::path m_path;
    Descriptor m_lock;
};

} // namespace portolan::store
