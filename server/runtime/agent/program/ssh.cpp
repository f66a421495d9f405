// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/encoding.h"
#include "server/runtime/agent/program/files.h"
#include "server/runtime/agent/program/handlers.h"
#include "server/runtime/agent/program/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <format>
#include <ranges>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

constexpr off_t maxSshLog = 1 << 20;

constexpr std::array<std::string_view, 7> keyTypes{
    "ssh-ed25519",         "sk-ssh-ed25519@openssh.com",         "ssh-rsa",
    "ecdsa-sha2-nistp256", "sk-ecdsa-sha2-nistp256@openssh.com", "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
};

/// Whether base64 text starts with the length and the name of the type, as a key blob does (RFC 4253 section 6.6).
bool isKeyBlob(std::string_view base64, std::string_view type)
{
    const auto inAlphabet = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    };
    const auto padding = base64.find('=');
    const std::string_view digits = base64.substr(0, padding);
    const std::string_view tail = padding == std::string_view::npos ? "" : base64.substr(padding);
    if (base64.size() % 4 != 0 || (tail != "" && tail != "=" && tail != "==")
        || !std::ranges::all_of(digits, inAlphabet))
        return false;
    const std::string start = std::string{0, 0, 0, static_cast<char>(type.size())} + std::string(type);
    // The first whole groups of three bytes are enough, and have no padding that depends on what follows.
    const std::size_t whole = start.size() / 3 * 3;
    return base64.starts_with(toBase64(asBytes(std::string_view(start).substr(0, whole))));
}

/// "TYPE BASE64" of one authorized_keys line: no options, no second line, the comment left out.
Result<std::string> checkedKey(std::string_view line)
{
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    const auto typeEnd = line.find(' ');
    const std::string_view type = line.substr(0, typeEnd);
    const std::string_view rest = typeEnd == std::string_view::npos ? "" : line.substr(typeEnd + 1);
    const std::string_view blob = rest.substr(0, rest.find(' '));
    const bool known = std::ranges::contains(keyTypes, type);
    if (!known || line.contains('\n') || line.contains('\r') || blob.empty() || !isKeyBlob(blob, type))
        return fail(ErrorCode::InvalidArgument,
                    "\"authorizedKey\" must be one public key, \"ssh-ed25519 AAAA...\", without options");
    return std::format("{} {}\n", type, blob);
}

/// One argument of sshd_config: in double quotes, with what ends them escaped.
std::string configWord(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        result += c;
    }
    return result + '"';
}

std::string keyFile(const Config &config, pid_t pid)
{
    return std::format("{}/ssh-{}.keys", config.runDir, pid);
}

std::string configFile(const Config &config, pid_t pid)
{
    return std::format("{}/ssh-{}.conf", config.runDir, pid);
}

/// What sshd is told. A file, because variables may hold secrets, which arguments would show to everybody inside.
std::string sshdConfig(const Config &config, const std::map<std::string, std::string> &environment)
{
    std::string text = std::format("AuthorizedKeysFile {}\n"
                                   "HostKey {}\n"
                                   "AuthenticationMethods publickey\n"
                                   "PubkeyAuthentication yes\n"
                                   "PasswordAuthentication no\n"
                                   "KbdInteractiveAuthentication no\n"
                                   "PermitRootLogin prohibit-password\n"
                                   // The folders above belong to users that are not mapped inside; ours is private.
                                   "StrictModes no\n"
                                   "UsePAM no\n"
                                   "PidFile none\n"
                                   "PermitUserEnvironment no\n"
                                   "AcceptEnv LANG LC_* COLORTERM NO_COLOR TERM_PROGRAM TERM_PROGRAM_VERSION\n"
                                   "AllowTcpForwarding yes\n"
                                   "AllowStreamLocalForwarding yes\n"
                                   "StreamLocalBindUnlink yes\n"
                                   "AllowAgentForwarding yes\n"
                                   "X11Forwarding no\n"
                                   "PermitTunnel no\n"
                                   "PrintMotd no\n"
                                   "PrintLastLog no\n"
                                   "UseDNS no\n"
                                   "TCPKeepAlive no\n"
                                   "MaxSessions 64\n"
                                   "LoginGraceTime 30\n"
                                   "LogLevel INFO\n"
                                   "Subsystem sftp internal-sftp\n",
                                   configWord(keyFile(config, ::getpid())), configWord(config.hostKeyFile()));
    const auto sayable = [](const auto &variable) { return !variable.second.contains('\n'); };
    // All in one line: of several SetEnv lines only the first counts.
    std::string variables;
    for (const auto &[name, value] : environment | std::views::filter(sayable))
        variables += " " + configWord(name + "=" + value);
    if (!variables.empty())
        text += "SetEnv" + variables + "\n";
    return text;
}

Result<void> writePrivate(const std::string &path, std::string_view text)
{
    ::unlink(path.c_str());
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file || !writeAll(file.get(), text))
        return failHere("writing", path);
    return {};
}

/// Where sshd writes what it has to say: the owner's log, started anew when it has grown.
int openLog(const Config &config)
{
    const std::string path = config.inHome(logFolder) + "/sshd.log";
    static_cast<void>(makeFolders(config.inHome(logFolder), 0700)); // then the open fails, which is looked at
    const int log = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    struct stat info{};
    if (log < 0 || ::fstat(log, &info) != 0 || !S_ISREG(info.st_mode))
        return ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (info.st_size > maxSshLog)
        static_cast<void>(::ftruncate(log, 0) == 0);
    return log;
}

Result<void> prepare(const Config &config, const std::string &key,
                     const std::map<std::string, std::string> &environment)
{
    if (config.hostKey.empty())
        return fail(ErrorCode::Unavailable, "this workspace has no SSH host key");
    if (::access(config.sshd.c_str(), X_OK) != 0)
        return fail(ErrorCode::Unavailable, std::format("this workspace has no {}", config.sshd));
    if (auto written = writePrivate(keyFile(config, ::getpid()), key); !written)
        return written;
    return writePrivate(configFile(config, ::getpid()), sshdConfig(config, environment));
}

} // namespace

int handleSsh(const Situation &situation, Fields &head, int socket)
{
    const Config &config = situation.config;
    const auto key = checkedKey(head.text("authorizedKey"));
    std::map<std::string, std::string> environment = head.environment("environment");
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    if (!key)
        return refuse(socket, key.error());
    environment.insert(config.environment.begin(), config.environment.end());
    if (const auto ready = prepare(config, *key, environment); !ready)
        return refuse(socket, ready.error());
    if (!answer(socket))
        return 1;
    if (::dup2(socket, 0) < 0 || ::dup2(socket, 1) < 0 || ::dup2(openLog(config), 2) < 0)
        return 1;
    becomeProgram({config.sshd, "-i", "-e", "-f", configFile(config, ::getpid())}, environmentOf(config), "/");
}

void removeSshFiles(const Config &config, pid_t pid)
{
    if (pid > 0) {
        ::unlink(keyFile(config, pid).c_str());
        ::unlink(configFile(config, pid).c_str());
        return;
    }
    DIR *const folder = ::opendir(config.runDir.c_str());
    if (!folder)
        return;
    while (const dirent *entry = ::readdir(folder)) {
        if (std::string_view(entry->d_name).starts_with("ssh-"))
            ::unlinkat(::dirfd(folder), entry->d_name, 0);
    }
    ::closedir(folder);
}

} // namespace portolan::runtime::agent
