// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#ifdef __SANITIZE_THREAD__
extern "C" void __tsan_release(void *address);
extern "C" void __tsan_acquire(void *address);
#endif

namespace portolan {

/// For the thread sanitizer, which cannot see how Qt's event queues and threads hand work over, because Qt is not built
/// with it: all that happened before handOver() has happened for whoever called takeOver() of the same address later.
/// They hand over nothing themselves, and are nothing without the sanitizer.
inline void handOver([[maybe_unused]] void *address)
{
#ifdef __SANITIZE_THREAD__
    __tsan_release(address);
#endif
}

inline void takeOver([[maybe_unused]] void *address)
{
#ifdef __SANITIZE_THREAD__
    __tsan_acquire(address);
#endif
}

} // namespace portolan
