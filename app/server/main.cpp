// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/timer.h"
#include "core/base/time.h"
#include "server/embed/control_plane.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <print>
#include <sys/signalfd.h>
#include <unistd.h>

namespace {

using namespace portolan;

/// $XDG_DATA_HOME/portolan, by the rules of the XDG base directories.
std::filesystem::path defaultDataFolder()
{
    if (const char *home = std::getenv("XDG_DATA_HOME"); home && *home == '/')
        return std::filesystem::path(home) / "portolan";
    const char *home = std::getenv("HOME");
    return std::filesystem::path(home ? home : "/var/lib") / ".local/share/portolan";
}

/// "127.0.0.1:8080", "[::1]:8080", "unix:/run/portolan.sock".
std::string readListen(const std::string &text, http::ServerOptions &options)
{
    if (text.starts_with("unix:")) {
        options.address = text;
        return {};
    }
    const auto colon = text.rfind(':');
    unsigned port = 0;
    const auto digits = colon == text.npos ? std::string_view() : std::string_view(text).substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (colon == text.npos || error != std::errc{} || end != digits.data() + digits.size() || port > 65535)
        return "must be ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080 (port 0 takes a free one), or unix:/PATH";
    options.address = text.substr(0, colon);
    if (options.address.starts_with('[') && options.address.ends_with(']'))
        options.address = options.address.substr(1, options.address.size() - 2);
    options.port = static_cast<std::uint16_t>(port);
    return {};
}

CLI::Validator durationValidator()
{
    return {[](std::string &text) {
                const auto duration = parseDuration(text);
                if (!duration)
                    return duration.error().detail;
                text = std::to_string(duration->count());
                return std::string();
            },
            "DURATION"};
}

struct CommandLine {
    ControlPlane::Options options;
    std::string listen = "127.0.0.1:7400";
};

void addDuration(CLI::App &app, const char *name, std::chrono::milliseconds &target, const char *help)
{
    app.add_option_function<std::int64_t>(
           name, [&target](std::int64_t count) { target = std::chrono::milliseconds(count); }, help)
        ->transform(durationValidator())
        ->default_str(formatDuration(target))
        ->group("Limits");
}

void addLimits(CLI::App &app, http::Limits &limits)
{
    app.add_option("--max-head", limits.head, "Bytes of a request's head")->capture_default_str()->group("Limits");
    app.add_option("--max-body", limits.body, "Bytes of a request's body, where it is not streamed")
        ->capture_default_str()
        ->group("Limits");
    app.add_option("--max-connections", limits.connections, "Connections in all")
        ->capture_default_str()
        ->group("Limits");
    app.add_option("--max-connections-per-address", limits.connectionsPerAddress, "Connections of one address")
        ->capture_default_str()
        ->group("Limits");
    addDuration(app, "--head-timeout", limits.headRead, "How long a request's head may take");
    addDuration(app, "--idle-timeout", limits.idle, "How long a connection may stay without a request");
}

void addOptions(CLI::App &app, CommandLine &line)
{
    line.options.data = defaultDataFolder();
    app.add_option("--data", line.options.data, "Folder of everything that is kept")->capture_default_str();
    app.add_option("--listen", line.listen, "Address and port to serve on")
        ->capture_default_str()
        ->check([&line](const std::string &text) { return readListen(text, line.options.http); });
    auto *certificate = app.add_option("--tls-cert", line.options.http.tlsCertificate,
                                       "PEM file of the certificate chain")
                            ->check(CLI::ExistingFile);
    auto *key = app.add_option("--tls-key", line.options.http.tlsKey, "PEM file of its key")->check(CLI::ExistingFile);
    certificate->needs(key);
    key->needs(certificate);
    app.add_option("--threads", line.options.http.threads, "HTTP event loops; 0: one per core")->capture_default_str();
    app.add_option("--workspaces-per-owner", line.options.workspaces.perOwner, "How many one user may have")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    addLimits(app, line.options.http.limits);
    addDuration(app, "--check-credentials", line.options.checkCredentials,
                "How long a connection may outlive the revocation of its token");
    app.set_version_flag("--version", std::string("portolan-server ") + PORTOLAN_VERSION);
}

/// SIGTERM and SIGINT as events of the loop. Blocked before any thread starts, so that none takes them away.
int blockAndListenForSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

Task<void> serve(ControlPlane &controlPlane)
{
    const auto url = co_await controlPlane.start();
    if (!url) {
        std::println(stderr, "portolan-server: {}", url.error().detail);
        QCoreApplication::exit(url.error().code == ErrorCode::Conflict ? 3 : 1);
        co_return;
    }
    std::println("Listening on {}", *url);
    std::fflush(stdout);
}

Task<void> stopAndQuit(ControlPlane &controlPlane)
{
    co_await controlPlane.stop();
    QCoreApplication::exit(0);
}

} // namespace

int main(int argc, char **argv)
{
    CLI::App app("The Portolan control plane, without a window.", "portolan-server");
    CommandLine line;
    addOptions(app, line);
    CLI11_PARSE(app, argc, argv);
    if (const std::string wrong = readListen(line.listen, line.options.http); !wrong.empty()) {
        std::println(stderr, "portolan-server: --listen {}", wrong);
        return 2;
    }

    const int signals = blockAndListenForSignals();
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddThh:mm:ss.zzz} %{type} %{category} %{message}"));
    QCoreApplication application(argc, argv);
    ControlPlane controlPlane(std::move(line.options));
    QSocketNotifier notifier(signals, QSocketNotifier::Read);
    bool stopping = false;
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        signalfd_siginfo info{};
        if (read(signals, &info, sizeof info) != sizeof info)
            return;
        if (std::exchange(stopping, true))
            std::_Exit(130); // Asked twice: do not wait for anybody. What was acknowledged is on the disk.
        std::println(stderr, "portolan-server: stopping; workspaces go on running");
        detach(stopAndQuit(controlPlane));
    });
    detach(serve(controlPlane));
    return QCoreApplication::exec();
}
