// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/local_files.h"

#include <cerrno>
#include <dirent.h>
#include <format>
#include <memory>
#include <sys/stat.h>

namespace portolan::ui {

namespace {

ItemFacts factsOf(const struct stat &status)
{
    const auto kind = S_ISDIR(status.st_mode)   ? ItemKind::Folder
                      : S_ISREG(status.st_mode) ? ItemKind::File
                                                : ItemKind::Other;
    return {.kind = kind,
            .bytes = kind == ItemKind::File ? std::optional<std::uint64_t>(status.st_size) : std::nullopt,
            .modified = status.st_mtime};
}

Result<std::vector<PlacedItem>> inspect(const std::vector<std::string> &paths)
{
    std::vector<PlacedItem> items;
    for (std::string path : paths) {
        while (path.size() > 1 && path.ends_with('/'))
            path.pop_back();
        struct stat status{};
        if (::stat(path.c_str(), &status) != 0)
            return failFromErrno(std::format("reading {}", path), errno);
        const auto facts = factsOf(status);
        if (facts.kind == ItemKind::Other || path == "/")
            return fail(ErrorCode::InvalidArgument, std::format("{} cannot be copied: it is no file or folder", path));
        items.push_back({.from = path, .name = path.substr(path.rfind('/') + 1), .facts = facts});
    }
    return items;
}

Result<std::map<std::string, ItemFacts>> listFolder(const std::string &path)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(path.c_str()), ::closedir);
    if (!folder)
        return failFromErrno(std::format("reading the folder {}", path), errno);
    std::map<std::string, ItemFacts> entries;
    for (errno = 0; const dirent *entry = ::readdir(folder.get()); errno = 0) {
        struct stat status{};
        const bool isKnown = ::fstatat(::dirfd(folder.get()), entry->d_name, &status, 0) == 0;
        entries[entry->d_name] = isKnown ? factsOf(status) : ItemFacts{.kind = ItemKind::Other};
    }
    if (errno != 0)
        return failFromErrno(std::format("reading the folder {}", path), errno);
    return entries;
}

} // namespace

Task<Result<std::vector<PlacedItem>>> inspectLocal(std::vector<std::string> paths)
{
    return offThread<Result<std::vector<PlacedItem>>>([paths = std::move(paths)] { return inspect(paths); });
}

Task<Result<std::map<std::string, ItemFacts>>> listLocalFolder(std::string path)
{
    return offThread<Result<std::map<std::string, ItemFacts>>>([path = std::move(path)] { return listFolder(path); });
}

} // namespace portolan::ui
