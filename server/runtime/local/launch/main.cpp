// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// portolan-launch: what has to happen between the server and the programs that it starts for a workspace, one step
// after the other, in a process of its own. The server has threads, privileges and descriptors; what it starts shall
// have none of them, and between fork() and exec() of a program with threads next to nothing is allowed.
//
//     portolan-launch sandbox [--uid N] [--cgroup DIR]... [--processes N] --home DIR --agent FILE -- PROGRAM...
//
// joins the cgroups, shows the home and the agent at /tmp/home and /tmp/agent, becomes the owner, makes a
// user and a network namespace in which this host, link-local and metadata addresses are out of reach, and becomes
// PROGRAM (bubblewrap). Inside, the user is 1000.
//
//     portolan-launch network [--uid N] [--cgroup DIR]... [--own-tun] --target PID [-- PROGRAM...]
//
// joins the cgroups, becomes the owner, puts the addresses that this host has by now out of the reach of process PID's
// network namespace, and becomes PROGRAM (pasta). With --own-tun PROGRAM finds a /dev/net/tun that it may open.
//
//     portolan-launch erase [--uid N] FOLDER
//
// removes all that is in FOLDER, as the owner.
//
// Descriptors above 2 are handed on. What fails is one line on the standard error, and status 125.

#include "server/runtime/local/launch/steps.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>

using namespace portolan::launch;

namespace {

constexpr int failure = 125;
constexpr uid_t insideUser = 1000;

struct Arguments {
    std::string task;
    std::optional<uid_t> user;
    std::vector<std::string> cgroups;
    std::optional<unsigned long> processes;
    std::string home;
    std::string agent;
    std::string folder;
    pid_t target = 0;
    bool ownTun = false;
    char **program = nullptr;
};

template <class Number>
std::expected<Number, std::string> parseNumber(std::string_view text)
{
    Number number{};
    const char *const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end)
        return std::unexpected("\"" + std::string(text) + "\" is no number");
    return number;
}

Step parseOption(Arguments &arguments, std::string_view name, const char *value)
{
    if (name == "--uid") {
        const auto user = parseNumber<uid_t>(value);
        if (!user || *user == 0)
            return std::unexpected(user ? "a workspace is not root's" : user.error());
        arguments.user = *user;
    } else if (name == "--processes") {
        const auto count = parseNumber<unsigned long>(value);
        if (!count)
            return std::unexpected(count.error());
        arguments.processes = *count;
    } else if (name == "--target") {
        const auto target = parseNumber<pid_t>(value);
        if (!target)
            return std::unexpected(target.error());
        arguments.target = *target;
    } else if (name == "--cgroup") {
        arguments.cgroups.emplace_back(value);
    } else if (name == "--home") {
        arguments.home = value;
    } else if (name == "--agent") {
        arguments.agent = value;
    } else {
        return std::unexpected("there is no option " + std::string(name));
    }
    return {};
}

std::expected<Arguments, std::string> parse(int argc, char **argv)
{
    if (argc < 2)
        return std::unexpected("what shall it do: sandbox, network or erase?");
    Arguments arguments;
    arguments.task = argv[1];
    for (int index = 2; index < argc; ++index) {
        const std::string_view name = argv[index];
        if (name == "--") {
            arguments.program = argv + index + 1;
            break;
        }
        if (name == "--own-tun") {
            arguments.ownTun = true;
        } else if (!name.starts_with("--")) {
            arguments.folder = name;
        } else if (index + 1 == argc) {
            return std::unexpected(std::string(name) + " needs a value");
        } else if (auto parsed = parseOption(arguments, name, argv[++index]); !parsed) {
            return std::unexpected(parsed.error());
        }
    }
    if ((arguments.task == "erase") != !arguments.folder.empty())
        return std::unexpected("a folder belongs to erase, and to nothing else");
    if (arguments.program && !*arguments.program)
        arguments.program = nullptr;
    if (arguments.task == "sandbox" && !arguments.program)
        return std::unexpected("which program shall it become?");
    return arguments;
}

Step joinCgroups(const Arguments &arguments)
{
    for (const auto &folder : arguments.cgroups) {
        if (auto joined = joinCgroup(folder); !joined)
            return joined;
    }
    return {};
}

Step dropToOwner(const Arguments &arguments)
{
    return arguments.user ? dropTo(*arguments.user) : Step();
}

Step becomeProgram(const Arguments &arguments)
{
    execv(arguments.program[0], arguments.program);
    return failed("starting " + std::string(arguments.program[0]));
}

Step enterNamespaces(const Arguments &arguments)
{
    if (!arguments.user) {
        // Without privileges it is the user namespace that allows the mounts.
        return unshareUser(insideUser, CLONE_NEWNET | CLONE_NEWNS).and_then([&] {
            return stage(arguments.home, arguments.agent);
        });
    }
    return unshareMounts()
        .and_then([&] { return stage(arguments.home, arguments.agent); })
        .and_then([&] { return dropTo(*arguments.user); })
        .and_then([] { return unshareUser(insideUser, CLONE_NEWNET); });
}

Step sandbox(const Arguments &arguments)
{
    const auto refused = refusedAddresses();
    if (!refused)
        return std::unexpected(refused.error());
    return leaveInheritance()
        .and_then([&] { return joinCgroups(arguments); })
        .and_then([&] { return enterNamespaces(arguments); })
        .and_then([&] { return closeNetwork(*refused); })
        .and_then([&] { return arguments.processes ? limitProcesses(*arguments.processes) : Step(); })
        .and_then([&] { return becomeProgram(arguments); });
}

Step network(const Arguments &arguments)
{
    if (auto joined = joinCgroups(arguments); !joined)
        return joined;
    if (arguments.ownTun) {
        if (auto opened = unshareMounts().and_then(openTun); !opened)
            return opened;
    }
    if (auto dropped = dropToOwner(arguments); !dropped)
        return dropped;
    // All that PROGRAM writes is complaints, which a workload may provoke without end.
    constexpr unsigned long complaints = 1 << 20;
    if (auto limited = limitFiles(complaints); !limited)
        return limited;
    // Again at each start of a network: the host may have got new addresses.
    return refusedAddresses()
        .and_then([&](const auto &refused) { return closeNetworkOf(arguments.target, refused); })
        .and_then([&] { return arguments.program ? becomeProgram(arguments) : Step(); });
}

Step erase(const Arguments &arguments)
{
    // The way to the folder may be closed to the owner.
    if (chdir(arguments.folder.c_str()) != 0)
        return failed("opening " + arguments.folder);
    if (auto dropped = dropToOwner(arguments); !dropped)
        return dropped;
    return eraseContents(".");
}

Step run(const Arguments &arguments)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return failed("giving up new privileges");
    if (arguments.task == "sandbox")
        return sandbox(arguments);
    if (arguments.task == "network")
        return network(arguments);
    if (arguments.task == "erase")
        return erase(arguments);
    return std::unexpected("there is no task " + arguments.task);
}

} // namespace

int main(int argc, char **argv)
{
    const auto done = parse(argc, argv).and_then(run);
    if (done)
        return 0;
    std::fprintf(stderr, "portolan-launch: %s\n", done.error().c_str());
    return failure;
}
