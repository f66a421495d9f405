// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/workspaces/interactive.h"

#include "core/base/utf8_splitter.h"
#include "core/protocol/cloudshell_v1.pb.h"
#include "server/api/credential_watch.h"
#include "server/api/exchange.h"
#include "server/api/workspaces/file_explorer.h"
#include "server/api/workspaces/handlers.h"

namespace portolan::api {

namespace {

using cloudshell::v1::CloudshellMessage;

constexpr std::uint32_t largestTerminal = 10'000; ///< columns or rows

/// What one socket does with one shell. Sends are in one line: the output, answers to pings and to the file explorer
/// would otherwise overlap.
struct Attachment {
    Services services;
    std::string runtimeId;
    std::shared_ptr<TerminalSession> session;
    http::WebSocket &socket;
    control::SessionLog::CountsPtr counts;
    bool sending = false;
    std::vector<OneShot<bool>> waiting;
};

Task<Result<void>> send(Attachment &attachment, CloudshellMessage message)
{
    while (attachment.sending) {
        OneShot<bool> turn;
        attachment.waiting.push_back(turn);
        co_await turn;
    }
    attachment.sending = true;
    auto sent = co_await attachment.socket.sendBinary(message.SerializeAsString());
    attachment.sending = false;
    for (auto &turn : std::exchange(attachment.waiting, {}))
        turn.set(true);
    co_return sent;
}

/// From the shell to the socket, until either ends.
Task<void> showOutput(Attachment &attachment, TerminalSession::Viewer viewer, OneShot<bool> done)
{
    Utf8Splitter characters;
    while (true) {
        const auto output = co_await attachment.session->read(viewer);
        if (!output)
            break;
        viewer.position = output->position;
        std::string text = characters.push(output->bytes);
        if (output->ended)
            text += characters.finish();
        attachment.counts->out += static_cast<std::int64_t>(text.size());
        if (!text.empty()) {
            CloudshellMessage message;
            message.mutable_terminal_output()->set_data(std::move(text));
            if (!co_await send(attachment, std::move(message)))
                break;
        }
        if (output->ended) {
            CloudshellMessage message;
            message.mutable_terminal_error()->set_data(output->exitStatus
                                                           ? std::format("exited with status {}", *output->exitStatus)
                                                           : "the workspace went away");
            if (co_await send(attachment, std::move(message)))
                attachment.socket.close(output->exitStatus ? http::close_code::normal : http::close_code::goingAway);
            break;
        }
    }
    done.set(true);
}

Task<Result<void>> resize(std::shared_ptr<TerminalSession> session, cloudshell::v1::TerminalResize size)
{
    if (size.cols() == 0 || size.rows() == 0 || size.cols() > largestTerminal || size.rows() > largestTerminal)
        co_return Result<void>{}; // A hidden browser tab says 0 x 0; the shell keeps the size it has.
    co_return co_await session->resize(static_cast<int>(size.cols()), static_cast<int>(size.rows()));
}

/// One message of the client. False ends the socket.
Task<bool> obey(Attachment &attachment, std::string bytes)
{
    CloudshellMessage message;
    if (!message.ParseFromString(bytes)) {
        attachment.socket.close(http::close_code::invalidData, "not a message of cloudshell-v1");
        co_return false;
    }
    switch (message.message_case()) {
    case CloudshellMessage::kPing: {
        CloudshellMessage pong;
        pong.mutable_pong();
        co_return (co_await send(attachment, std::move(pong))).has_value();
    }
    case CloudshellMessage::kTerminalInput:
        attachment.counts->in += static_cast<std::int64_t>(message.terminal_input().data().size());
        co_return (co_await attachment.session->write(message.terminal_input().data())).has_value();
    case CloudshellMessage::kTerminalResize:
        co_return (co_await resize(attachment.session, message.terminal_resize())).has_value();
    case CloudshellMessage::kFileExplorer: {
        CloudshellMessage answer;
        *answer.mutable_file_explorer() = co_await explore(attachment.services, attachment.runtimeId,
                                                           attachment.session->agentSession(), message.file_explorer());
        co_return (co_await send(attachment, std::move(answer))).has_value();
    }
    case CloudshellMessage::kPong:
    case CloudshellMessage::kTerminalOutput:
    case CloudshellMessage::kTerminalError:
    case CloudshellMessage::MESSAGE_NOT_SET:
        break; // Of a newer client, or of no meaning in this direction.
    }
    co_return true;
}

Task<void> serve(Services services, identity::Principal principal, std::string runtimeId,
                 std::shared_ptr<TerminalSession> session, control::SessionLog::CountsPtr counts,
                 http::WebSocket &socket)
{
    const auto viewer = session->attach();
    if (!viewer) {
        socket.close(http::close_code::conflict, "somebody else looks at this session");
        co_return;
    }
    Attachment attachment{.services = services,
                          .runtimeId = std::move(runtimeId),
                          .session = session,
                          .socket = socket,
                          .counts = std::move(counts),
                          .waiting = {}};
    const CredentialWatch watch(services, std::move(principal), [&socket] {
        socket.close(http::close_code::unauthenticated, "the token was revoked");
    });
    const auto registration = socket.closing.onClosed([session, viewer] { session->stopReading(*viewer); });
    OneShot<bool> shown;
    detach(showOutput(attachment, *viewer, shown));
    while (true) {
        auto message = co_await socket.receive();
        if (!message)
            break;
        if (!co_await obey(attachment, std::move(message->data)))
            break;
    }
    session->stopReading(*viewer);
    co_await shown; // It refers to what is in this frame.
    session->detach(*viewer);
}

std::string tabOf(const http::Request &request)
{
    for (const std::string_view name : {"tab", "session_id"})
        if (const auto value = request.query().get(name); value && !value->empty())
            return std::string(value->substr(0, 128));
    return {};
}

/// What a socket that was not refused begins with: the session that it comes back to, or a new shell over the connection.
struct Beginning {
    std::shared_ptr<TerminalSession> session;
    runtime::agent::Connection connection;
    control::SessionLog::Entry entry;
};

Task<void> refuse(http::WebSocket &socket, std::uint16_t code, std::string detail)
{
    CloudshellMessage message;
    message.mutable_terminal_error()->set_data(detail);
    if (co_await socket.sendBinary(message.SerializeAsString()))
        socket.close(code, std::move(detail));
}

/// The shell is started only now: a handshake that is refused must leave none behind.
Task<void> begin(Services services, identity::Principal principal, std::string runtimeId,
                 std::shared_ptr<TerminalSessions> sessions, TerminalSessions::Key key,
                 std::shared_ptr<Beginning> beginning, http::WebSocket &socket)
{
    auto session = std::move(beginning->session);
    const auto counts = co_await services.sessionLog.begin(std::move(beginning->entry));
    if (!counts) {
        co_await refuse(socket, http::close_code::serverError, counts.error().detail);
        co_return;
    }
    if (!session) {
        auto terminal = co_await runtime::agent::terminal(std::move(beginning->connection), {});
        if (!terminal) {
            co_await refuse(socket, http::close_code::serverError, terminal.error().detail);
            co_await services.sessionLog.end(*counts);
            co_return;
        }
        session = TerminalSession::start(std::move(*terminal));
        if (!key.tab.empty()) {
            if (const auto added = sessions->add(key, session); !added) {
                session->end();
                co_await refuse(socket, http::close_code::tooManyRequests, added.error().detail);
                co_await services.sessionLog.end(*counts);
                co_return;
            }
        }
    }
    co_await serve(services, std::move(principal), std::move(runtimeId), session, *counts, socket);
    co_await services.sessionLog.end(*counts);
    if (!key.tab.empty() && !session->ended())
        co_return; // Kept for whoever comes back.
    session->end();
    sessions->remove(key, session);
}

} // namespace

std::shared_ptr<TerminalSession> TerminalSessions::find(const Key &key)
{
    const std::lock_guard lock(m_mutex);
    dropEnded();
    const auto found = m_sessions.find(key);
    return found == m_sessions.end() ? nullptr : found->second;
}

Result<void> TerminalSessions::add(const Key &key, std::shared_ptr<TerminalSession> session)
{
    const std::lock_guard lock(m_mutex);
    dropEnded();
    const auto count = std::ranges::count_if(m_sessions,
                                             [&](const auto &entry) { return entry.first.username == key.username; });
    if (static_cast<std::size_t>(count) >= perUser)
        return fail(ErrorCode::TooMany, std::format("{} terminals are open; close one first", count));
    if (const auto previous = std::exchange(m_sessions[key], std::move(session)))
        previous->end();
    return {};
}

void TerminalSessions::remove(const Key &key, const std::shared_ptr<TerminalSession> &session)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_sessions.find(key); found != m_sessions.end() && found->second == session)
        m_sessions.erase(found);
}

void TerminalSessions::dropEnded()
{
    std::erase_if(m_sessions, [](const auto &entry) {
        const auto detached = entry.second->detachedFor();
        if (entry.second->ended() && detached)
            return true;
        if (!detached || *detached < keepDetached)
            return false;
        entry.second->end();
        return true;
    });
}

Task<http::Response> openInteractive(Services services, std::shared_ptr<TerminalSessions> sessions, Call &call)
{
    const auto workspace = runningWorkspace(services, call);
    if (!workspace)
        co_return http::Response::problem(workspace.error());
    const identity::Principal principal = call.principal;
    const TerminalSessions::Key key{
        .username = principal.username, .workspace = workspace->name, .tab = tabOf(call.request)};
    auto session = key.tab.empty() ? nullptr : sessions->find(key);
    if (session && !session->detachedFor())
        co_return http::Response::problem(409, "somebody else looks at this session; use another tab");
    const auto beginning = std::make_shared<Beginning>();
    beginning->entry = entryOf(call, "ws", *workspace);
    beginning->entry.operations = {"sh", "pt"};
    if (session) {
        beginning->session = std::move(session);
    } else {
        auto connection = co_await services.runtime.open(workspace->runtimeId);
        if (!connection)
            co_return http::Response::problem(connection.error());
        beginning->connection = std::move(*connection);
    }
    co_return http::Response::webSocket({.subprotocol = "cloudshell-v1"}, [services, principal,
                                                                           runtimeId = workspace->runtimeId, sessions,
                                                                           key, beginning](http::WebSocket &socket) {
        return begin(services, principal, runtimeId, sessions, key, beginning, socket);
    });
}

} // namespace portolan::api
