// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/session_page.h"
#include "server/api/exchange.h"
#include "server/api/portals/session_page.h"
#include "server/api/workspaces/handlers.h"
#include "server/runtime/agent/client.h"

namespace portolan::api {

namespace {

constexpr std::string_view subprotocol = "portolan.terminal";
constexpr std::int64_t largestTerminal = 10'000; ///< columns or rows

struct TerminalSize {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
};

} // namespace

} // namespace portolan::api

template <>
struct portolan::schema::Description<portolan::api::TerminalSize> {
    using S = portolan::api::TerminalSize;
    static constexpr std::string_view name = "TerminalSize";
    static constexpr std::string_view doc = "How large a terminal is.";
    static constexpr auto fields = std::tuple{
        field("columns", &S::columns, {.required = true}),
        field("rows", &S::rows, {.required = true}),
    };
};

namespace portolan::api {

namespace {

/// From the shell to the socket, until either ends.
Task<void> showOutput(std::shared_ptr<TerminalSession> session, TerminalSession::Viewer viewer, http::WebSocket &socket,
                      control::SessionLog::CountsPtr counts, OneShot<bool> done)
{
    while (true) {
        auto output = co_await session->read(viewer);
        if (!output) {
            if (session->isTakenOver(viewer))
                socket.close(http::close_code::conflict, "another window shows this terminal");
            break;
        }
        viewer.position = output->position;
        counts->out += static_cast<std::int64_t>(output->bytes.size());
        if (!output->bytes.empty() && !co_await socket.sendBinary(std::move(output->bytes)))
            break;
        if (output->ended) {
            const std::string status = output->exitStatus ? std::to_string(*output->exitStatus) : "null";
            if (co_await socket.sendText(std::format(R"({{"exited":{}}})", status)))
                socket.close(output->exitStatus ? http::close_code::normal : http::close_code::goingAway);
            break;
        }
    }
    done.set(true);
}

/// One message of the page. False ends the socket.
Task<bool> obey(std::shared_ptr<TerminalSession> session, http::WebSocket::Message message,
                control::SessionLog::CountsPtr counts)
{
    if (!message.text) {
        counts->in += static_cast<std::int64_t>(message.data.size());
        co_return (co_await session->write(std::move(message.data))).has_value();
    }
    const auto size = schema::decode<TerminalSize>(message.data);
    if (!size)
        co_return false;
    const auto fits = [](std::int64_t length) { return length > 0 && length <= largestTerminal; };
    if (!fits(size->columns) || !fits(size->rows))
        co_return true; // A hidden tab says 0 x 0.
    co_return (co_await session->resize(static_cast<int>(size->columns), static_cast<int>(size->rows))).has_value();
}

struct Beginning {
    std::shared_ptr<TerminalSession> session; ///< that is come back to
    runtime::agent::Connection connection;
    control::SessionLog::Entry entry;
};

Task<void> serve(Services services, std::string sessionId, std::shared_ptr<TerminalSession> session,
                 control::SessionLog::CountsPtr counts, http::WebSocket &socket)
{
    // Where a page is loaded again the old one may not have gone yet.
    const auto viewer = session->takeOver();
    const auto registration = socket.closing.onClosed([session, viewer] { session->stopReading(viewer); });
    OneShot<bool> shown;
    detach(showOutput(session, viewer, socket, counts, shown));
    while (true) {
        auto message = co_await socket.receive();
        if (!message)
            break;
        services.workshopSessions.seen(sessionId);
        if (!co_await obey(session, std::move(*message), counts)) {
            socket.close(http::close_code::invalidData, "not a message of portolan.terminal");
            break;
        }
    }
    session->stopReading(viewer);
    co_await shown; // It refers to the socket.
    session->detach(viewer);
}

Task<void> begin(Services services, std::string sessionId, std::shared_ptr<TerminalSessions> terminals,
                 TerminalSessions::Key key, std::shared_ptr<Beginning> beginning, http::WebSocket &socket)
{
    auto session = std::move(beginning->session);
    const auto counts = co_await services.sessionLog.begin(std::move(beginning->entry));
    if (!counts) {
        socket.close(http::close_code::serverError, counts.error().detail);
        co_return;
    }
    if (!session) {
        auto terminal = co_await runtime::agent::terminal(std::move(beginning->connection), {});
        if (!terminal) {
            socket.close(http::close_code::serverError, terminal.error().detail);
            co_await services.sessionLog.end(*counts);
            co_return;
        }
        session = TerminalSession::start(std::move(*terminal));
        if (const auto added = terminals->add(key, session); !added) {
            session->end();
            socket.close(http::close_code::tooManyRequests, added.error().detail);
            co_await services.sessionLog.end(*counts);
            co_return;
        }
    }
    co_await serve(services, std::move(sessionId), session, *counts, socket);
    co_await services.sessionLog.end(*counts);
    if (!session->ended())
        co_return; // Kept for whoever comes back.
    session->end();
    terminals->remove(key, session);
}

} // namespace

Task<http::Response> openSessionTerminal(Services services, std::shared_ptr<TerminalSessions> terminals, Call &call)
{
    const auto session = openedSession(services, call);
    if (!session)
        co_return http::Response::problem(session.error());
    const WorkshopSession value = (*session)->value;
    const auto number = wholeNumber(call.path.get("number"));
    const auto environment = services.state.environments.find(value.environmentId());
    const auto workshop = environment ? services.state.workshops.find(environment->value.resource) : nullptr;
    if (!workshop || !number || *number < 1 || *number > workshop->value.spec.terminals)
        co_return http::Response::problem(404, "the page has no such terminal");
    if (!std::ranges::contains(call.request.offeredSubprotocols(), subprotocol))
        co_return http::Response::problem(400, std::format("the subprotocol is {}", subprotocol));
    const auto workspace = services.state.workspaces.find(value.workspace);
    if (!workspace || workspace->value.state != WorkspaceState::Running)
        co_return http::Response::problem({.code = ErrorCode::Unavailable,
                                           .detail = "the workspace is being started",
                                           .args = {{"retryAfter", "1"}}});
    const TerminalSessions::Key key{
        .username = (*session)->id, .workspace = value.workspace, .tab = std::to_string(*number)};
    auto beginning = std::make_shared<Beginning>();
    beginning->entry = entryOf(call, "ws", workspace->value);
    beginning->entry.username = value.user;
    beginning->session = terminals->find(key);
    if (!beginning->session) {
        auto connection = co_await services.runtime.open(workspace->value.runtimeId);
        if (!connection)
            co_return http::Response::problem(connection.error());
        beginning->connection = std::move(*connection);
    }
    const std::string sessionId = (*session)->id;
    co_return http::Response::webSocket({.subprotocol = std::string(subprotocol)},
                                        [services, sessionId, terminals, key, beginning](http::WebSocket &socket) {
                                            return begin(services, sessionId, terminals, key, beginning, socket);
                                        });
}

} // namespace portolan::api
