// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/encoding.h"
#include "core/model/workspace/file_details.h"
#include "server/api/exchange.h"
#include "server/api/workspaces/handlers.h"
#include "server/http/entity_tag.h"
#include "server/http/http_date.h"
#include "server/http/range.h"
#include "server/runtime/agent/client.h"

namespace portolan::api {

namespace {

namespace agent = runtime::agent;

/// The API's page leaves the parameter's name open; "file" is understood as well (spec section 7).
Result<std::string> pathOf(const http::Request &request)
{
    auto path = request.query().get("path");
    if (!path)
        path = request.query().get("file");
    if (!path || path->empty())
        return fail(ErrorCode::InvalidArgument, "which file? Give ?path=, absolute or relative to the home folder");
    if (path->contains('\0'))
        return fail(ErrorCode::InvalidArgument, "the path has a NUL character");
    return std::string(*path);
}

std::string entityTag(std::string_view etag)
{
    return std::format("\"{}\"", etag);
}

/// RFC 6266: the plain form for old clients, the encoded one for all others.
std::string contentDisposition(std::string_view path)
{
    const std::string_view name = path.substr(path.rfind('/') + 1);
    std::string plain;
    for (const char character : name)
        plain += character >= ' ' && character < '\x7f' && character != '"' && character != '\\' ? character : '_';
    return std::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, percentEncode(name));
}

Task<Result<void>> sendFile(std::shared_ptr<agent::FileReader> reader, http::BodyWriter &writer)
{
    while (true) {
        auto bytes = co_await reader->read();
        if (!bytes)
            co_return std::unexpected(std::move(bytes.error()));
        if (bytes->empty())
            co_return Result<void>{};
        if (auto written = co_await writer.write(std::move(*bytes)); !written)
            co_return written;
    }
}

Task<Result<std::unique_ptr<agent::FileReader>>> openFile(Services services, std::string runtimeId,
                                                          agent::ReadRequest request)
{
    auto connection = co_await services.runtime.open(std::move(runtimeId));
    if (!connection)
        co_return std::unexpected(std::move(connection.error()));
    co_return co_await agent::read(std::move(*connection), std::move(request));
}

FileDetails toWire(agent::FileInfo info)
{
    return {.path = std::move(info.path),
            .size = info.size,
            .mode = info.mode,
            .modified = info.modified,
            .etag = entityTag(info.etag)};
}

/// The body into the writer. What went wrong on either side; nothing is left of a broken upload.
Task<Result<agent::FileInfo>> receiveFile(http::BodyReader &body, agent::FileWriter &writer)
{
    while (true) {
        auto bytes = co_await body.read();
        if (!bytes) {
            writer.abort();
            co_return std::unexpected(std::move(bytes.error()));
        }
        if (bytes->empty())
            co_return co_await writer.finish();
        if (auto written = co_await writer.write(std::move(*bytes)); !written)
            co_return std::unexpected(std::move(written.error()));
    }
}

} // namespace

Task<http::Response> getFile(Services services, Call &call)
{
    const auto workspace = runningWorkspace(services, call);
    if (!workspace)
        co_return http::Response::problem(workspace.error());
    const auto path = pathOf(call.request);
    if (!path)
        co_return http::Response::problem(path.error());
    auto file = co_await openFile(services, workspace->runtimeId, {.path = *path});
    if (!file)
        co_return http::Response::problem(file.error());
    const std::string etag = entityTag((*file)->info().etag);
    const auto size = static_cast<std::uint64_t>((*file)->info().size);
    if (const std::string known = call.request.headerList("if-none-match"); http::listsTag(known, etag))
        co_return http::Response(304).with("ETag", etag);

    auto choice = http::chooseRange(call.request, size, etag, (*file)->info().modified);
    if (choice.status == 206) {
        auto part = co_await openFile(services, workspace->runtimeId,
                                      {.path = *path,
                                       .offset = static_cast<std::int64_t>(choice.offset),
                                       .length = static_cast<std::int64_t>(choice.length)});
        if (!part)
            co_return http::Response::problem(part.error());
        // Changed between the two looks: the part would be of another file, so the whole of what was opened is sent.
        if (entityTag((*part)->info().etag) == etag)
            file = std::move(part);
        else
            choice = {.status = 200, .offset = 0, .length = size};
    }
    const agent::FileInfo info = (*file)->info();
    std::shared_ptr<agent::FileReader> reader = std::move(*file);
    co_return http::rangeResponse(choice, "application/octet-stream", etag,
                                  [reader](http::BodyWriter &writer) { return sendFile(reader, writer); })
        .with("Last-Modified", http::formatHttpDate(info.modified))
        .with("Content-Disposition", contentDisposition(info.path));
}

Task<http::Response> putFile(Services services, Call &call)
{
    const auto workspace = runningWorkspace(services, call);
    if (!workspace)
        co_return http::Response::problem(workspace.error());
    auto path = pathOf(call.request);
    if (!path)
        co_return http::Response::problem(path.error());
    const auto parents = flagParameter(call.request.query(), "parents");
    if (!parents)
        co_return http::Response::problem(parents.error());

    agent::WriteRequest wanted{.path = std::move(*path), .parents = *parents};
    if (const auto length = call.request.body.length())
        wanted.size = static_cast<std::int64_t>(*length);
    if (const auto match = call.request.header("if-match"); match && *match != "*")
        wanted.ifMatch = match->size() > 2 && match->starts_with('"') ? std::string(match->substr(1, match->size() - 2))
                                                                      : std::string(*match);
    wanted.onlyNew = call.request.header("if-none-match") == "*";

    auto connection = co_await services.runtime.open(workspace->runtimeId);
    if (!connection)
        co_return http::Response::problem(connection.error());
    auto writer = co_await agent::write(std::move(*connection), std::move(wanted));
    if (!writer)
        co_return http::Response::problem(writer.error());
    const bool isNew = !(*writer)->replaces();
    auto written = co_await receiveFile(call.request.body, **writer);
    if (!written)
        co_return http::Response::problem(written.error());
    const std::string etag = entityTag(written->etag);
    co_return json(toWire(std::move(*written)), isNew ? 201 : 200).with("ETag", etag);
}

} // namespace portolan::api
