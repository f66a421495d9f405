// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/sftp.h"
#include "ui/files/placement.h"

/// What is done to files over SFTP beyond single calls. Coroutines of the calling thread.
namespace portolan::ui {

using SftpPtr = std::shared_ptr<ssh::SftpSession>;

[[nodiscard]] std::string joinPath(const std::string &folder, const std::string &name);
/// "/" for what stands at the root, and for the root itself.
[[nodiscard]] std::string parentPath(const std::string &path);

/// An entry of a folder, and for a link where it leads.
struct RemoteEntry {
    std::string name;
    ssh::FileAttributes attributes; ///< of a link: the link's own
    std::optional<std::string> target = {}; ///< of a link
    std::optional<ssh::FileKind> targetKind = {}; ///< of a link; nothing where it leads nowhere

    [[nodiscard]] bool isLink() const { return ssh::kindOf(attributes) == ssh::FileKind::Link; }
    /// A folder, or a link to one.
    [[nodiscard]] bool isFolder() const;
};

struct RemoteListing {
    std::string path; ///< absolute
    std::vector<RemoteEntry> entries;
};

/// A folder's entries with the targets of its links. `onCount` is told how many have come, as they come.
[[nodiscard]] Task<Result<RemoteListing>> listRemote(SftpPtr sftp, std::string path,
                                                     std::function<void(std::size_t)> onCount, std::stop_token cancel);

/// All that a folder holds, by name; links count as what they lead to.
[[nodiscard]] Task<Result<std::map<std::string, ItemFacts>>> takenNames(SftpPtr sftp, std::string path,
                                                                        std::stop_token cancel);

/// What would go with some files and folders.
struct RemoteSurvey {
    std::vector<std::string> files;   ///< and links: they go, not what they lead to
    std::vector<std::string> folders; ///< each before what is in it
    std::uint64_t bytes = 0;
};

[[nodiscard]] Task<Result<RemoteSurvey>> surveyRemote(SftpPtr sftp, std::vector<std::string> paths,
                                                      std::stop_token cancel);

/// Removes exactly what was surveyed, many at a time; a folder into which something came meanwhile stays, with an
/// error. `onCount` is told how many are gone. The error says how many are left, and why the first is.
[[nodiscard]] Task<Result<void>> removeRemote(SftpPtr sftp, RemoteSurvey survey,
                                              std::function<void(std::size_t)> onCount, std::stop_token cancel);

/// Renames without ever replacing something: Conflict where `to` exists.
[[nodiscard]] Task<Result<void>> renameRemote(SftpPtr sftp, std::string from, std::string to);

} // namespace portolan::ui
