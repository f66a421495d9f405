// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/sandbox.h"

#include "server/runtime/local/system_calls.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace portolan::runtime {

namespace fs = std::filesystem;

namespace {

constexpr int argumentsNumber = 10;
constexpr int informationNumber = 11;
constexpr int filterNumber = 12;
constexpr int firstFileNumber = 13;
constexpr auto startTimeout = std::chrono::seconds(20);
constexpr const char *insideUser = "1000";

/// Of the host's /etc, what programs of /usr need to work and what says nothing of the host's people and services.
/// "tty" must not be among the groups: the kernel would give terminals to a group that the sandbox does not have.
constexpr std::array sharedConfiguration{
    "alternatives",
    "bash.bashrc",
    "bash_completion.d",
    "ca-certificates",
    "ca-certificates.conf",
    "debian_version",
    "environment.d",
    "fonts",
    "gai.conf",
    "host.conf",
    "inputrc",
    "java",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "locale.alias",
    "localtime",
    "magic",
    "mailcap",
    "manpath.config",
    "mime.types",
    "nanorc",
    "networks",
    "perl",
    "pki",
    "profile",
    "profile.d",
    "protocols",
    "python3",
    "python3.13",
    "rpc",
    "services",
    "shells",
    "skel",
    "ssl/certs",
    "ssl/openssl.cnf",
    "terminfo",
    "timezone",
    "vim",
    "xdg",
};

std::string passwd(const SandboxPlan &plan)
{
    std::string text;
    if (plan.owner != "root")
        text += "root:x:0:0:root:/root:/usr/sbin/nologin\n";
    text += plan.owner + ":x:" + insideUser + ":" + insideUser + "::" + inside::home(plan.owner) + ":" + plan.shell
            + "\n";
    if (plan.owner != "nobody")
        text += "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
    return text;
}

std::string group(const SandboxPlan &plan)
{
    std::string text = plan.owner == "root" ? "" : "root:x:0:\n";
    return text + plan.owner + ":x:" + insideUser + ":\nnogroup:x:65534:\n";
}

std::string hosts(const SandboxPlan &plan)
{
    return "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n127.0.1.1 " + plan.hostname + "\n";
}

constexpr const char *nameServiceSwitch = "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n"
                                          "networks: files\nprotocols: files\nservices: files\nrpc: files\n";

/// Collects bubblewrap's arguments and the descriptors that they speak of.
class Arguments
{
public:
    void add(std::initializer_list<std::string> arguments)
    {
        for (const auto &argument : arguments)
            m_text.append(argument).push_back('\0');
    }

    [[nodiscard]] Result<void> addFile(const std::string &path, const std::string &text)
    {
        auto file = memoryFile(text);
        if (!file)
            return std::unexpected(file.error());
        const int number = firstFileNumber + static_cast<int>(m_files.size());
        m_files.push_back(std::move(*file));
        add({"--perms", "0644", "--file", std::to_string(number), path});
        return {};
    }

    [[nodiscard]] const std::string &text() const { return m_text; }

    void giveFiles(std::vector<std::pair<int, int>> &descriptors) const
    {
        for (std::size_t index = 0; index < m_files.size(); ++index)
            descriptors.emplace_back(m_files[index].get(), firstFileNumber + static_cast<int>(index));
    }

private:
    std::string m_text;
    std::vector<Descriptor> m_files;
};

void addSystem(Arguments &arguments)
{
    arguments.add({"--ro-bind", "/usr", "/usr"});
    for (const char *const name : {"bin", "sbin", "lib", "lib32", "lib64", "libx32"}) {
        const auto path = fs::path("/") / name;
        std::error_code error;
        const auto target = fs::read_symlink(path, error);
        if (!error)
            arguments.add({"--symlink", target.string(), path.string()});
        else if (fs::is_directory(path, error))
            arguments.add({"--ro-bind", path.string(), path.string()});
    }
    arguments.add({"--dir", "/etc/ssl"});
    for (const std::string name : sharedConfiguration)
        arguments.add({"--ro-bind-try", "/etc/" + name, "/etc/" + name});
    arguments.add({"--symlink", "../usr/lib/os-release", "/etc/os-release"});
    arguments.add({"--symlink", "../proc/self/mounts", "/etc/mtab"});
    for (const char *const folder : {"/var/cache", "/var/lib", "/var/log", "/mnt", "/opt", "/srv", "/root"})
        arguments.add({"--dir", folder});
    arguments.add({"--symlink", "../run", "/var/run", "--symlink", "../tmp", "/var/tmp"});
}

void addRoom(Arguments &arguments, const SandboxPlan &plan)
{
    const auto size = std::to_string(plan.temporaryBytes);
    arguments.add({"--proc", "/proc", "--dev", "/dev"});
    arguments.add({"--perms", "1777", "--size", size, "--tmpfs", "/dev/shm"});
    arguments.add({"--perms", "1777", "--size", size, "--tmpfs", "/tmp"});
    const std::string small = std::to_string(1 << 20);
    arguments.add({"--dir", "/run/portolan"});
    arguments.add({"--perms", "0700", "--size", small, "--tmpfs", inside::agentFolder});
    arguments.add({"--perms", "0700", "--size", small, "--tmpfs", inside::runtimeFolder});
    arguments.add({"--ro-bind", "/tmp/agent", inside::agent});
    // The way to the home is everybody's, as on any system; the home itself is the owner's.
    arguments.add({"--perms", "0755", "--dir", "/home"});
    arguments.add({"--bind", "/tmp/home", inside::home(plan.owner), "--chdir", inside::home(plan.owner)});
}

Result<Arguments> bubblewrapArguments(const SandboxPlan &plan)
{
    Arguments arguments;
    arguments.add({"--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"});
    // A user namespace of one's own opens much of the kernel that is closed otherwise.
    arguments.add({"--disable-userns", "--as-pid-1", "--new-session"});
    arguments.add({"--seccomp", std::to_string(filterNumber)});
    arguments.add({"--uid", insideUser, "--gid", insideUser, "--hostname", plan.hostname});
    arguments.add({"--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"});
    arguments.add({"--setenv", "LANG", "C.UTF-8"});
    addSystem(arguments);
    addRoom(arguments, plan);
    const std::pair<const char *, std::string> files[] = {
        {"/etc/passwd", passwd(plan)},
        {"/etc/group", group(plan)},
        {"/etc/hosts", hosts(plan)},
        {"/etc/hostname", plan.hostname + "\n"},
        {"/etc/resolv.conf", plan.resolvers},
        {"/etc/nsswitch.conf", nameServiceSwitch},
        {"/etc/machine-id", ""},
    };
    for (const auto &[path, text] : files) {
        if (auto added = arguments.addFile(path, text); !added)
            return std::unexpected(added.error());
    }
    arguments.add({"--remount-ro", "/dev", "--remount-ro", "/"});
    return arguments;
}

Program launchProgram(const SandboxPlan &plan)
{
    Program program{.path = plan.launcher, .arguments = {"sandbox", "--home", plan.home, "--agent", plan.agent}};
    auto &arguments = program.arguments;
    const auto add = [&arguments](std::initializer_list<std::string> more) { arguments.insert(arguments.end(), more); };
    if (plan.uid)
        add({"--uid", std::to_string(*plan.uid)});
    for (const auto &cgroup : plan.cgroups)
        add({"--cgroup", cgroup});
    if (plan.processes)
        add({"--processes", std::to_string(*plan.processes)});
    add({"--", plan.bubblewrap, "--argv0", plan.token, "--args", std::to_string(argumentsNumber), "--info-fd",
         std::to_string(informationNumber), "--"});
    arguments.insert(arguments.end(), plan.command.begin(), plan.command.end());
    return program;
}

/// "child-pid" of what bubblewrap says with --info-fd.
std::optional<pid_t> childOf(const std::string &information)
{
    constexpr std::string_view key = "\"child-pid\":";
    const auto place = information.find(key);
    if (place == std::string::npos)
        return std::nullopt;
    const auto start = information.find_first_not_of(' ', place + key.size());
    pid_t pid = 0;
    if (start == std::string::npos
        || std::from_chars(information.data() + start, information.data() + information.size(), pid).ec != std::errc{})
        return std::nullopt;
    return pid;
}

} // namespace

std::string inside::home(const std::string &owner)
{
    return "/home/" + owner;
}

Result<Descriptor> memoryFile(const std::string &bytes)
{
    Descriptor file(memfd_create("portolan", MFD_CLOEXEC));
    if (!file || write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())
        || lseek(file.get(), 0, SEEK_SET) != 0)
        return failFromErrno("making a file in memory", errno);
    return file;
}

Task<Result<SandboxProcesses>> startSandbox(SandboxPlan plan, std::vector<std::pair<int, int>> descriptors)
{
    const auto arguments = bubblewrapArguments(plan);
    if (!arguments)
        co_return std::unexpected(arguments.error());
    const auto text = memoryFile(arguments->text());
    if (!text)
        co_return std::unexpected(text.error());
    const auto filter = memoryFile(systemCallFilter());
    if (!filter)
        co_return std::unexpected(filter.error());
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        co_return failFromErrno("making a pipe", errno);
    Descriptor information(ends[0]);
    Descriptor informationEnd(ends[1]);

    auto program = launchProgram(plan);
    program.descriptors = std::move(descriptors);
    program.descriptors.emplace_back(text->get(), argumentsNumber);
    program.descriptors.emplace_back(informationEnd.get(), informationNumber);
    program.descriptors.emplace_back(filter->get(), filterNumber);
    arguments->giveFiles(program.descriptors);
    const auto monitor = Process::spawn(program);
    if (!monitor)
        co_return std::unexpected(monitor.error());
    informationEnd = Descriptor();

    const auto said = co_await readUntil(std::move(information), '}', startTimeout);
    const auto child = said ? childOf(*said) : std::nullopt;
    if (child) {
        // While the monitor lives nobody else has reaped its child: the number is the child's.
        auto init = Process::find(*child);
        if (init && (*monitor)->running())
            co_return SandboxProcesses{.monitor = *monitor, .init = *init};
        if (init)
            (*init)->signal(SIGKILL);
    }
    (*monitor)->signal(SIGKILL);
    co_await (*monitor)->ended();
    if (child)
        co_return fail(ErrorCode::Internal, "the workspace has ended at once");
    co_return fail(ErrorCode::Internal, said ? "the sandbox could not be made" : said.error().detail);
}

} // namespace portolan::runtime
