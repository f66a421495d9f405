// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st; // OpenSSL's EVP_PKEY

namespace portolan::jose {

/// RFC 7518 section 3.1. There are no others: nothing symmetric, and not "none".
enum class Algorithm : std::uint8_t {
    ES256, ///< ECDSA on P-256 with SHA-256
    RS256, ///< RSASSA-PKCS1-v1_5 with SHA-256
};

[[nodiscard]] std::string_view name(Algorithm algorithm);
[[nodiscard]] std::optional<Algorithm> algorithmFromName(std::string_view name);

/// Shared and never changed, so that any number of threads may use it.
using KeyHandle = std::shared_ptr<evp_pkey_st>;

/// A public key with the one algorithm that it may be used for (RFC 8725 section 3.1).
struct VerificationKey {
    std::string kid; ///< empty: it has none
    Algorithm algorithm = Algorithm::ES256;
    KeyHandle key;
};

/// Public keys that tokens are checked with. A value; copies share the keys.
class KeySet
{
public:
    KeySet() = default;
    explicit KeySet(std::vector<VerificationKey> keys) : m_keys(std::move(keys)) {}

    [[nodiscard]] std::span<const VerificationKey> keys() const { return m_keys; }

    /// The one key that fits; nothing when there is none, or more than one. Without a `kid` any key of the algorithm
    /// fits. Valid as long as this set.
    [[nodiscard]] const VerificationKey *find(std::optional<std::string_view> kid, Algorithm algorithm) const;
    /// Whether a key is called so, whatever its algorithm.
    [[nodiscard]] bool knows(std::string_view kid) const;

    /// As a JWK set (RFC 7517 section 5), of the public parts only.
    [[nodiscard]] std::string toJson() const;

private:
    std::vector<VerificationKey> m_keys;
};

inline constexpr std::size_t jwksLimit = 64 * 1024;
inline constexpr std::size_t jwksKeyLimit = 64;

/// Reads a JWK set. As RFC 7517 section 5 asks, a key that is of no use here is left out: another type, curve,
/// algorithm or use, RSA below 2048 or above 8192 bits, a point that is not on the curve; and one that comes with its
/// private part, because it is everybody's. InvalidArgument when the document is not a JWK set, TooLarge past the
/// limits.
[[nodiscard]] Result<KeySet> parseJwks(std::string_view json);

/// The name that a key has by its content (RFC 7638, with SHA-256).
[[nodiscard]] std::string thumbprint(const VerificationKey &key);

} // namespace portolan::jose
