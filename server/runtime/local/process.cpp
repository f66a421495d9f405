// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/process.h"

#include "core/async/timer.h"
#include "server/runtime/local/files.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

// glibc 2.41 forgets that C++ reads this header, too.
extern "C" {
#include <sys/pidfd.h>
}

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>

namespace portolan::runtime {

namespace {

/// Above all numbers that a program is given, so that putting one descriptor into its place never destroys another.
constexpr int firstFree = 128;

class FileActions
{
public:
    FileActions() { posix_spawn_file_actions_init(&m_actions); }
    FileActions(const FileActions &) = delete;
    FileActions &operator=(const FileActions &) = delete;
    ~FileActions() { posix_spawn_file_actions_destroy(&m_actions); }

    [[nodiscard]] const posix_spawn_file_actions_t *get() const { return &m_actions; }

    [[nodiscard]] Result<void> give(const std::vector<std::pair<int, int>> &descriptors)
    {
        for (const int standard : {0, 1, 2})
            posix_spawn_file_actions_addopen(&m_actions, standard, "/dev/null", standard == 0 ? O_RDONLY : O_WRONLY, 0);
        int last = 2;
        for (const auto &[ours, theirs] : descriptors) {
            Descriptor copy(fcntl(ours, F_DUPFD_CLOEXEC, firstFree));
            if (!copy)
                return failFromErrno("duplicating a descriptor for a program", errno);
            posix_spawn_file_actions_adddup2(&m_actions, copy.get(), theirs);
            m_copies.push_back(std::move(copy));
            last = std::max(last, theirs);
        }
        posix_spawn_file_actions_addclosefrom_np(&m_actions, last + 1);
        return {};
    }

private:
    posix_spawn_file_actions_t m_actions;
    std::vector<Descriptor> m_copies;
};

class Attributes
{
public:
    Attributes()
    {
        posix_spawnattr_init(&m_attributes);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
        sigset_t signals;
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&m_attributes, &signals);
        sigfillset(&signals);
        posix_spawnattr_setsigdefault(&m_attributes, &signals);
    }
    Attributes(const Attributes &) = delete;
    Attributes &operator=(const Attributes &) = delete;
    ~Attributes() { posix_spawnattr_destroy(&m_attributes); }

    [[nodiscard]] const posix_spawnattr_t *get() const { return &m_attributes; }

private:
    posix_spawnattr_t m_attributes;
};

} // namespace

Result<std::shared_ptr<Process>> Process::spawn(const Program &program)
{
    FileActions actions;
    if (auto given = actions.give(program.descriptors); !given)
        return std::unexpected(given.error());
    const Attributes attributes;
    std::vector<char *> arguments{const_cast<char *>(program.path.c_str())};
    for (const auto &argument : program.arguments)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
    char language[] = "LANG=C.UTF-8";
    const std::array<char *, 3> environment{path, language, nullptr};

    int descriptor = -1;
    const int error = pidfd_spawn(&descriptor, program.path.c_str(), actions.get(), attributes.get(), arguments.data(),
                                  environment.data());
    if (error != 0)
        return failFromErrno("starting " + program.path, error);
    const pid_t pid = pidfd_getpid(descriptor);
    return std::shared_ptr<Process>(new Process(Descriptor(descriptor),
                                                {.pid = pid, .startTime = startTimeOf(pid).value_or(0)}));
}

Result<std::shared_ptr<Process>> Process::find(pid_t pid)
{
    Descriptor descriptor(pidfd_open(pid, 0));
    if (!descriptor)
        return fail(ErrorCode::NotFound, "process " + std::to_string(pid) + " has ended");
    return std::shared_ptr<Process>(new Process(std::move(descriptor),
                                                {.pid = pid, .startTime = startTimeOf(pid).value_or(0)}));
}

Result<std::shared_ptr<Process>> Process::find(ProcessIdentity identity)
{
    // Whoever has the number after it was opened has it as long as it is open.
    auto process = identity.pid > 0 ? find(identity.pid) : fail(ErrorCode::NotFound, "there is no process 0");
    if (process && ((*process)->identity() != identity || !(*process)->running()))
        return fail(ErrorCode::NotFound, "process " + std::to_string(identity.pid) + " has ended");
    return process;
}

Process::Process(Descriptor descriptor, ProcessIdentity identity)
    : m_descriptor(std::move(descriptor)),
      m_identity(identity),
      m_notifier(std::make_unique<QSocketNotifier>(m_descriptor.get(), QSocketNotifier::Read))
{
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { onEnd(); });
}

Process::~Process() = default;

bool Process::running() const
{
    pollfd poll{.fd = m_descriptor.get(), .events = POLLIN, .revents = 0};
    return !m_over && ::poll(&poll, 1, 0) == 0;
}

void Process::signal(int number) const
{
    // One that has just ended needs none; nothing else can fail that a caller could do something about.
    pidfd_send_signal(m_descriptor.get(), number, nullptr, 0);
}

void Process::onEnd()
{
    siginfo_t info{};
    if (waitid(P_PIDFD, static_cast<id_t>(m_descriptor.get()), &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0)
        m_status = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    abandon();
}

void Process::abandon()
{
    m_over = true;
    m_notifier->setEnabled(false);
    for (auto &waiter : std::exchange(m_waiting, {}))
        waiter.set(true);
}

Task<std::optional<int>> Process::ended()
{
    if (!m_over) {
        const OneShot<bool> done;
        m_waiting.push_back(done);
        co_await done;
    }
    co_return m_status;
}

Task<bool> Process::endedWithin(std::chrono::milliseconds limit)
{
    if (m_over)
        co_return true;
    const OneShot<bool> done;
    m_waiting.push_back(done);
    setAfter(done, limit, false);
    co_return co_await done;
}

std::optional<std::uint64_t> startTimeOf(pid_t pid)
{
    const auto text = readFile("/proc/" + std::to_string(pid) + "/stat");
    // The second field is the program's name in brackets, which may hold anything.
    const auto bracket = text.rfind(')');
    if (bracket == std::string::npos)
        return std::nullopt;
    auto fields = std::string_view(text).substr(bracket + 1) | std::views::split(' ') | std::views::drop(20);
    const auto field = fields.begin();
    if (field == fields.end())
        return std::nullopt;
    const std::string_view number(*field);
    std::uint64_t time = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), time).ec != std::errc{})
        return std::nullopt;
    return time;
}

std::string bootId()
{
    auto id = readFile("/proc/sys/kernel/random/boot_id");
    std::erase(id, '\n');
    return id;
}

std::vector<pid_t> processesWithArgument(const std::string &argument)
{
    std::vector<pid_t> found;
    const std::string wanted = '\0' + argument + '\0';
    for (const auto &name : foldersIn("/proc")) {
        pid_t pid = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), pid).ec == std::errc{}
            && ('\0' + readFile("/proc/" + name + "/cmdline")).contains(wanted))
            found.push_back(pid);
    }
    return found;
}

Task<Result<std::string>> readUntil(Descriptor pipe, char last, std::chrono::milliseconds limit)
{
    std::string text;
    const auto deadline = std::chrono::steady_clock::now() + limit;
    fcntl(pipe.get(), F_SETFL, O_NONBLOCK);
    QSocketNotifier notifier(pipe.get(), QSocketNotifier::Read);
    for (;;) {
        std::array<char, 4096> buffer;
        const auto size = read(pipe.get(), buffer.data(), buffer.size());
        if (size > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(size));
            if (text.contains(last))
                co_return text;
            continue;
        }
        if (size == 0)
            co_return text;
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            co_return failFromErrno("reading a pipe", errno);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            co_return fail(ErrorCode::Timeout, "there was no answer in time");
        OneShot<bool> ready;
        const auto connection = QObject::connect(&notifier, &QSocketNotifier::activated, &notifier,
                                                 [&notifier, ready]() mutable {
                                                     notifier.setEnabled(false);
                                                     ready.set(true);
                                                 });
        notifier.setEnabled(true);
        setAfter(ready, left, false);
        co_await ready;
        QObject::disconnect(connection);
    }
}

} // namespace portolan::runtime
