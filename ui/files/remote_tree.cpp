// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/remote_tree.h"

#include <format>

namespace portolan::ui {

namespace {

/// Requests under way at a time: enough to hide the round trip.
constexpr std::size_t width = 64;

std::unexpected<Error> cancelled()
{
    return fail(ErrorCode::Cancelled, "it was stopped");
}

Task<void> resolveLink(SftpPtr sftp, std::string path, RemoteEntry &entry)
{
    auto target = sftp->readLink(path);
    auto attributes = sftp->stat(path);
    if (auto name = co_await std::move(target))
        entry.target = std::move(*name);
    if (const auto found = co_await std::move(attributes))
        entry.targetKind = ssh::kindOf(*found);
}

} // namespace

std::string joinPath(const std::string &folder, const std::string &name)
{
    return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

std::string parentPath(const std::string &path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

bool RemoteEntry::isFolder() const
{
    return (isLink() ? targetKind : std::optional(ssh::kindOf(attributes))) == ssh::FileKind::Folder;
}

Task<Result<RemoteListing>> listRemote(SftpPtr sftp, std::string path, std::function<void(std::size_t)> onCount,
                                       std::stop_token cancel)
{
    RemoteListing listing;
    auto real = co_await sftp->realPath(path.empty() ? "." : path);
    if (!real)
        co_return std::unexpected(real.error());
    listing.path = std::move(*real);
    // Pages are posted to this thread before the end is, so all have come when it does; shared, because those of a
    // cancelled listing may still come later.
    const auto entries = std::make_shared<std::vector<RemoteEntry>>();
    const auto listed = co_await sftp->list(
        listing.path,
        [entries, onCount](std::vector<ssh::FolderEntry> page) {
            for (auto &entry : page)
                entries->push_back({.name = std::move(entry.name), .attributes = entry.attributes});
            onCount(entries->size());
        },
        cancel);
    if (!listed)
        co_return std::unexpected(listed.error());
    listing.entries = std::move(*entries);
    std::vector<Task<void>> resolving;
    for (auto &entry : listing.entries) {
        if (cancel.stop_requested())
            break;
        if (!entry.isLink())
            continue;
        resolving.push_back(resolveLink(sftp, joinPath(listing.path, entry.name), entry));
        if (resolving.size() == width)
            for (auto &task : std::exchange(resolving, {}))
                co_await task;
    }
    for (auto &task : resolving)
        co_await task;
    if (cancel.stop_requested())
        co_return cancelled();
    co_return listing;
}

Task<Result<std::map<std::string, ItemFacts>>> takenNames(SftpPtr sftp, std::string path, std::stop_token cancel)
{
    const auto listing = co_await listRemote(sftp, path, [](std::size_t) {}, cancel);
    if (!listing)
        co_return std::unexpected(listing.error());
    std::map<std::string, ItemFacts> taken;
    for (const RemoteEntry &entry : listing->entries) {
        const auto kind = entry.isLink() ? entry.targetKind.value_or(ssh::FileKind::Other)
                                         : ssh::kindOf(entry.attributes);
        taken[entry.name] = {.kind = kind == ssh::FileKind::File     ? ItemKind::File
                                     : kind == ssh::FileKind::Folder ? ItemKind::Folder
                                                                     : ItemKind::Other,
                             .bytes = entry.attributes.size,
                             .modified = entry.attributes.modified};
    }
    co_return taken;
}

Task<Result<RemoteSurvey>> surveyRemote(SftpPtr sftp, std::vector<std::string> paths, std::stop_token cancel)
{
    RemoteSurvey survey;
    const auto add = [&survey](std::string path, const ssh::FileAttributes &attributes) {
        if (ssh::kindOf(attributes) == ssh::FileKind::Folder) {
            survey.folders.push_back(std::move(path));
        } else {
            survey.files.push_back(std::move(path));
            survey.bytes += attributes.size.value_or(0);
        }
    };
    for (std::string &path : paths) {
        const auto attributes = co_await sftp->lstat(path);
        if (!attributes)
            co_return std::unexpected(attributes.error());
        add(std::move(path), *attributes);
    }
    for (std::size_t next = 0; next < survey.folders.size();) {
        std::vector<std::pair<std::string, Task<Result<std::vector<ssh::FolderEntry>>>>> reading;
        for (; next < survey.folders.size() && reading.size() < width; ++next)
            reading.emplace_back(survey.folders[next], sftp->list(survey.folders[next], cancel));
        std::optional<Error> failure;
        for (auto &[folder, task] : reading) {
            auto entries = co_await std::move(task);
            if (!entries) {
                failure = failure.value_or(entries.error());
                continue;
            }
            for (const auto &entry : *entries)
                add(joinPath(folder, entry.name), entry.attributes);
        }
        if (failure)
            co_return std::unexpected(*failure);
    }
    co_return survey;
}

namespace {

std::ptrdiff_t depthOf(const std::string &path)
{
    return std::ranges::count(path, '/');
}

struct Removal {
    std::size_t gone = 0;
    std::optional<Error> first;

    void count(const Result<void> &result)
    {
        if (result) {
            ++gone;
            return;
        }
        if (!first)
            first = result.error();
    }
};

} // namespace

Task<Result<void>> removeRemote(SftpPtr sftp, RemoteSurvey survey, std::function<void(std::size_t)> onCount,
                                std::stop_token cancel)
{
    Removal removal;
    std::vector<Task<Result<void>>> removing;
    for (std::size_t next = 0; next < survey.files.size() && !cancel.stop_requested();) {
        for (; next < survey.files.size() && removing.size() < width; ++next)
            removing.push_back(sftp->removeFile(survey.files[next]));
        for (auto &task : std::exchange(removing, {}))
            removal.count(co_await task);
        onCount(removal.gone);
    }
    // The deepest first; folders of one depth do not contain each other.
    std::ranges::stable_sort(survey.folders, std::greater(), depthOf);
    for (std::size_t next = 0; next < survey.folders.size() && !cancel.stop_requested() && !removal.first;) {
        const auto depth = depthOf(survey.folders[next]);
        for (; next < survey.folders.size() && removing.size() < width && depthOf(survey.folders[next]) == depth;
             ++next)
            removing.push_back(sftp->removeFolder(survey.folders[next]));
        for (auto &task : std::exchange(removing, {}))
            removal.count(co_await task);
        onCount(removal.gone);
    }
    if (cancel.stop_requested())
        co_return cancelled();
    const auto all = survey.files.size() + survey.folders.size();
    if (removal.first)
        co_return fail(removal.first->code, std::format("{} of {} could not be deleted. The first: {}",
                                                        all - removal.gone, all, removal.first->detail));
    co_return {};
}

Task<Result<void>> renameRemote(SftpPtr sftp, std::string from, std::string to)
{
    const auto there = co_await sftp->lstat(to);
    if (there)
        co_return fail(ErrorCode::Conflict, std::format("{} exists already", to));
    if (there.error().code != ErrorCode::NotFound)
        co_return std::unexpected(there.error());
    co_return co_await sftp->rename(std::move(from), std::move(to));
}

} // namespace portolan::ui
