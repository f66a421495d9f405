// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the files of this folder share of OpenSSL. Not for others: it shows OpenSSL's headers.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <memory>
#include <string_view>

namespace portolan::jose::openssl {

template <auto release>
struct Release {
    template <class T>
    void operator()(T *thing) const
    {
        static_cast<void>(release(thing));
    }
};

using Bignum = std::unique_ptr<BIGNUM, Release<BN_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;

/// Takes back what its scope adds to the thread's queue of errors: TLS on the same thread reads that queue, and would
/// take a refused token for a failure of its connection.
class ErrorScope
{
public:
    ErrorScope() { ERR_set_mark(); }
    ~ErrorScope() { ERR_pop_to_mark(); }
    ErrorScope(const ErrorScope &) = delete;
    ErrorScope &operator=(const ErrorScope &) = delete;
};

[[nodiscard]] inline const unsigned char *data(std::string_view bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

/// Big-endian, as in all of JOSE.
[[nodiscard]] inline Bignum toBignum(std::string_view bytes)
{
    return Bignum(BN_bin2bn(data(bytes), static_cast<int>(bytes.size()), nullptr));
}

} // namespace portolan::jose::openssl
