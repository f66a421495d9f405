// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/thread_end.h"

#include <openssl/crypto.h>

namespace portolan {

void freeThreadsOwn()
{
    OPENSSL_thread_stop();
}

} // namespace portolan
