// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/host_key.h"

#include "core/base/encoding.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace portolan::runtime {

namespace {

constexpr std::string_view algorithm = "ssh-ed25519";
constexpr std::size_t keySize = 32;
constexpr std::size_t blockSize = 8; // of the cipher "none"
constexpr std::size_t lineLength = 70;

using Key = std::array<unsigned char, keySize>;

std::string number(std::uint32_t value)
{
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

/// RFC 4251 section 5: a string is its length and its bytes.
std::string counted(std::string_view bytes)
{
    return number(static_cast<std::uint32_t>(bytes.size())).append(bytes);
}

std::string_view view(const Key &key)
{
    return {reinterpret_cast<const char *>(key.data()), key.size()};
}

std::string encodePublic(const Key &publicKey)
{
    return counted(algorithm) + counted(view(publicKey));
}

std::string encodeSecret(const Key &publicKey, const Key &secret, std::uint32_t check)
{
    auto inner = number(check) + number(check) + encodePublic(publicKey)
                 + counted(std::string(view(secret)).append(view(publicKey))) + counted("");
    for (char padding = 1; inner.size() % blockSize != 0; ++padding)
        inner.push_back(padding);
    const std::string magic("openssh-key-v1\0", 15);
    return magic + counted("none") + counted("none") + counted("") + number(1) + counted(encodePublic(publicKey))
           + counted(inner);
}

std::string armoured(const std::string &bytes)
{
    const auto text = toBase64(asBytes(bytes));
    std::string file = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    for (std::size_t start = 0; start < text.size(); start += lineLength)
        file.append(text, start, lineLength).append("\n");
    return file + "-----END OPENSSH PRIVATE KEY-----\n";
}

} // namespace

Result<HostKey> makeHostKey(Random &random)
{
    Key secret;
    random.fill(std::as_writable_bytes(std::span(secret)));
    const std::unique_ptr<EVP_PKEY, decltype([](EVP_PKEY *key) { EVP_PKEY_free(key); })> pair(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), secret.size()));
    Key publicKey;
    std::size_t size = publicKey.size();
    if (!pair || EVP_PKEY_get_raw_public_key(pair.get(), publicKey.data(), &size) != 1 || size != keySize)
        return fail(ErrorCode::Internal, "OpenSSL made no Ed25519 key for a workspace");
    const auto check = static_cast<std::uint32_t>(random.below(std::uint64_t(1) << 32));
    return HostKey{.secret = armoured(encodeSecret(publicKey, secret, check)),
                   .publicKey = std::string(algorithm) + " " + toBase64(asBytes(encodePublic(publicKey)))};
}

} // namespace portolan::runtime
