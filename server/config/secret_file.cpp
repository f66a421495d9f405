// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/secret_file.h"

#include "core/base/file.h"

#include <cerrno>
#include <format>
#include <sys/stat.h>
#include <unistd.h>

namespace portolan::config {

Result<void> checkPrivate(const std::filesystem::path &path)
{
    struct stat status{};
    if (stat(path.c_str(), &status) != 0)
        return failFromErrno(std::format("looking at {}", path.string()), errno);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::InvalidArgument, std::format("{} is not a file", path.string()));
    if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0)
        return fail(ErrorCode::PermissionDenied,
                    std::format("everybody may read or change {}; make it private, by chmod 600", path.string()));
    if (access(path.c_str(), R_OK) != 0)
        return failFromErrno(std::format("reading {}", path.string()), errno);
    return {};
}

Result<std::string> readSecret(const std::filesystem::path &path)
{
    if (auto fine = checkPrivate(path); !fine)
        return std::unexpected(std::move(fine.error()));
    auto text = readFile(path, 64 * 1024);
    if (!text)
        return text;
    while (text->ends_with('\n') || text->ends_with('\r'))
        text->pop_back();
    if (text->empty())
        return fail(ErrorCode::InvalidArgument, std::format("{} is empty", path.string()));
    return text;
}

} // namespace portolan::config
