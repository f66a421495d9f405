// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/files.h"
#include "server/runtime/agent/program/handlers.h"
#include "server/runtime/agent/program/process.h"
#include "server/runtime/agent/program/wire.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <format>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

/// After the shell has ended, what its terminal still holds is sent; a background job may write for ever.
constexpr std::size_t mostAfterExit = 1 << 20;

struct PtyRequest {
    std::optional<std::string> command;
    winsize size{};
    std::map<std::string, std::string> environment;
    std::string folder;
};

PtyRequest readRequest(const Config &config, Fields &head)
{
    PtyRequest request;
    request.command = head.optionalText("command");
    request.size.ws_col = static_cast<unsigned short>(head.number("cols", 1, 10'000).value_or(80));
    request.size.ws_row = static_cast<unsigned short>(head.number("rows", 1, 10'000).value_or(24));
    request.environment = environmentOf(config, head.environment("environment"));
    request.environment["TERM"] = head.optionalText("term").value_or("xterm-256color");
    request.folder = resolved(config, head.optionalText("cwd").value_or("."));
    return request;
}

[[noreturn]] void becomeShell(const Config &config, const PtyRequest &request, int terminal)
{
    ::setsid();
    ::ioctl(terminal, TIOCSCTTY, 0);
    for (const int fd : {0, 1, 2})
        ::dup2(terminal, fd);
    if (request.command)
        becomeProgram({config.shell, "-c", *request.command}, request.environment, request.folder);
    const std::string name = config.shell.substr(config.shell.rfind('/') + 1);
    becomeProgram({config.shell}, request.environment, request.folder, "-" + name); // a login shell
}

/// Carries bytes between the socket and the terminal. One frame is held for each direction, never more: whoever does
/// not read stops whoever writes.
class Pump
{
public:
    Pump(int socket, int terminal, pid_t shell, int shellFd)
        : m_socket(socket), m_terminal(terminal), m_shell(shell), m_shellFd(shellFd)
    {}

    /// Until the shell has ended or the peer has gone.
    int run();

private:
    [[nodiscard]] bool fromTerminal();
    [[nodiscard]] bool toPeer();
    [[nodiscard]] bool fromPeer();
    [[nodiscard]] bool toTerminal();
    [[nodiscard]] bool obey();
    void onShellEnd();
    void sendExit();

    int m_socket;
    int m_terminal;
    pid_t m_shell;
    int m_shellFd;

    std::string m_out; ///< for the peer, whole frames
    std::size_t m_sent = 0;
    std::string m_frame; ///< from the peer, as far as it has come
    std::size_t m_written = frameHeaderSize;
    bool m_writing = false; ///< m_frame is input on its way to the terminal

    bool m_terminalEnded = false;
    std::optional<int> m_status;
    std::size_t m_afterExit = 0;
    bool m_exitSent = false;
};

int Pump::run()
{
    while (true) {
        const bool wantOutput = m_out.empty() && !m_terminalEnded;
        pollfd fds[] = {
            {m_socket, static_cast<short>((m_writing ? 0 : POLLIN) | (m_out.empty() ? 0 : POLLOUT)), 0},
            {m_terminalEnded ? -1 : m_terminal,
             static_cast<short>((wantOutput ? POLLIN : 0) | (m_writing ? POLLOUT : 0)), 0},
            {m_status ? -1 : m_shellFd, POLLIN, 0},
        };
        // A terminal that nobody has open reports POLLHUP all the time; while the peer is stalled there is no use in
        // it.
        if (!wantOutput && !m_writing)
            fds[1].fd = -1;
        // Once the shell is gone only what is there already counts.
        const bool draining = m_status && wantOutput;
        if (::poll(fds, std::size(fds), draining ? 0 : -1) < 0) {
            if (errno != EINTR)
                return 1;
            continue;
        }
        if (fds[2].revents)
            onShellEnd();
        if (m_writing && fds[1].revents & (POLLOUT | POLLHUP | POLLERR) && !toTerminal())
            m_writing = false;
        if (wantOutput && fds[1].revents & (POLLIN | POLLHUP | POLLERR)) {
            if (!fromTerminal())
                m_terminalEnded = true;
        } else if (draining) {
            m_terminalEnded = true;
        }
        if (fds[0].revents & (POLLERR | POLLHUP) || (fds[0].revents & POLLIN && !fromPeer()))
            return 1;
        if (m_terminalEnded && m_status && m_out.empty() && !m_exitSent)
            sendExit();
        if (!m_out.empty() && !toPeer())
            return 1;
        if (m_exitSent && m_out.empty())
            return 0;
    }
}

bool Pump::fromTerminal()
{
    char buffer[32 * 1024];
    const ssize_t count = ::read(m_terminal, buffer, sizeof buffer);
    if (count < 0)
        return errno == EAGAIN || errno == EINTR;
    if (count == 0)
        return false;
    m_out = encodeFrameHeader(FrameType::Output, static_cast<std::size_t>(count));
    m_out.append(buffer, static_cast<std::size_t>(count));
    if (m_status)
        m_afterExit += static_cast<std::size_t>(count);
    return m_afterExit < mostAfterExit;
}

bool Pump::toPeer()
{
    const ssize_t count = ::write(m_socket, m_out.data() + m_sent, m_out.size() - m_sent);
    if (count < 0)
        return errno == EAGAIN || errno == EINTR;
    m_sent += static_cast<std::size_t>(count);
    if (m_sent == m_out.size()) {
        m_out.clear();
        m_sent = 0;
    }
    return true;
}

bool Pump::fromPeer()
{
    std::size_t wanted = frameHeaderSize;
    if (m_frame.size() >= frameHeaderSize)
        wanted += readBigEndian32(m_frame.data() + 1);
    const std::size_t have = m_frame.size();
    m_frame.resize(wanted);
    const ssize_t count = ::read(m_socket, m_frame.data() + have, wanted - have);
    m_frame.resize(have + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0)
        return errno == EAGAIN || errno == EINTR;
    if (count == 0)
        return false;
    if (m_frame.size() < frameHeaderSize)
        return true;
    const std::uint32_t size = readBigEndian32(m_frame.data() + 1);
    if (size > maxFrame)
        return false;
    return m_frame.size() < frameHeaderSize + size || obey();
}

/// A frame is complete. False: the peer does not speak this protocol.
bool Pump::obey()
{
    const std::string_view payload = std::string_view(m_frame).substr(frameHeaderSize);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(payload[i]); };
    switch (static_cast<FrameType>(m_frame[0])) {
    case FrameType::Input:
        m_written = frameHeaderSize;
        m_writing = !payload.empty() && !m_terminalEnded;
        if (m_writing)
            return true;
        break;
    case FrameType::Resize: {
        if (payload.size() != 4)
            return false;
        winsize size{};
        size.ws_col = static_cast<unsigned short>(byte(0) << 8 | byte(1));
        size.ws_row = static_cast<unsigned short>(byte(2) << 8 | byte(3));
        ::ioctl(m_terminal, TIOCSWINSZ, &size);
        break;
    }
    case FrameType::Signal:
        if (payload.size() != 1)
            return false;
        if (const pid_t group = ::tcgetpgrp(m_terminal); group > 1)
            ::kill(-group, byte(0));
        break;
    default:
        return false;
    }
    m_frame.clear();
    return true;
}

/// False: the terminal takes no more.
bool Pump::toTerminal()
{
    const ssize_t count = ::write(m_terminal, m_frame.data() + m_written, m_frame.size() - m_written);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    m_written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    const bool done = count < 0 || m_written == m_frame.size();
    if (done)
        m_frame.clear();
    return !done;
}

void Pump::onShellEnd()
{
    int status = 0;
    if (::waitpid(m_shell, &status, WNOHANG) == m_shell)
        m_status = shellStatus(status);
}

void Pump::sendExit()
{
    const auto status = static_cast<std::uint32_t>(*m_status);
    m_out = encodeFrameHeader(FrameType::Exit, 4);
    for (int shift = 24; shift >= 0; shift -= 8)
        m_out += static_cast<char>(status >> shift);
    m_exitSent = true;
}

} // namespace

int handlePty(const Situation &situation, Fields &head, int socket)
{
    const PtyRequest request = readRequest(situation.config, head);
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    const Descriptor terminal(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
    if (!terminal || ::unlockpt(terminal.get()) != 0)
        return refuse(socket, failHere("opening a terminal by", "/dev/ptmx").error());
    // Not by its name: /dev/pts may be another instance's.
    Descriptor slave(::ioctl(terminal.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!slave)
        return refuse(socket, failHere("opening the other end of", "/dev/ptmx").error());
    ::ioctl(terminal.get(), TIOCSWINSZ, &request.size);

    const pid_t shell = ::fork();
    if (shell < 0)
        return refuse(socket, failHere("starting", situation.config.shell).error());
    if (shell == 0)
        becomeShell(situation.config, request, slave.get());
    slave = Descriptor();
    const Descriptor shellFd(static_cast<int>(::syscall(SYS_pidfd_open, shell, 0)));
    const auto process = processInfo(shell);
    if (!shellFd || !process)
        return refuse(socket, failHere("watching", situation.config.shell).error());
    if (!answer(socket, {{"session", std::format("{}-{}", shell, process->started)}}))
        return 1;
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
    // Leaving closes the terminal: the kernel sends SIGHUP, as when a line is cut.
    return Pump(socket, terminal.get(), shell, shellFd.get()).run();
}

} // namespace portolan::runtime::agent
