// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace portolan::runtime {

/// What programs in a workspace may not ask of the kernel: a seccomp filter (seccomp(2), SECCOMP_MODE_FILTER) as
/// bubblewrap takes it with --seccomp. Denied with EPERM is what the namespaces do not keep apart (keyrings, BPF, the
/// performance counters), what has been a way out of sandboxes again and again (io_uring, userfaultfd, mounts), and what
/// only an administrator needs. Sockets are of this computer or the Internet: others, AF_VSOCK among them, know no
/// network namespaces. All else works, ptrace(2) in one's own tree included.
///
/// Programs of another architecture than the server's are denied everything (ENOSYS): their calls have other numbers.
[[nodiscard]] std::string systemCallFilter();

} // namespace portolan::runtime
