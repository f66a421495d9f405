// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"

#include "core/base/certificates.h"
#include "core/base/file.h"
#include "core/schema/codec.h"

#include <print>

namespace portolan::ctl {

namespace {

constexpr std::size_t largestToken = 4096;

Task<int> runCommand(const Context &context, ClientCommand work)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto status = co_await work(client);
    co_return status ? *status : report(context, status.error());
}

} // namespace

Result<ControlPlaneAddress> Context::address() const
{
    if (server.empty()) {
        auto local = addressOfDataFolder(data);
        if (!local)
            return fail(local.error().code == ErrorCode::NotFound ? ErrorCode::Unavailable : local.error().code,
                        std::format("{}; start one with portolan-server, or name another with --server",
                                    local.error().detail));
        return withAuthorities(std::move(*local));
    }
    if (tokenFile.empty())
        return fail(ErrorCode::Unauthenticated,
                    "--server needs --token-file with the file of its token; a token on the command line could be "
                    "read by everybody on this computer");
    auto token = readFile(tokenFile, largestToken);
    if (!token)
        return std::unexpected(std::move(token.error()));
    token->erase(token->find_last_not_of(" \r\n") + 1);
    return withAuthorities({.url = server, .token = std::move(*token)});
}

Result<ControlPlaneAddress> Context::withAuthorities(ControlPlaneAddress address) const
{
    if (authoritiesFile.empty())
        return address;
    auto authorities = readAuthorities(authoritiesFile);
    if (!authorities)
        return std::unexpected(std::move(authorities.error()));
    address.authorities = std::move(*authorities);
    return address;
}

void bindCommand(CLI::App &command, Context &context, ClientCommand work)
{
    command.callback([&context, work = std::move(work)] {
        context.command = [&context, work] { return runCommand(context, work); };
    });
}

int report(const Context &context, const Error &error)
{
    const ExitCode code = exitCodeOf(error);
    if (context.json) {
        JsonWriter writer;
        writer.beginObject().key("error").beginObject();
        writer.key("code").string(name(error.code)).key("detail").string(error.detail);
        if (!error.fields.empty()) {
            writer.key("fields").beginArray();
            for (const FieldError &field : error.fields)
                writer.beginObject()
                    .key("pointer")
                    .string(field.pointer)
                    .key("detail")
                    .string(field.detail)
                    .endObject();
            writer.endArray();
        }
        writer.endObject().endObject();
        std::println(stderr, "{}", writer.text());
    } else {
        std::println(stderr, "portolanctl: {}", error.detail);
        if (error.fields.size() > 1)
            for (const FieldError &field : error.fields)
                std::println(stderr, "  {}: {}", field.pointer, field.detail);
    }
    return static_cast<int>(code);
}

} // namespace portolan::ctl
