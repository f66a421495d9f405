// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/agent.h"

#include "server/runtime/agent/program/process.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <format>
#include <ranges>

#include <fcntl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

using namespace std::chrono_literals;

constexpr auto sampleInterval = 15s;
struct Operation {
    std::string_view name;
    Handler handler;
};

constexpr Operation operations[] = {
    {"ssh", handleSsh},     {"pty", handlePty},       {"read", handleRead},
    {"write", handleWrite}, {"list", handleList},     {"mkdir", handleMkdir},
    {"cwd", handleCwd},     {"remove", handleRemove}, {"sysinfo", handleSysinfo},
};

std::int64_t microsecondsNow()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// For short answers on a socket that has room for them.
void sendNow(int socket, const std::string &bytes)
{
    static_cast<void>(::send(socket, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
}

} // namespace

Agent::Agent(Start start)
    : m_config(std::move(start.config)),
      m_listener(std::move(start.listener)),
      m_status(std::move(start.status)),
      m_grace(start.grace),
      m_initScripts(m_config)
{}

int Agent::run()
{
    if (const auto ready = prepare(); !ready) {
        std::fprintf(stderr, "portolan-agent: %s\n", ready.error().detail.c_str());
        writeStatus({{"event", "ended"}, {"status", 1}, {"reason", toUtf8(ready.error().detail)}});
        return 1;
    }
    writeStatus({{"event", "started"}, {"version", protocolVersion}});
    m_initScripts.start();
    if (m_initScripts.descriptor() >= 0)
        watch(m_initScripts.descriptor(), EPOLLIN);

    while (!(m_killAt && m_childless)) {
        epoll_event events[32];
        const int count = ::epoll_wait(m_epoll.get(), events, std::size(events), millisecondsToDeadline());
        for (int i = 0; i < count; ++i)
            onReady(events[i].data.fd, events[i].events);
        onDeadlines();
    }
    writeStatus({{"event", "ended"}, {"status", 0}, {"reason", "stopped"}});
    return 0;
}

Result<void> Agent::prepare()
{
    if (::mkdir(m_config.runDir.c_str(), 0700) != 0 && errno != EEXIST)
        return failHere("making", m_config.runDir);
    struct stat info{};
    if (::lstat(m_config.runDir.c_str(), &info) != 0)
        return failHere("looking at", m_config.runDir);
    if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid())
        return fail(ErrorCode::Conflict,
                    std::format("\"{}\" must be a folder of uid {}", m_config.runDir, ::geteuid()));
    if (::chmod(m_config.runDir.c_str(), 0700) != 0)
        return failHere("closing to others", m_config.runDir);
    removeSshFiles(m_config, 0);
    removeUploads(m_config, 0);
    if (!m_config.hostKey.empty()) {
        const std::string path = m_config.hostKeyFile();
        ::unlink(path.c_str());
        const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file || !writeAll(file.get(), m_config.hostKey))
            return failHere("writing", path);
    }

    sigset_t handled;
    sigemptyset(&handled);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM})
        sigaddset(&handled, signal);
    ::sigprocmask(SIG_BLOCK, &handled, nullptr);
    m_signals = Descriptor(::signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK));
    m_epoll = Descriptor(::epoll_create1(EPOLL_CLOEXEC));
    if (!m_signals || !m_epoll)
        return failHere("starting the loop", "");
    ::fcntl(m_listener.get(), F_SETFL, O_NONBLOCK);
    watch(m_signals.get(), EPOLLIN);
    watch(m_listener.get(), EPOLLIN);
    return {};
}

void Agent::watch(int fd, std::uint32_t events) const
{
    epoll_event event{.events = events, .data = {.fd = fd}};
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event);
}

/// Before its descriptor is closed: a child may still hold the socket, and epoll would then go on to report it.
void Agent::unwatch(int fd) const
{
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void Agent::onReady(int fd, std::uint32_t events)
{
    if (fd == m_signals.get()) {
        onSignals();
    } else if (fd == m_listener.get()) {
        onListener();
    } else if (fd == m_initScripts.descriptor()) {
        if (!m_initScripts.takeNews())
            unwatch(fd);
    } else if (m_pending.contains(fd)) {
        onHead(fd);
    } else if (events & (EPOLLHUP | EPOLLERR)) {
        onHangUp(fd);
    }
}

void Agent::onListener()
{
    while (true) {
        Descriptor socket(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket)
            return;
        if (m_pending.size() + m_sessions.size() >= static_cast<std::size_t>(m_config.maxConnections)) {
            sendNow(socket.get(), encodeError({.code = ErrorCode::TooMany,
                                               .detail = std::format("the workspace has {} connections already",
                                                                     m_config.maxConnections)}));
            continue;
        }
        const int fd = socket.get();
        watch(fd, EPOLLIN);
        m_pending.emplace(fd, Pending{std::move(socket), {}, Clock::now() + m_config.headTimeout});
    }
}

void Agent::onSignals()
{
    signalfd_siginfo info{};
    while (::read(m_signals.get(), &info, sizeof info) == sizeof info) {
        // Only kill() makes SI_USER, and the kernel says 0 for a sender that this PID namespace does not know: the
        // driver. The workload could otherwise stop its own agent and leave the sandbox without a way in.
        const bool fromOutside = info.ssi_code == SI_USER && info.ssi_pid == 0;
        if (info.ssi_signo == SIGTERM && (fromOutside || !isInit()))
            beginStop(m_grace);
    }
    reap();
}

void Agent::onHead(int fd)
{
    Pending &pending = m_pending.at(fd);
    if (!readHead(pending)) {
        unwatch(fd);
        m_pending.erase(fd);
        return;
    }
    if (pending.bytes.size() < 4 || pending.bytes.size() < 4 + readBigEndian32(pending.bytes.data()))
        return;
    unwatch(fd);
    auto taken = m_pending.extract(fd);
    serve(std::move(taken.mapped().socket), std::string_view(taken.mapped().bytes).substr(4));
}

/// Reads what there is of the head, and never a byte past it. False: the connection is of no use.
bool Agent::readHead(Pending &pending)
{
    while (true) {
        std::size_t wanted = 4;
        if (pending.bytes.size() >= 4) {
            wanted = readBigEndian32(pending.bytes.data());
            if (wanted > maxHead) {
                sendNow(pending.socket.get(),
                        encodeError({.code = ErrorCode::TooLarge,
                                     .detail = std::format("a head may have {} bytes", maxHead)}));
                return false;
            }
            wanted += 4;
        }
        if (pending.bytes.size() == wanted)
            return true;
        // Memory grows with what has come, not with what was promised.
        char buffer[4096];
        const std::size_t room = std::min(wanted - pending.bytes.size(), sizeof buffer);
        const ssize_t count = ::read(pending.socket.get(), buffer, room);
        if (count < 0)
            return errno == EAGAIN || errno == EINTR;
        if (count == 0)
            return false;
        pending.bytes.append(buffer, static_cast<std::size_t>(count));
    }
}

void Agent::onHangUp(int fd)
{
    unwatch(fd);
    for (Session &session : m_sessions | std::views::values) {
        if (session.socket.get() == fd) {
            session.killAt = Clock::now() + m_config.hangUpGrace;
            session.signal = SIGTERM;
        }
    }
}

void Agent::onDeadlines()
{
    const auto now = Clock::now();
    std::erase_if(m_pending, [&](const auto &entry) {
        if (entry.second.deadline > now)
            return false;
        sendNow(entry.second.socket.get(),
                encodeError({.code = ErrorCode::Timeout, .detail = "the head of the request did not come in time"}));
        unwatch(entry.first);
        return true;
    });
    for (auto &[pid, session] : m_sessions) {
        if (session.killAt && *session.killAt <= now) {
            ::kill(-pid, session.signal);
            session.signal = SIGKILL;
            session.killAt = now + m_config.hangUpGrace;
        }
    }
    if (now - m_sampledAt >= sampleInterval)
        sampleLoad();
    if (m_killAt && *m_killAt <= now) {
        signalAll({SIGKILL});
        m_killAt = now + 100ms;
    }
}

int Agent::millisecondsToDeadline() const
{
    auto next = m_sampledAt + sampleInterval;
    for (const Pending &pending : m_pending | std::views::values)
        next = std::min(next, pending.deadline);
    for (const Session &session : m_sessions | std::views::values)
        next = std::min(next, session.killAt.value_or(next));
    next = std::min(next, m_killAt.value_or(next));
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now());
    return static_cast<int>(std::max(left, 0ms).count());
}

void Agent::serve(Descriptor socket, std::string_view head)
{
    const auto json = Json::parse(head);
    if (!json) {
        sendNow(socket.get(), encodeError(json.error()));
        return;
    }
    Fields fields(*json);
    const std::string operation = fields.text("op");
    const auto *const found = std::ranges::find(operations, operation, &Operation::name);
    if (found != std::end(operations))
        fork(std::move(socket), operation, found->handler, fields);
    else
        serveHere(socket.get(), operation, fields);
}

void Agent::serveHere(int socket, std::string_view operation, Fields &fields)
{
    const auto grace = fields.number("graceMs", 0, 3'600'000).value_or(m_grace.count());
    if (const auto read = fields.finish(); !read) {
        sendNow(socket, encodeError(read.error()));
    } else if (operation == "ping") {
        const auto started = std::chrono::duration_cast<std::chrono::microseconds>(m_started.time_since_epoch());
        sendNow(socket, encodeAnswer({{"protocol", protocolVersion},
                                      {"started", started.count()},
                                      {"initScripts", m_initScripts.state()}}));
    } else if (operation == "stop") {
        sendNow(socket, encodeAnswer({}));
        beginStop(std::chrono::milliseconds(grace));
    } else {
        sendNow(socket, encodeError({.code = ErrorCode::NotImplemented,
                                     .detail = std::format("the agent has no operation \"{}\"", operation)}));
    }
}

void Agent::fork(Descriptor socket, std::string operation, Handler handler, Fields &fields)
{
    const pid_t pid = ::fork();
    if (pid < 0) {
        const auto why = failFromErrno("starting a process in the workspace (its limit on processes may be reached)",
                                       errno);
        sendNow(socket.get(), encodeError({.code = ErrorCode::Unavailable, .detail = why.error().detail}));
        return;
    }
    if (pid == 0) {
        // Not by way of exit(): nothing of the parent's state is this process's to clean up.
        const int inherited = becomeHandler(socket.get());
        ::_exit(handler(situation(), fields, inherited));
    }
    watch(socket.get(), 0);
    m_sessions.emplace(pid, Session{std::move(socket), std::move(operation)});
    m_childless = false;
}

void Agent::reap()
{
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0)
        finish(pid, status);
    m_childless = pid < 0 && errno == ECHILD;
}

void Agent::finish(pid_t pid, int status)
{
    const auto found = m_sessions.find(pid);
    if (found == m_sessions.end())
        return;
    if (found->second.operation == "ssh")
        removeSshFiles(m_config, pid);
    else if (found->second.operation == "write" && WIFSIGNALED(status))
        removeUploads(m_config, pid);
    unwatch(found->second.socket.get());
    m_sessions.erase(found);
}

void Agent::beginStop(std::chrono::milliseconds grace)
{
    const auto killAt = Clock::now() + grace;
    if (m_killAt) {
        m_killAt = std::min(*m_killAt, killAt);
        return;
    }
    m_killAt = killAt;
    m_listener = Descriptor();
    m_pending.clear();
    // Interactive shells ignore SIGTERM and end at SIGHUP; stopped processes take either only when continued.
    signalAll({SIGTERM, SIGHUP, SIGCONT});
    reap();
}

void Agent::signalAll(std::initializer_list<int> signals) const
{
    if (isInit()) {
        for (const int signal : signals)
            ::kill(-1, signal);
        return;
    }
    for (const ProcessInfo &process : sandboxProcesses()) {
        for (const int signal : signals) {
            if (process.pid != ::getpid())
                ::kill(process.pid, signal);
        }
    }
}

void Agent::sampleLoad()
{
    std::uint64_t ticks = 0;
    for (const ProcessInfo &process : sandboxProcesses())
        ticks += process.ticks;
    const auto now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - m_sampledAt).count();
    // The sum falls when a process ends that nobody waits for; that is no negative work.
    const double busy = ticks > m_sampledTicks
                            ? static_cast<double>(ticks - m_sampledTicks) / static_cast<double>(::sysconf(_SC_CLK_TCK))
                            : 0.0;
    constexpr std::array<double, 3> periods{60, 300, 900};
    for (std::size_t i = 0; i < periods.size(); ++i) {
        const double keep = std::exp(-seconds / periods[i]);
        m_load[i] = m_load[i] * keep + busy / seconds * (1 - keep);
    }
    m_sampledAt = now;
    m_sampledTicks = ticks;
}

void Agent::writeStatus(Json::Object members) const
{
    members.insert(members.begin() + 1, {"time", microsecondsNow()});
    if (!writeAll(m_status.get(), Json(std::move(members)).toText() + "\n"))
        std::fprintf(stderr, "portolan-agent: writing the status: %s\n", std::strerror(errno));
}

Situation Agent::situation() const
{
    const auto isShell = [](const auto &entry) {
        return entry.second.operation == "ssh" || entry.second.operation == "pty";
    };
    return {.config = m_config,
            .started = m_started,
            .sessions = static_cast<int>(std::ranges::count_if(m_sessions, isShell)),
            .load = m_load};
}

} // namespace portolan::runtime::agent
