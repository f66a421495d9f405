// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/digest.h"

#include "core/base/encoding.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace portolan {

namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

// Where OpenSSL cannot do it, all texts would have the same digest: passwords and tokens too.
void require(bool isDone)
{
    if (!isDone)
        std::abort();
}

/// To find the algorithm takes several times as long as to digest a token: once for each thread.
class Sha256
{
public:
    Sha256()
    {
        require(m_context && m_algorithm && EVP_DigestInit_ex2(m_context.get(), m_algorithm.get(), nullptr) == 1);
    }

    [[nodiscard]] Digest operator()(std::string_view bytes)
    {
        Digest digest;
        require(EVP_DigestInit_ex2(m_context.get(), nullptr, nullptr) == 1
                && EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) == 1
                && EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr) == 1);
        return digest;
    }

private:
    template <auto free>
    struct Free {
        void operator()(auto *pointer) const { free(pointer); }
    };
    std::unique_ptr<EVP_MD, Free<EVP_MD_free>> m_algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>> m_context{EVP_MD_CTX_new()};
};

} // namespace

std::string sha256Hex(std::string_view bytes)
{
    thread_local Sha256 sha256;
    const Digest digest = sha256(bytes);
    return toHex(std::as_bytes(std::span(digest)));
}

std::string hmacSha256Hex(std::string_view key, std::string_view bytes)
{
    Digest digest;
    unsigned int size = 0;
    require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                 reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), digest.data(), &size));
    return toHex(std::as_bytes(std::span(digest)));
}

bool equalInConstantTime(std::string_view left, std::string_view right)
{
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

} // namespace portolan
