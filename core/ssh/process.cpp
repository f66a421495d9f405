// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/process.h"

#include <libssh/libssh.h>

namespace portolan::ssh {

RemoteProcess::RemoteProcess(std::shared_ptr<Engine> engine, std::shared_ptr<Channel> channel,
                             std::vector<std::string> refusedVariables)
    : m_engine(std::move(engine)), m_channel(std::move(channel)), m_refused(std::move(refusedVariables))
{}

RemoteProcess::~RemoteProcess()
{
    RemoteProcess::close();
    // The channel has to go in its own thread.
    m_engine->post([channel = std::move(m_channel)]() mutable { channel.reset(); });
}

Task<Result<std::string>> RemoteProcess::read(std::size_t limit)
{
    return m_engine->call<std::string>([channel = m_channel, limit] {
        return channel->read(Channel::Source::Output, limit);
    });
}

Task<Result<std::string>> RemoteProcess::readError(std::size_t limit)
{
    return m_engine->call<std::string>([channel = m_channel, limit] {
        return channel->read(Channel::Source::ErrorOutput, limit);
    });
}

Task<Result<void>> RemoteProcess::write(std::string bytes)
{
    return m_engine->call<void>([channel = m_channel, bytes = std::move(bytes)]() mutable {
        return channel->write(std::move(bytes));
    });
}

void RemoteProcess::closeWrite()
{
    m_engine->post([channel = m_channel] { channel->closeWrite(); });
}

void RemoteProcess::close()
{
    m_engine->post([channel = m_channel] {
        channel->close({ErrorCode::Cancelled, "the remote process was given up on this side"});
    });
}

Task<Result<ExitStatus>> RemoteProcess::wait()
{
    return m_engine->call<ExitStatus>([channel = m_channel] { return channel->exit(); });
}

namespace {

Task<Result<void>> expectAccepted(std::shared_ptr<Channel> channel, std::move_only_function<int(ssh_channel)> step,
                                  std::string what)
{
    const auto accepted = co_await channel->request(std::move(step));
    if (!accepted)
        co_return std::unexpected(accepted.error());
    if (!*accepted)
        co_return fail(ErrorCode::NotImplemented, "the SSH server refuses " + what);
    co_return {};
}

} // namespace

Task<Result<void>> RemoteProcess::resize(int columns, int rows)
{
    return m_engine->call<void>([channel = m_channel, columns, rows] {
        return expectAccepted(
            channel, [columns, rows](ssh_channel handle) { return ssh_channel_change_pty_size(handle, columns, rows); },
            "to change the size of the terminal");
    });
}

Task<Result<void>> RemoteProcess::signal(std::string name)
{
    return m_engine->call<void>([channel = m_channel, name = std::move(name)] {
        return expectAccepted(
            channel, [name](ssh_channel handle) { return ssh_channel_request_send_signal(handle, name.c_str()); },
            std::format("to send the signal {}", name));
    });
}

} // namespace portolan::ssh
