// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password_hash.h"

#include "core/base/digest.h"
#include "core/base/encoding.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <charconv>
#include <format>
#include <memory>
#include <optional>

namespace portolan::identity {
namespace {

constexpr std::size_t saltSize = 16;
constexpr std::size_t hashSize = 32;
constexpr std::uint32_t mostMemoryKib = 1024 * 1024; ///< what a hash from elsewhere may make us use
constexpr std::uint32_t mostPasses = 64;
constexpr std::uint32_t mostLanes = 16;

struct Parsed {
    Argon2 work;
    std::string salt;
    std::string hash;
};

Result<std::string> derive(std::string_view password, std::string_view salt, std::size_t size, Argon2 work)
{
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "ARGON2ID", nullptr),
                                                                EVP_KDF_free);
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()),
                                                                            EVP_KDF_CTX_free);
    if (!context)
        return fail(ErrorCode::Internal, "this OpenSSL has no Argon2id");
    // OpenSSL's parameters are not const, and are not changed.
    const auto octets = [](const char *name, std::string_view bytes) {
        return OSSL_PARAM_construct_octet_string(name, const_cast<char *>(bytes.data()), bytes.size());
    };
    std::uint32_t threads = 1;
    const std::array params{octets(OSSL_KDF_PARAM_PASSWORD, password),
                            octets(OSSL_KDF_PARAM_SALT, salt),
                            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ARGON2_MEMCOST, &work.memoryKib),
                            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ITER, &work.passes),
                            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ARGON2_LANES, &work.lanes),
                            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_THREADS, &threads),
                            OSSL_PARAM_construct_end()};
    std::string hash(size, '\0');
    if (EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char *>(hash.data()), hash.size(), params.data()) != 1)
        return fail(ErrorCode::Internal, "the password could not be hashed");
    return hash;
}

std::string unpadded(std::string_view bytes)
{
    std::string text = toBase64(asBytes(bytes));
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

std::optional<std::string> fromUnpadded(std::string_view text)
{
    std::string url(text); // the other alphabet is the one that can be read
    for (char &c : url)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return fromBase64Url(url);
}

/// "m=19456,t=2,p=1"
std::optional<Argon2> parseWork(std::string_view text)
{
    Argon2 work;
    for (auto &[name, target, most] :
         {std::tuple("m=", &work.memoryKib, mostMemoryKib), std::tuple(",t=", &work.passes, mostPasses),
          std::tuple(",p=", &work.lanes, mostLanes)}) {
        if (!text.starts_with(name))
            return std::nullopt;
        text.remove_prefix(std::string_view(name).size());
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *target);
        if (error != std::errc{} || *target == 0 || *target > most)
            return std::nullopt;
        text.remove_prefix(std::size_t(end - text.data()));
    }
    return text.empty() ? std::optional(work) : std::nullopt;
}

std::optional<Parsed> parse(std::string_view text)
{
    constexpr std::string_view start = "$argon2id$v=19$";
    if (!text.starts_with(start))
        return std::nullopt;
    text.remove_prefix(start.size());
    const auto first = text.find('$');
    const auto second = first == text.npos ? text.npos : text.find('$', first + 1);
    if (second == text.npos)
        return std::nullopt;
    const auto work = parseWork(text.substr(0, first));
    auto salt = fromUnpadded(text.substr(first + 1, second - first - 1));
    auto hash = fromUnpadded(text.substr(second + 1));
    if (!work || !salt || !hash || salt->size() < 8 || hash->size() < 16 || hash->size() > 128)
        return std::nullopt;
    return Parsed{.work = *work, .salt = std::move(*salt), .hash = std::move(*hash)};
}

} // namespace

Result<std::string> hashPassword(std::string_view password, Random &random, Argon2 work)
{
    std::array<std::byte, saltSize> bytes{};
    random.fill(bytes);
    const std::string_view salt(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    const auto hash = derive(password, salt, hashSize, work);
    if (!hash)
        return hash;
    return std::format("$argon2id$v=19$m={},t={},p={}${}${}", work.memoryKib, work.passes, work.lanes, unpadded(salt),
                       unpadded(*hash));
}

Result<bool> verifyPassword(std::string_view password, std::string_view hash)
{
    const auto parsed = parse(hash);
    if (!parsed)
        return fail(ErrorCode::Internal, "the hash of the password is in no form that is known here");
    const auto derived = derive(password, parsed->salt, parsed->hash.size(), parsed->work);
    if (!derived)
        return std::unexpected(derived.error());
    return equalInConstantTime(*derived, parsed->hash);
}

bool isOutdated(std::string_view hash, Argon2 work)
{
    const auto parsed = parse(hash);
    return !parsed || parsed->work != work;
}

} // namespace portolan::identity
