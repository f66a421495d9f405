// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/agent.h"
#include "server/runtime/agent/program/config.h"
#include "server/runtime/agent/program/process.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <format>

#include <fcntl.h>
#include <unistd.h>

using namespace portolan;
using namespace portolan::runtime::agent;

#ifdef __SANITIZE_ADDRESS__
// Looking for leaks needs ptrace, which the agent forbids to itself. A signal with a handler reaches PID 1 from inside of its
// sandbox, one without does not: see pid_namespaces(7).
extern "C" const char *__asan_default_options();
extern "C" const char *__asan_default_options()
{
    return "detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0:handle_sigtrap=0";
}
#endif

namespace {

constexpr int refusedExit = 2;

struct Arguments {
    int listener = -1;
    int status = -1;
    int config = -1;
    int grace = static_cast<int>(defaultGrace.count());
};

Result<Arguments> parseArguments(int count, char **words)
{
    Arguments arguments;
    for (int i = 1; i < count; i += 2) {
        const std::string_view name = words[i];
        int *const target = name == "--listen-fd"   ? &arguments.listener
                            : name == "--status-fd" ? &arguments.status
                            : name == "--config-fd" ? &arguments.config
                            : name == "--grace"     ? &arguments.grace
                                                    : nullptr;
        const std::string_view value = i + 1 < count ? words[i + 1] : "";
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(),
                                                  target ? *target : arguments.grace);
        if (!target || value.empty() || error != std::errc() || end != value.data() + value.size())
            return fail(ErrorCode::InvalidArgument, std::format("\"{} {}\" is not understood", name, value));
    }
    if (arguments.listener < 3 || arguments.status < 3 || arguments.config < 3 || arguments.grace < 0)
        return fail(ErrorCode::InvalidArgument,
                    "usage: portolan-agent --listen-fd N --status-fd N --config-fd N [--grace MILLISECONDS]");
    return arguments;
}

Result<Config> readConfig(int fd)
{
    std::string text;
    char buffer[16 * 1024];
    ssize_t count = 0;
    while ((count = ::read(fd, buffer, sizeof buffer)) != 0) {
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failFromErrno("reading the configuration", errno);
        text.append(buffer, static_cast<std::size_t>(count));
        if (text.size() > maxConfig)
            return fail(ErrorCode::TooLarge, std::format("the configuration has more than {} bytes", maxConfig));
    }
    return Config::parse(text);
}

/// Keeps the two descriptors that stay, at 3 and 4, and closes whatever else came along.
void keepOnly(int &listener, int &status)
{
    const int high = ::fcntl(listener, F_DUPFD_CLOEXEC, 5);
    status = ::fcntl(status, F_DUPFD_CLOEXEC, 5);
    listener = ::dup3(high, 3, O_CLOEXEC);
    status = ::dup3(status, 4, O_CLOEXEC);
    closeFrom(5);
}

int refuseStart(const Error &error)
{
    std::fprintf(stderr, "portolan-agent: %s\n", error.detail.c_str());
    return refusedExit;
}

} // namespace

int main(int argc, char **argv)
{
    hardenSelf();
    auto arguments = parseArguments(argc, argv);
    if (!arguments)
        return refuseStart(arguments.error());
    auto config = readConfig(arguments->config);
    if (!config)
        return refuseStart(config.error());
    keepOnly(arguments->listener, arguments->status);
    if (arguments->listener < 0 || arguments->status < 0)
        return refuseStart({.code = ErrorCode::InvalidArgument, .detail = "a descriptor is not open"});
    Agent agent({.config = std::move(*config),
                 .listener = Descriptor(arguments->listener),
                 .status = Descriptor(arguments->status),
                 .grace = std::chrono::milliseconds(arguments->grace)});
    return agent.run();
}
