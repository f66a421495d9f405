// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/engine.h"
#include "core/ssh/sftp_wire.h"
#include "core/ssh/transfer.h"

#include <stop_token>
#include <vector>

namespace portolan::ssh {

class SftpClient;

/// Attributes of a remote file, as SFTP version 3 knows them: stat(2) in whole seconds.
using FileAttributes = wire::Attributes;

enum class FileKind { File, Folder, Link, Other };
[[nodiscard]] FileKind kindOf(const FileAttributes &attributes);

struct FolderEntry {
    std::string name;               ///< the bytes of the name, never "." or "..", never with a '/'
    FileAttributes attributes = {}; ///< of a link: the link's own
};

/// Files at the other side of an SSH connection, by SFTP. From any thread with an event loop; any number of calls may
/// be under way. Paths are bytes; relative ones start in the home. Errors: NotFound, PermissionDenied, Conflict (what
/// the server calls a failure: it exists already, it is not empty...), NotImplemented, BadGateway, Cancelled.
class SftpSession
{
public:
    SftpSession(std::shared_ptr<Engine> engine, std::shared_ptr<SftpClient> client);
    ~SftpSession();
    Q_DISABLE_COPY_MOVE(SftpSession)

    /// Follows a link; lstat() does not.
    [[nodiscard]] Task<Result<FileAttributes>> stat(std::string path);
    [[nodiscard]] Task<Result<FileAttributes>> lstat(std::string path);
    /// All entries, in no order.
    [[nodiscard]] Task<Result<std::vector<FolderEntry>>> list(std::string path, std::stop_token cancel = {});
    /// Entries page by page, for folders too large to wait for: each page is given as it comes, in the caller's loop.
    [[nodiscard]] Task<Result<void>> list(std::string path, std::function<void(std::vector<FolderEntry>)> onPage,
                                          std::stop_token cancel = {});
    [[nodiscard]] Task<Result<void>> makeFolder(std::string path, std::uint32_t mode = 0777);
    /// Replaces `to` in one step where the server can.
    [[nodiscard]] Task<Result<void>> rename(std::string from, std::string to);
    [[nodiscard]] Task<Result<void>> removeFile(std::string path);
    [[nodiscard]] Task<Result<void>> removeFolder(std::string path);
    [[nodiscard]] Task<Result<void>> setAttributes(std::string path, FileAttributes attributes);
    [[nodiscard]] Task<Result<std::string>> readLink(std::string path);
    [[nodiscard]] Task<Result<void>> makeLink(std::string target, std::string path);
    /// Absolute, without "." and "..", links resolved.
    [[nodiscard]] Task<Result<std::string>> realPath(std::string path);

    /// Carries a file's content to `sink`, and gives how many bytes: all that the file held when it was opened, or an
    /// error.
    [[nodiscard]] Task<Result<std::uint64_t>> download(std::string path, std::shared_ptr<Sink> sink,
                                                       TransferOptions options = {});
    /// Writes `source` to a temporary name beside `path`, verifies size and sync, and renames it: `path` is the old
    /// file or the whole new one, never a part. After a failure or cancelling the temporary file is removed (where the
    /// connection still allows it).
    [[nodiscard]] Task<Result<std::uint64_t>> upload(std::shared_ptr<Source> source, std::string path,
                                                     TransferOptions options = {});

    /// Copies a file, or a folder with all in it, between this computer and the other side, many files at a time. Each
    /// file appears whole under its name or not at all; permissions and times come along; links are copied as links.
    /// `to` is the name of the copy itself; a folder that is there is filled up. Succeeds only if everything was
    /// copied; otherwise the error says how many were not, and why the first was not, and what could be copied stays.
    [[nodiscard]] Task<Result<TransferSummary>> uploadTree(std::string localPath, std::string path,
                                                           TransferOptions options = {});
    [[nodiscard]] Task<Result<TransferSummary>> downloadTree(std::string path, std::string localPath,
                                                             TransferOptions options = {});

    /// Ends whatever is under way with Cancelled.
    void close();

private:
    std::shared_ptr<Engine> m_engine;
    std::shared_ptr<SftpClient> m_client; ///< lives in the engine's thread
};

} // namespace portolan::ssh
