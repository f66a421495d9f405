// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/signature.h"

#include "server/identity/jose/openssl.h"

#include <openssl/rsa.h>

#include <array>

namespace portolan::jose {

namespace {

constexpr std::size_t halfSize = 32; // of a signature by ES256

/// RFC 7515 has r and s after each other, OpenSSL a structure in DER.
std::string derOf(std::string_view signature)
{
    if (signature.size() != 2 * halfSize)
        return {};
    const openssl::Signature numbers(ECDSA_SIG_new());
    auto r = openssl::toBignum(signature.substr(0, halfSize));
    auto s = openssl::toBignum(signature.substr(halfSize));
    if (!numbers || !r || !s || ECDSA_SIG_set0(numbers.get(), r.get(), s.get()) != 1)
        return {};
    static_cast<void>(r.release()); // now the structure's
    static_cast<void>(s.release());
    unsigned char *bytes = nullptr;
    const int size = i2d_ECDSA_SIG(numbers.get(), &bytes);
    std::string der(reinterpret_cast<const char *>(bytes), size > 0 ? static_cast<std::size_t>(size) : 0);
    OPENSSL_free(bytes);
    return der;
}

std::string pairOf(std::string_view der)
{
    const unsigned char *at = openssl::data(der);
    const openssl::Signature numbers(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    std::string pair(2 * halfSize, '\0');
    auto *bytes = reinterpret_cast<unsigned char *>(pair.data());
    if (!numbers || BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), bytes, halfSize) < 0
        || BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), bytes + halfSize, halfSize) < 0)
        return {};
    return pair;
}

bool isOnP256(const EVP_PKEY *key)
{
    std::array<char, 32> group{};
    return key && EVP_PKEY_is_a(key, "EC") == 1
           && EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1
           && std::string_view(group.data()) == SN_X9_62_prime256v1;
}

KeyHandle own(EVP_PKEY *key)
{
    return {key, [](EVP_PKEY *old) { EVP_PKEY_free(old); }};
}

} // namespace

bool verifySignature(const VerificationKey &key, std::string_view text, std::string_view signature)
{
    const openssl::ErrorScope scope;
    std::string der;
    if (key.algorithm == Algorithm::ES256) {
        der = derOf(signature);
        if (der.empty())
            return false;
        signature = der;
    }
    const openssl::DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *keyContext = nullptr; // the digest context's
    if (!context || !key.key
        || EVP_DigestVerifyInit(context.get(), &keyContext, EVP_sha256(), nullptr, key.key.get()) != 1)
        return false;
    if (key.algorithm == Algorithm::RS256 && EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PADDING) != 1)
        return false;
    return EVP_DigestVerify(context.get(), openssl::data(signature), signature.size(), openssl::data(text), text.size())
           == 1;
}

SigningKey::SigningKey(KeyHandle key) : m_key(std::move(key)), m_public{.algorithm = Algorithm::ES256, .key = m_key}
{
    m_public.kid = thumbprint(m_public);
}

Result<SigningKey> SigningKey::make(Random &random)
{
    const openssl::ErrorScope scope;
    // RFC 9180 section 7.1.3 makes a key of random bytes, evenly: the same as drawing one, and a test can replay it.
    std::array<std::byte, 32> seed{};
    random.fill(seed);
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char *>(SN_X9_62_prime256v1), 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DHKEM_IKM, seed.data(), seed.size()),
        OSSL_PARAM_construct_end()};
    const openssl::Context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY *made = nullptr;
    const bool done = context && EVP_PKEY_keygen_init(context.get()) == 1
                      && EVP_PKEY_CTX_set_params(context.get(), parameters.data()) == 1
                      && EVP_PKEY_generate(context.get(), &made) == 1;
    auto key = own(made);
    OPENSSL_cleanse(seed.data(), seed.size());
    if (!done)
        return fail(ErrorCode::Internal, "OpenSSL made no key on P-256 for signing tokens");
    return SigningKey(std::move(key));
}

Result<SigningKey> SigningKey::fromPem(std::string_view pem)
{
    const openssl::ErrorScope scope;
    const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    // Without this callback OpenSSL asks for a passphrase on the terminal.
    const auto noPassphrase = [](char *, int, int, void *) { return -1; };
    auto key = own(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr) : nullptr);
    const openssl::Context context(isOnP256(key.get()) ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)
                                                       : nullptr);
    if (!context || EVP_PKEY_pairwise_check(context.get()) != 1)
        return fail(ErrorCode::InvalidArgument, "it holds no private key on P-256 in PEM without a passphrase");
    return SigningKey(std::move(key));
}

Result<std::string> SigningKey::toPem() const
{
    const openssl::ErrorScope scope;
    const openssl::Bio bio(BIO_new(BIO_s_secmem()));
    char *text = nullptr;
    if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), m_key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return fail(ErrorCode::Internal, "OpenSSL wrote no PEM of a key for signing tokens");
    const long size = BIO_get_mem_data(bio.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

Result<std::string> SigningKey::sign(std::string_view text) const
{
    const openssl::ErrorScope scope;
    const openssl::DigestContext context(EVP_MD_CTX_new());
    std::array<unsigned char, 80> der{}; // at most 72 bytes for P-256
    std::size_t size = der.size();
    std::string pair;
    if (context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) == 1
        && EVP_DigestSign(context.get(), der.data(), &size, openssl::data(text), text.size()) == 1)
        pair = pairOf({reinterpret_cast<const char *>(der.data()), size});
    if (pair.empty())
        return fail(ErrorCode::Internal, "OpenSSL did not sign a token");
    return pair;
}

} // namespace portolan::jose
