// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/launch/steps.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <linux/oom.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace portolan::launch {

namespace {

Step writeFile(const std::string &path, const std::string &text)
{
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return failed("opening " + path);
    const auto written = write(file, text.data(), text.size());
    const int error = errno;
    close(file);
    errno = error;
    if (written != static_cast<ssize_t>(text.size()))
        return failed("writing " + path);
    return {};
}

/// Mounts what `path` leads to on `place`. Goes through a descriptor, because `place` may hide the path.
struct Source {
    explicit Source(const std::string &path) : name(path), descriptor(open(path.c_str(), O_PATH | O_CLOEXEC)) {}
    Source(const Source &) = delete;
    Source &operator=(const Source &) = delete;
    ~Source()
    {
        if (descriptor >= 0)
            close(descriptor);
    }

    [[nodiscard]] Step bindTo(const char *place) const
    {
        const auto from = "/proc/self/fd/" + std::to_string(descriptor);
        if (mount(from.c_str(), place, nullptr, MS_BIND, nullptr) != 0)
            return failed("mounting " + name + " on " + place);
        return {};
    }

    std::string name;
    int descriptor;
};

} // namespace

std::unexpected<std::string> failed(std::string_view what)
{
    return std::unexpected(std::string(what) + ": " + std::strerror(errno));
}

Step joinCgroup(const std::string &folder)
{
    return writeFile(folder + "/cgroup.procs", "0");
}

Step dropTo(uid_t id)
{
    if (setgroups(0, nullptr) != 0 || setresgid(id, id, id) != 0 || setresuid(id, id, id) != 0)
        return failed("becoming user " + std::to_string(id));
    // A changed user makes a process undumpable, its /proc/self root's, and the maps below unwritable.
    if (prctl(PR_SET_DUMPABLE, 1) != 0)
        return failed("becoming dumpable");
    return {};
}

Step leaveInheritance()
{
    // A kernel without keyrings has none to leave.
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr) < 0 && errno != ENOSYS)
        return failed("making a session keyring");
    umask(S_IWGRP | S_IWOTH);
    rlimit core{};
    if (getrlimit(RLIMIT_CORE, &core) != 0)
        return failed("reading the limit of core dumps");
    core.rlim_cur = 0;
    if (setrlimit(RLIMIT_CORE, &core) != 0)
        return failed("limiting core dumps");
    return writeFile("/proc/self/oom_score_adj", std::to_string(OOM_SCORE_ADJ_MAX / 2));
}

Step unshareMounts()
{
    if (unshare(CLONE_NEWNS) != 0)
        return failed("making a mount namespace");
    if (mount(nullptr, "/", nullptr, MS_SLAVE | MS_REC, nullptr) != 0)
        return failed("detaching the mount namespace");
    return {};
}

Step stage(const std::string &home, const std::string &agent)
{
    const Source folder(home);
    const Source file(agent);
    if (folder.descriptor < 0)
        return failed("opening " + home);
    if (file.descriptor < 0)
        return failed("opening " + agent);
    if (mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64k,nr_inodes=16") != 0)
        return failed("mounting the stage");
    if (mkdir("/tmp/home", 0755) != 0 || mknod("/tmp/agent", S_IFREG | 0644, 0) != 0)
        return failed("preparing the stage");
    if (auto bound = folder.bindTo("/tmp/home"); !bound)
        return bound;
    return file.bindTo("/tmp/agent");
}

Step openTun()
{
    if (mount("tmpfs", "/dev/net", "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=0755,size=64k,nr_inodes=16") != 0)
        return failed("mounting over /dev/net");
    if (mknod("/dev/net/tun", S_IFCHR | 0666, makedev(10, 200)) != 0 || chmod("/dev/net/tun", 0666) != 0)
        return failed("making a tun device node");
    return {};
}

Step unshareUser(uid_t inside, int flags)
{
    const auto user = std::to_string(inside) + " " + std::to_string(geteuid()) + " 1\n";
    const auto group = std::to_string(inside) + " " + std::to_string(getegid()) + " 1\n";
    if (unshare(CLONE_NEWUSER | flags) != 0)
        return failed("making a user namespace");
    if (auto denied = writeFile("/proc/self/setgroups", "deny"); !denied)
        return denied;
    if (auto mapped = writeFile("/proc/self/uid_map", user); !mapped)
        return mapped;
    return writeFile("/proc/self/gid_map", group);
}

Step limitFiles(unsigned long bytes)
{
    const rlimit limit{.rlim_cur = bytes, .rlim_max = bytes};
    if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR || setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return failed("limiting the size of files");
    return {};
}

Step limitProcesses(unsigned long count)
{
    const rlimit limit{.rlim_cur = count, .rlim_max = count};
    if (setrlimit(RLIMIT_NPROC, &limit) != 0)
        return failed("limiting the number of processes");
    return {};
}

} // namespace portolan::launch
