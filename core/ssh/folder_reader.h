// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/sftp.h"
#include "core/ssh/sftp_client.h"

namespace portolan::ssh {

/// The entries of one remote folder, page by page, in the connection's thread.
class FolderReader
{
public:
    FolderReader(std::shared_ptr<SftpClient> client, std::string path, std::stop_token cancel);
    ~FolderReader();
    Q_DISABLE_COPY_MOVE(FolderReader)

    /// The next entries; none at the end. A name that could lead out of the folder is an error: no honest server
    /// sends one.
    [[nodiscard]] Task<Result<std::vector<FolderEntry>>> next();

private:
    [[nodiscard]] Result<std::vector<FolderEntry>> readPage(const SftpClient::Reply &reply) const;

    std::shared_ptr<SftpClient> m_client;
    std::string m_path;
    std::stop_token m_cancel;
    std::optional<std::string> m_handle;
};

} // namespace portolan::ssh
