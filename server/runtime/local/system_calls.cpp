// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/system_calls.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace portolan::runtime {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
#error "say which AUDIT_ARCH_* of linux/audit.h this is"
#endif
/// The second set of numbers that x86-64 has, for x32 programs; none elsewhere.
constexpr std::uint32_t firstForeignNumber = 0x4000'0000;

constexpr std::array denied{
    // The keyrings of the kernel know no namespaces.
    SYS_add_key,
    SYS_keyctl,
    SYS_request_key,
    // Much of the kernel, and a long record of faults.
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_fanotify_init,
    // Files are where the sandbox has put them.
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_move_mount,
    SYS_open_tree,
    SYS_mount_setattr,
    SYS_open_by_handle_at,
    SYS_setns,
    // An administrator's.
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_quotactl,
    SYS_syslog,
    SYS_vhangup,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_sethostname,
    SYS_setdomainname,
#ifdef SYS_kexec_file_load
    SYS_kexec_file_load,
#endif
#ifdef SYS_quotactl_fd
    SYS_quotactl_fd,
#endif
#ifdef SYS_iopl
    SYS_iopl,
    SYS_ioperm,
#endif
};

/// Requests that write into a terminal as if its user had typed.
constexpr std::array deniedRequests{TIOCSTI, TIOCLINUX};
constexpr std::array families{AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

/// A program of classic BPF (linux/filter.h) over struct seccomp_data.
class Filter
{
public:
    void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
    /// The low half of an argument: the kernel looks at no more of these.
    void loadArgument(std::size_t index)
    {
        static_assert(std::endian::native == std::endian::little);
        load(offsetof(seccomp_data, args) + index * sizeof(seccomp_data::args[0]));
    }
    /// Skips so many instructions unless what was loaded is `value`.
    void unlessEqualSkip(std::uint32_t value, std::size_t count)
    {
        add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, static_cast<std::uint8_t>(count));
    }
    void ifEqualSkip(std::uint32_t value, std::size_t count)
    {
        add(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<std::uint8_t>(count), 0);
    }
    void unlessAtLeastSkip(std::uint32_t value, std::size_t count)
    {
        add(BPF_JMP | BPF_JGE | BPF_K, value, 0, static_cast<std::uint8_t>(count));
    }
    void allow() { add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW); }
    void deny(int error) { add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)); }

    [[nodiscard]] std::string bytes() const
    {
        return {reinterpret_cast<const char *>(m_program.data()), m_program.size() * sizeof(sock_filter)};
    }

private:
    void add(unsigned code, std::uint32_t value, std::uint8_t ifTrue = 0, std::uint8_t ifFalse = 0)
    {
        m_program.push_back({.code = static_cast<std::uint16_t>(code), .jt = ifTrue, .jf = ifFalse, .k = value});
    }

    std::vector<sock_filter> m_program;
};

} // namespace

std::string systemCallFilter()
{
    Filter filter;
    filter.load(offsetof(seccomp_data, arch));
    filter.ifEqualSkip(architecture, 1);
    filter.deny(ENOSYS);
    filter.load(offsetof(seccomp_data, nr));
    filter.unlessAtLeastSkip(firstForeignNumber, 1);
    filter.deny(ENOSYS);
    for (const long number : denied) {
        filter.unlessEqualSkip(static_cast<std::uint32_t>(number), 1);
        filter.deny(EPERM);
    }
    filter.unlessEqualSkip(SYS_ioctl, 2 + 2 * deniedRequests.size());
    filter.loadArgument(1);
    for (const auto request : deniedRequests) {
        filter.unlessEqualSkip(request, 1);
        filter.deny(EPERM);
    }
    filter.allow();
    filter.unlessEqualSkip(SYS_socket, 2 + 2 * families.size());
    filter.loadArgument(0);
    for (const int family : families) {
        filter.unlessEqualSkip(static_cast<std::uint32_t>(family), 1);
        filter.allow();
    }
    filter.deny(EAFNOSUPPORT);
    filter.allow();
    return filter.bytes();
}

} // namespace portolan::runtime
