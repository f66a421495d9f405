// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "core/base/quantity.h"
#include "core/base/time.h"
#include "core/client/workspace_connection.h"
#include "core/ssh/sftp.h"

#include <filesystem>
#include <print>
#include <unistd.h>

namespace portolan::ctl {

namespace {

/// "NAME:PATH" is in a workspace; anything else, "./with:colon" too, is here.
struct Place {
    std::string workspace; ///< empty: on this computer
    std::string path;
};

Place parsePlace(const std::string &text)
{
    const auto colon = text.find(':');
    if (colon == text.npos || colon == 0 || text.substr(0, colon).contains('/'))
        return {.workspace = {}, .path = text};
    return {.workspace = text.substr(0, colon), .path = text.substr(colon + 1)};
}

/// One line that is written over: what, how far, how fast, how long still.
class ProgressBar
{
public:
    explicit ProgressBar(bool quiet) : m_shown(!quiet && isatty(STDERR_FILENO) != 0) {}
    ~ProgressBar()
    {
        if (m_shown)
            std::print(stderr, "\r\x1b[K");
    }

    void show(const ssh::TransferProgress &progress)
    {
        if (!m_shown)
            return;
        std::string line = std::format("{}  {} of {}", nameOf(progress.current), formatSize(signedOf(progress.bytes)),
                                       formatSize(signedOf(progress.totalBytes)));
        if (progress.totalFiles > 1)
            line += std::format("  {} of {} files", progress.files, progress.totalFiles);
        if (progress.bytesPerSecond)
            line += std::format("  {}/s", formatSize(static_cast<std::int64_t>(*progress.bytesPerSecond)));
        if (progress.isTotalKnown && progress.timeLeft)
            line += std::format("  {} left", formatAge(*progress.timeLeft));
        if (progress.isTotalKnown && progress.totalBytes > 0)
            line += std::format("  {}%", progress.bytes * 100 / progress.totalBytes);
        std::print(stderr, "\r\x1b[K{}", line);
    }

private:
    static std::int64_t signedOf(std::uint64_t value) { return static_cast<std::int64_t>(value); }
    static std::string nameOf(const std::string &path) { return path.substr(path.rfind('/') + 1); }

    bool m_shown;
};

struct Copy {
    Place from;
    Place to;
};

bool isRemoteFolder(const Result<ssh::FileAttributes> &attributes)
{
    return attributes && ssh::kindOf(*attributes) == ssh::FileKind::Folder;
}

std::string inFolder(std::string folder, const std::string &source)
{
    std::string name = std::filesystem::path(source).lexically_normal().filename().string();
    if (name.empty())
        name = std::filesystem::path(source).lexically_normal().parent_path().filename().string();
    if (!folder.empty() && !folder.ends_with('/'))
        folder += '/';
    return folder + name;
}

/// As cp(1): onto a folder that is there means into it.
Task<Result<ssh::TransferSummary>> copyOne(ssh::SftpSession &sftp, Copy copy, ssh::TransferOptions options)
{
    if (!copy.to.workspace.empty()) {
        std::string target = copy.to.path.empty() ? "." : copy.to.path;
        if (target.ends_with('/') || isRemoteFolder(co_await sftp.stat(target)))
            target = inFolder(target, copy.from.path);
        co_return co_await sftp.uploadTree(copy.from.path, target, options);
    }
    std::string target = copy.to.path;
    if (target.ends_with('/') || std::filesystem::is_directory(target))
        target = inFolder(target, copy.from.path);
    co_return co_await sftp.downloadTree(copy.from.path.empty() ? "." : copy.from.path, target, options);
}

Task<int> copyAll(const Context &context, std::vector<Copy> copies)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    const Place &remote = copies.front().to.workspace.empty() ? copies.front().from : copies.front().to;
    const auto connection = co_await connectWorkspace(*address, remote.workspace);
    if (!connection)
        co_return report(context, connection.error());
    const auto sftp = co_await (*connection)->openSftp();
    if (!sftp)
        co_return report(context, sftp.error());
    ssh::TransferSummary all;
    for (const Copy &copy : copies) {
        ProgressBar bar(context.json);
        const auto done = co_await copyOne(**sftp, copy,
                                           {.onProgress = [&bar](const auto &progress) { bar.show(progress); }});
        if (!done)
            co_return report(context, done.error());
        all.files += done->files;
        all.folders += done->folders;
        all.links += done->links;
        all.bytes += done->bytes;
    }
    if (context.json)
        std::println(R"({{"files":{},"folders":{},"links":{},"bytes":{}}})", all.files, all.folders, all.links,
                     all.bytes);
    else if (isatty(STDERR_FILENO))
        std::println(stderr, "{} in {} {}", formatSize(static_cast<std::int64_t>(all.bytes)), all.files,
                     all.files == 1 ? "file" : "files");
    co_return 0;
}

int usage(std::string_view why)
{
    std::println(stderr, "portolanctl: {}", why);
    return static_cast<int>(ExitCode::Usage);
}

Task<int> copyFiles(const Context &context, std::vector<std::string> paths)
{
    const Place target = parsePlace(paths.back());
    paths.pop_back();
    std::vector<Copy> copies;
    for (const std::string &path : paths) {
        const Place source = parsePlace(path);
        if (source.workspace.empty() == target.workspace.empty())
            co_return usage("one side must be in a workspace (NAME:PATH), and the other here");
        if (!copies.empty() && source.workspace != copies.front().from.workspace)
            co_return usage("the sources must all be in one workspace");
        Copy copy{.from = source, .to = target};
        if (paths.size() > 1 && !copy.to.path.ends_with('/') && !copy.to.path.empty())
            copy.to.path += '/'; // Several files go into a folder, whether it is there yet or not.
        copies.push_back(std::move(copy));
    }
    co_return co_await copyAll(context, std::move(copies));
}

} // namespace

void addCopyCommand(CLI::App &workspace, Context &context)
{
    auto paths = std::make_shared<std::vector<std::string>>();
    CLI::App *command = workspace.add_subcommand(
        "cp", "Copy files and folders: cp FILE... NAME:PATH, or cp NAME:PATH... FOLDER. PATH is below the home");
    command->add_option("PATHS", *paths, "What, and last where to")->required()->expected(2, -1);
    command->callback([&context, paths] {
        context.command = [&context, paths] { return copyFiles(context, *paths); };
    });
}

} // namespace portolan::ctl
