// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/connection.h"

#include "core/ssh/channel.h"
#include "core/ssh/session.h"
#include "core/ssh/sftp.h"
#include "core/ssh/sftp_client.h"

#include <libssh/libssh.h>

namespace portolan::ssh {

namespace {

struct Started {
    std::shared_ptr<Channel> channel;
    std::vector<std::string> refusedVariables = {};
};

Task<Result<void>> requireRequest(std::shared_ptr<Channel> channel, std::move_only_function<int(ssh_channel)> step,
                                  std::string what)
{
    const auto accepted = co_await channel->request(std::move(step));
    if (!accepted)
        co_return std::unexpected(accepted.error());
    if (!*accepted)
        co_return fail(ErrorCode::PermissionDenied, "the SSH server refuses " + what);
    co_return {};
}

/// Closes the channel when asked to, for as long as this lives.
auto closeOn(const std::stop_token &cancel, const std::shared_ptr<Channel> &channel)
{
    auto onCancel = [loop = Loop::current(), weak = std::weak_ptr(channel)] {
        loop->post([weak] {
            if (const auto strong = weak.lock())
                strong->close({ErrorCode::Cancelled, "the request was cancelled"});
        });
    };
    return std::stop_callback<decltype(onCancel)>(cancel, std::move(onCancel));
}

Task<Result<Started>> start(std::shared_ptr<Session> session, std::string command,
                            SshConnection::Environment environment, std::optional<SshConnection::ShellOptions> terminal,
                            std::stop_token cancel)
{
    const auto opened = co_await session->openChannel(cancel);
    if (!opened)
        co_return std::unexpected(opened.error());
    Started started{.channel = *opened};
    const auto onCancel = closeOn(cancel, started.channel);

    if (terminal) {
        const auto ready = co_await requireRequest(
            started.channel,
            [&terminal](ssh_channel channel) {
                return ssh_channel_request_pty_size(channel, terminal->terminal.c_str(), terminal->columns,
                                                    terminal->rows);
            },
            "a terminal");
        if (!ready)
            co_return std::unexpected(ready.error());
    }
    for (const auto &[name, value] : environment) {
        const auto accepted = co_await started.channel->request([&name, &value](ssh_channel channel) {
            return ssh_channel_request_env(channel, name.c_str(), value.c_str());
        });
        if (!accepted)
            co_return std::unexpected(accepted.error());
        if (!*accepted)
            started.refusedVariables.push_back(name);
    }
    const auto running = co_await requireRequest(
        started.channel,
        [&command](ssh_channel channel) {
            return command.empty() ? ssh_channel_request_shell(channel)
                                   : ssh_channel_request_exec(channel, command.c_str());
        },
        command.empty() ? "to start a shell" : "to run a command");
    if (!running)
        co_return std::unexpected(running.error());
    co_return started;
}

Task<Result<std::unique_ptr<RemoteProcess>>> startProcess(std::shared_ptr<Engine> engine,
                                                          std::move_only_function<Task<Result<Started>>()> work)
{
    auto started = co_await engine->call<Started>(std::move(work));
    if (!started)
        co_return std::unexpected(started.error());
    co_return std::make_unique<RemoteProcess>(engine, std::move(started->channel),
                                              std::move(started->refusedVariables));
}

Task<Result<std::unique_ptr<SftpSession>>> startSftp(std::shared_ptr<Engine> engine, std::shared_ptr<Session> session,
                                                     std::stop_token cancel)
{
    auto client = co_await engine->call<std::shared_ptr<SftpClient>>([session, cancel] {
        return SftpClient::open(session, cancel);
    });
    if (!client)
        co_return std::unexpected(client.error());
    co_return std::make_unique<SftpSession>(engine, std::move(*client));
}

Task<Result<std::shared_ptr<Session>>> openSession(std::shared_ptr<Session> session, Engine::Hold hold,
                                                   Connector connector, std::stop_token cancel)
{
    const auto opened = co_await session->open(std::move(connector), std::move(cancel), std::move(hold));
    if (!opened) {
        session->close();
        co_return std::unexpected(opened.error());
    }
    co_return session;
}

Task<Error> waitFor(OneShot<Error> end)
{
    co_return co_await end;
}

} // namespace

SshConnection::SshConnection(std::shared_ptr<Engine> engine, std::shared_ptr<Session> session)
    : m_engine(std::move(engine)), m_session(std::move(session))
{}

SshConnection::~SshConnection()
{
    // The session has to go in its own thread; processes and file sessions keep it as long as they need it.
    m_engine->post([session = std::move(m_session)]() mutable { session.reset(); });
}

Task<Result<std::shared_ptr<SshConnection>>> SshConnection::open(ConnectionOptions options, Connector connector,
                                                                 std::stop_token cancel)
{
    const auto engine = Engine::start(QStringLiteral("ssh"));
    auto session = co_await engine->call<std::shared_ptr<Session>>(
        [raw = engine.get(), options = std::move(options), connector = std::move(connector), cancel]() mutable {
            const auto made = std::make_shared<Session>(std::move(options));
            raw->atEnd([weak = std::weak_ptr(made)] {
                if (const auto strong = weak.lock())
                    strong->close();
            });
            return openSession(made, raw->hold(), std::move(connector), cancel);
        });
    if (!session)
        co_return std::unexpected(session.error());
    co_return std::shared_ptr<SshConnection>(new SshConnection(engine, std::move(*session)));
}

Task<Result<std::unique_ptr<RemoteProcess>>> SshConnection::exec(std::string command, Environment environment,
                                                                 std::stop_token cancel)
{
    return startProcess(m_engine, [session = m_session, command = std::move(command),
                                   environment = std::move(environment), cancel]() mutable {
        return start(session, std::move(command), std::move(environment), std::nullopt, cancel);
    });
}

Task<Result<std::unique_ptr<RemoteProcess>>> SshConnection::openShell(ShellOptions options, std::stop_token cancel)
{
    return startProcess(m_engine, [session = m_session, options = std::move(options), cancel]() mutable {
        auto command = options.command;
        auto environment = options.environment;
        return start(session, std::move(command), std::move(environment), std::move(options), cancel);
    });
}

Task<Result<std::unique_ptr<SftpSession>>> SshConnection::openSftp(std::stop_token cancel)
{
    return startSftp(m_engine, m_session, std::move(cancel));
}

void SshConnection::close()
{
    m_engine->post([session = m_session] { session->close(); });
}

Task<Error> SshConnection::ended() const
{
    return waitFor(m_session->ended());
}

} // namespace portolan::ssh
