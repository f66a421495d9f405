// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/jose/jwk.h"

#include "core/base/random.h"

#include <string>
#include <string_view>

namespace portolan::jose {

/// Whether the bytes are this key's signature of the text, by the key's own algorithm. A signature by ES256 is 64
/// bytes, the two numbers after each other (RFC 7518 section 3.4).
[[nodiscard]] bool verifySignature(const VerificationKey &key, std::string_view text, std::string_view signature);

/// A private key for ES256. A value; copies share the key. Its `kid` is its thumbprint.
class SigningKey
{
public:
    /// Of 32 bytes of `random`: the same bytes make the same key.
    [[nodiscard]] static Result<SigningKey> make(Random &random);
    /// InvalidArgument when the text holds no private key on P-256, or one that needs a passphrase.
    [[nodiscard]] static Result<SigningKey> fromPem(std::string_view pem);

    /// PKCS #8, not encrypted: a secret.
    [[nodiscard]] Result<std::string> toPem() const;

    [[nodiscard]] const std::string &kid() const { return m_public.kid; }
    /// What others check its signatures with. For verifying only, although it shares the key.
    [[nodiscard]] const VerificationKey &verificationKey() const { return m_public; }

    /// 64 bytes, other ones each time.
    [[nodiscard]] Result<std::string> sign(std::string_view text) const;

private:
    explicit SigningKey(KeyHandle key);

    KeyHandle m_key;
    VerificationKey m_public;
};

} // namespace portolan::jose
