// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/base/random.h"

#include <string>

namespace portolan::runtime {

/// What the SSH server of a workspace proves its identity with.
struct HostKey {
    std::string secret;    ///< a private key file of OpenSSH, without a passphrase (PROTOCOL.key of OpenSSH)
    std::string publicKey; ///< "ssh-ed25519 AAAA..."
};

/// A new Ed25519 key (RFC 8709).
[[nodiscard]] Result<HostKey> makeHostKey(Random &random);

} // namespace portolan::runtime
