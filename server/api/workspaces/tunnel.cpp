// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/loop_thread.h"
#include "core/async/pipe.h"
#include "server/api/credential_watch.h"
#include "server/api/exchange.h"
#include "server/api/workspaces/handlers.h"
#include "server/runtime/agent/client.h"

/// GET /api/v1/workspaces/{name}/tunnel: one SSH connection, end to end, over a WebSocket. The request's header
/// Portolan-Public-Key has the one key that is let in. The first message from the server is text,
/// {"hostKey":"ssh-ed25519 AAAA...","user":"alice"}: the key to pin and the name to log in with. All others, both ways, are binary: the bytes of SSH.
namespace portolan::api {

namespace {

Task<Result<std::string>> readHostKey(const runtime::Runtime &runtime, std::string runtimeId)
{
    co_return runtime.hostKey(runtimeId);
}

Task<Result<std::string>> hostKeyOf(Services services, std::string runtimeId)
{
    return runIn<Result<std::string>>(services.controlLoop, [&runtime = services.runtime, runtimeId] {
        return readHostKey(runtime, runtimeId);
    });
}

Task<void> carry(Services services, identity::Principal principal, std::shared_ptr<Stream> inside, std::string hostKey,
                 control::SessionLog::Entry entry, http::WebSocket &socket)
{
    const std::string user = entry.workspace.login();
    const auto counts = co_await services.sessionLog.begin(std::move(entry));
    if (!counts) {
        inside->close();
        socket.close(http::close_code::serverError, counts.error().detail);
        co_return;
    }
    JsonWriter greeting;
    greeting.beginObject().key("hostKey").string(hostKey).key("user").string(user).endObject();
    if (!co_await socket.sendText(greeting.text())) {
        co_await services.sessionLog.end(*counts);
        co_return;
    }
    const CredentialWatch watch(services, std::move(principal), [&socket, inside] {
        socket.close(http::close_code::unauthenticated, "the token was revoked");
        inside->close();
    });
    const auto registration = socket.closing.onClosed([inside] { inside->close(); });
    const auto carried = co_await pipe(http::makeStream(socket), control::counted(inside, *counts));
    socket.close(carried ? http::close_code::normal : http::close_code::goingAway,
                 carried ? std::string() : carried.error().detail);
    co_await services.sessionLog.end(*counts);
}

} // namespace

Task<http::Response> openTunnel(Services services, Call &call)
{
    const auto workspace = runningWorkspace(services, call);
    if (!workspace)
        co_return http::Response::problem(workspace.error());
    const auto publicKey = call.request.header("portolan-public-key");
    if (!publicKey)
        co_return http::Response::problem(400, "the header Portolan-Public-Key must have the SSH public key that is to "
                                               "be let in, such as \"ssh-ed25519 AAAA...\"");
    const std::string key(*publicKey);
    const identity::Principal principal = call.principal;
    const auto entry = entryOf(call, "sh", *workspace);
    auto hostKey = co_await hostKeyOf(services, workspace->runtimeId);
    if (!hostKey)
        co_return http::Response::problem(hostKey.error());
    auto connection = co_await services.runtime.open(workspace->runtimeId);
    if (!connection)
        co_return http::Response::problem(connection.error());
    auto ssh = co_await runtime::agent::ssh(std::move(*connection), key);
    if (!ssh)
        co_return http::Response::problem(ssh.error());
    std::shared_ptr<Stream> inside = std::move(*ssh);
    co_return http::Response::webSocket({}, [services, principal, inside, hostKey = *hostKey,
                                             entry](http::WebSocket &socket) {
        return carry(services, principal, inside, hostKey, entry, socket);
    });
}

} // namespace portolan::api
