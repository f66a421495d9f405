// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <memory>
#include <string>
#include <string_view>

struct ssh_key_struct;

namespace portolan::ssh {

/// A public key as SSH names it: of a host, to pin it, or of a caller, to let it in. A value; copies share the key.
class PublicKey
{
public:
    /// Reads "ssh-ed25519 AAAA...", with or without a comment behind it (sshd(8), AUTHORIZED_KEYS FILE FORMAT, without
    /// options).
    [[nodiscard]] static Result<PublicKey> parse(std::string_view line);
    /// Takes the key over.
    explicit PublicKey(ssh_key_struct *key);

    /// "ssh-ed25519"
    [[nodiscard]] std::string type() const;
    /// "ssh-ed25519 AAAA...": what parse() reads, without a comment.
    [[nodiscard]] std::string line() const;
    /// "SHA256:...", as ssh-keygen -l shows it.
    [[nodiscard]] std::string fingerprint() const;

    bool operator==(const PublicKey &other) const;

private:
    std::shared_ptr<ssh_key_struct> m_key;
};

/// A key with its private half, in memory only: never written, logged or shown.
class KeyPair
{
public:
    /// A fresh Ed25519 key.
    [[nodiscard]] static Result<KeyPair> generate();
    /// Reads a private key file in OpenSSH's or PEM format. Unauthenticated when it needs a passphrase and the one
    /// given does not open it; NotFound, PermissionDenied as the file system says.
    [[nodiscard]] static Result<KeyPair> load(const std::string &path, const std::string &passphrase = {});

    [[nodiscard]] const PublicKey &publicKey() const { return m_public; }
    /// For libssh's calls; still owned by this.
    [[nodiscard]] ssh_key_struct *handle() const { return m_key.get(); }

private:
    KeyPair(ssh_key_struct *key, PublicKey publicKey);

    std::shared_ptr<ssh_key_struct> m_key;
    PublicKey m_public;
};

} // namespace portolan::ssh
