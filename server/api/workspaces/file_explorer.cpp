// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/workspaces/file_explorer.h"

#include "core/base/time.h"
#include "server/runtime/agent/client.h"

namespace portolan::api {

namespace {

namespace agent = runtime::agent;
using cloudshell::v1::FileExplorerCommand;
using cloudshell::v1::FileExplorerResponse;

std::string joined(std::string folder, std::string_view name)
{
    if (!folder.empty() && !folder.ends_with('/'))
        folder += '/';
    return folder += name;
}

/// The name of a new folder is one name, not a way to somewhere else.
std::optional<std::string> refuseName(std::string_view name)
{
    if (name.empty() || name == "." || name == ".." || name.contains('/'))
        return "a folder's name must not be empty, and must not have a slash";
    return std::nullopt;
}

Task<Result<agent::Folder>> list(Services services, std::string runtimeId, std::string path, bool showHidden)
{
    auto connection = co_await services.runtime.open(runtimeId);
    if (!connection)
        co_return std::unexpected(std::move(connection.error()));
    co_return co_await agent::list(std::move(*connection), path.empty() ? "." : path, showHidden);
}

Task<Result<void>> makeFolder(Services services, std::string runtimeId, std::string path, std::string name)
{
    if (const auto refusal = refuseName(name))
        co_return fail(ErrorCode::InvalidArgument, *refusal);
    auto connection = co_await services.runtime.open(runtimeId);
    if (!connection)
        co_return std::unexpected(std::move(connection.error()));
    co_return co_await agent::makeFolder(std::move(*connection), joined(path, name));
}

Task<Result<void>> remove(Services services, std::string runtimeId, std::string path)
{
    if (path.empty())
        co_return fail(ErrorCode::InvalidArgument, "what is to be removed? The path is empty");
    auto connection = co_await services.runtime.open(runtimeId);
    if (!connection)
        co_return std::unexpected(std::move(connection.error()));
    co_return co_await agent::remove(std::move(*connection), path);
}

Task<Result<std::string>> cwd(Services services, std::string runtimeId, std::string agentSession)
{
    auto connection = co_await services.runtime.open(runtimeId);
    if (!connection)
        co_return std::unexpected(std::move(connection.error()));
    co_return co_await agent::cwd(std::move(*connection), agentSession);
}

void fill(cloudshell::v1::ListFilesResponse &response, const Result<agent::Folder> &folder)
{
    if (!folder) {
        response.set_error(folder.error().detail);
        return;
    }
    for (const agent::Entry &entry : folder->entries) {
        auto &file = *response.add_files();
        file.set_name(entry.name);
        file.set_path(entry.path);
        file.set_size(entry.size);
        file.set_mode(entry.mode);
        file.set_is_dir(entry.isFolder);
        file.set_mod_time(formatTime(entry.modified));
    }
    if (folder->truncated)
        response.set_error(std::format("the folder has more than {} entries; the rest is not shown",
                                       folder->entries.size()));
}

} // namespace

Task<cloudshell::v1::FileExplorer> explore(Services services, std::string runtimeId, std::string agentSession,
                                           cloudshell::v1::FileExplorer command)
{
    cloudshell::v1::FileExplorer answer;
    answer.set_id(command.id());
    FileExplorerResponse &response = *answer.mutable_response();
    switch (command.command().command_case()) {
    case FileExplorerCommand::kListFiles: {
        const auto &wanted = command.command().list_files();
        fill(*response.mutable_list_files(), co_await list(services, runtimeId, wanted.path(), wanted.show_hidden()));
        break;
    }
    case FileExplorerCommand::kMakeDirectory: {
        const auto &wanted = command.command().make_directory();
        auto &made = *response.mutable_make_directory();
        if (const auto result = co_await makeFolder(services, runtimeId, wanted.path(), wanted.name()); !result)
            made.set_error(result.error().detail);
        break;
    }
    case FileExplorerCommand::kRemove: {
        auto &removed = *response.mutable_remove();
        if (const auto result = co_await remove(services, runtimeId, command.command().remove().path()); !result)
            removed.set_error(result.error().detail);
        break;
    }
    case FileExplorerCommand::kGetCwd: {
        auto &folder = *response.mutable_get_cwd();
        if (const auto result = co_await cwd(services, runtimeId, agentSession))
            folder.set_path(*result);
        else
            folder.set_error(result.error().detail);
        break;
    }
    case FileExplorerCommand::COMMAND_NOT_SET:
        response.mutable_list_files()->set_error("the command is empty, or not known to this server");
        break;
    }
    co_return answer;
}

} // namespace portolan::api
