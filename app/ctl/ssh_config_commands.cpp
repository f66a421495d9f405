// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "core/base/file.h"
#include "core/client/workspace_connection.h"

#include <cstdlib>
#include <filesystem>
#include <print>
#include <unistd.h>

/// The way for OpenSSH's own programs: ssh-config prints a Host block whose ProxyCommand is `portolanctl proxy`. The
/// user's own key is told to the server, which lets in that one for the one connection; the proxy writes the host key
/// that the server vouches for to a file of its own before the first byte of SSH comes, and ssh checks it there.
namespace portolan::ctl {

namespace {

struct SshConfigArguments {
    std::string name;
    std::string identity;
    std::string knownHosts;
};

std::filesystem::path homeFolder()
{
    const char *home = std::getenv("HOME");
    return home ? home : "/";
}

std::filesystem::path knownHostsFolder()
{
    if (const char *state = std::getenv("XDG_STATE_HOME"); state && *state == '/')
        return std::filesystem::path(state) / "portolan/known_hosts";
    return homeFolder() / ".local/state/portolan/known_hosts";
}

std::string hostAlias(const std::string &workspace)
{
    return "portolan." + workspace;
}

/// The public half of `identity`, or of the first of ssh's usual keys.
Result<std::filesystem::path> findPublicKey(const std::string &identity)
{
    if (!identity.empty()) {
        const std::filesystem::path path = identity.ends_with(".pub") ? identity : identity + ".pub";
        if (!std::filesystem::exists(path))
            return fail(ErrorCode::NotFound, std::format("there is no public key {}", path.string()));
        return path;
    }
    for (const char *name : {"id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub"})
        if (const auto path = homeFolder() / ".ssh" / name; std::filesystem::exists(path))
            return path;
    return fail(ErrorCode::NotFound, "you have no SSH key yet: make one with ssh-keygen, or name one with --identity");
}

/// For the shell that ssh runs a ProxyCommand with; '%' is ssh's own.
std::string shellQuoted(std::string_view text)
{
    std::string quotedText = "'";
    for (const char character : text) {
        if (character == '\'')
            quotedText += "'\\''";
        else if (character == '%')
            quotedText += "%%";
        else
            quotedText += character;
    }
    return quotedText + "'";
}

/// For a value of ssh_config(5).
std::string configQuoted(std::string_view text)
{
    return std::format("\"{}\"", text);
}

std::string connectionOptions(const Context &context)
{
    const auto absolute = [](const std::string &path) { return std::filesystem::absolute(path).string(); };
    std::string options = context.server.empty() ? " --data " + shellQuoted(absolute(context.data))
                                                 : " --server " + shellQuoted(context.server) + " --token-file "
                                                       + shellQuoted(absolute(context.tokenFile));
    if (!context.authoritiesFile.empty())
        options += " --ca-file " + shellQuoted(absolute(context.authoritiesFile));
    return options;
}

Task<Result<int>> printConfig(const Context &context, ControlPlaneClient &client, SshConfigArguments arguments)
{
    const auto workspace = co_await client.workspace(arguments.name);
    if (!workspace)
        co_return std::unexpected(workspace.error());
    const auto publicKey = findPublicKey(arguments.identity);
    if (!publicKey)
        co_return std::unexpected(publicKey.error());
    const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
    const std::string knownHosts = (knownHostsFolder() / workspace->name).string();
    std::println("Host {}", workspace->name);
    std::println("    User {}", workspace->username);
    std::println("    HostKeyAlias {}", hostAlias(workspace->name));
    std::println("    UserKnownHostsFile {}", configQuoted(knownHosts));
    std::println("    StrictHostKeyChecking yes");
    std::println("    IdentityFile {}", configQuoted(std::filesystem::path(*publicKey).replace_extension().string()));
    std::println("    IdentitiesOnly yes");
    std::println("    ProxyCommand {}{} proxy --identity {} --known-hosts {} {}", shellQuoted(program),
                 connectionOptions(context), shellQuoted(publicKey->string()), shellQuoted(knownHosts),
                 shellQuoted(workspace->name));
    co_return 0;
}

Result<void> writeKnownHosts(const std::string &file, const std::string &workspace, const ssh::PublicKey &hostKey)
{
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path(), error);
    if (error)
        return fail(ErrorCode::Internal, std::format("making the folder of {}: {}", file, error.message()));
    return writeFileAtomically(file, std::format("{} {}\n", hostAlias(workspace), hostKey.line()), 0600);
}

Task<int> proxy(const Context &context, SshConfigArguments arguments)
{
    constexpr std::size_t largestKey = 64 * 1024;
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    const auto file = findPublicKey(arguments.identity);
    if (!file)
        co_return report(context, file.error());
    const auto text = readFile(*file, largestKey);
    if (!text)
        co_return report(context, text.error());
    const auto key = ssh::PublicKey::parse(*text);
    if (!key)
        co_return report(context, key.error());
    TunnelRequest request = tunnelTo(*address, arguments.name);
    request.publicKey = key->line();
    auto tunnel = co_await openTunnel(std::move(request));
    if (!tunnel)
        co_return report(context, tunnel.error());
    if (!arguments.knownHosts.empty())
        if (const auto written = writeKnownHosts(arguments.knownHosts, arguments.name, tunnel->hostKey); !written)
            co_return report(context, written.error());
    std::shared_ptr<Stream> remote = std::move(tunnel->stream);
    const std::shared_ptr<Stream> local = makeFdStream(Descriptor(dup(STDIN_FILENO)), Descriptor(dup(STDOUT_FILENO)));
    const auto carried = co_await pipe(local, remote);
    co_return carried ? 0 : report(context, carried.error());
}

} // namespace

void addSshConfigCommands(CLI::App &app, CLI::App &workspace, Context &context)
{
    auto arguments = std::make_shared<SshConfigArguments>();
    CLI::App *config = workspace.add_subcommand(
        "ssh-config", "Print a Host block for ~/.ssh/config, so that ssh, scp, sftp and rsync find the workspace");
    config->add_option("NAME", arguments->name, "Workspace")->required();
    config->add_option("--identity", arguments->identity, "Your key; the first of ~/.ssh/id_* where it is left out");
    bindCommand(*config, context,
                [&context, arguments](ControlPlaneClient &client) { return printConfig(context, client, *arguments); });

    CLI::App *command = app.add_subcommand("proxy",
                                           "Standard input and output into a workspace's SSH, for ProxyCommand");
    command->add_option("NAME", arguments->name, "Workspace")->required();
    command->add_option("--identity", arguments->identity, "The public key that is to be let in");
    command->add_option("--known-hosts", arguments->knownHosts, "File to write the workspace's host key to");
    command->callback([&context, arguments] {
        context.command = [&context, arguments] { return proxy(context, *arguments); };
    });
}

} // namespace portolan::ctl
