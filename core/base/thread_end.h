// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace portolan {

/// Frees what OpenSSL keeps for the calling thread, which makes no more use of it. It does so by itself when the thread
/// has ended, but QThread::wait() returns before that: at the end of the program it may be too late, which is a leak.
void freeThreadsOwn();

} // namespace portolan
