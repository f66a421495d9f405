// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/jwk.h"

#include "core/base/encoding.h"
#include "server/identity/jose/openssl.h"
#include "server/identity/jose/strict_json.h"

#include <algorithm>
#include <array>

namespace portolan::jose {

namespace {

constexpr std::size_t coordinateSize = 32; // of P-256
constexpr int leastRsaBits = 2048;         // RFC 7518 section 3.3
constexpr int mostRsaBits = 8192;          // above it, checking a signature costs more than a caller is worth
constexpr std::size_t exponentLimit = 8;   // bytes; nearly everybody has 65537

/// The public numbers of a key as JWK members: base64url, in the order of RFC 7638 (by name).
struct PublicMembers {
    std::vector<std::pair<std::string_view, std::string>> members;

    [[nodiscard]] std::string toJson() const
    {
        JsonWriter writer;
        writer.beginObject();
        for (const auto &[name, value] : members)
            writer.key(name).string(value);
        return writer.endObject().text();
    }
};

KeyHandle makeKey(const char *type, OSSL_PARAM_BLD *builder)
{
    const openssl::Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const openssl::Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return {key, [](EVP_PKEY *old) { EVP_PKEY_free(old); }};
}

KeyHandle makeEcKey(std::string_view x, std::string_view y)
{
    // Always the full size of a coordinate, RFC 7518 section 6.2.1.2.
    if (x.size() != coordinateSize || y.size() != coordinateSize)
        return nullptr;
    const auto point = std::string(1, '\x04').append(x).append(y);
    const openssl::ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder
        || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0) != 1
        || OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
        return nullptr;
    auto key = makeKey("EC", builder.get());
    // That the point is on the curve is not what EVP_PKEY_fromdata() promises, although it looks.
    const openssl::Context context(key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    return context && EVP_PKEY_public_check_quick(context.get()) == 1 ? key : nullptr;
}

KeyHandle makeRsaKey(std::string_view n, std::string_view e)
{
    if (n.size() > mostRsaBits / 8 + 1 || e.size() > exponentLimit)
        return nullptr;
    const auto modulus = openssl::toBignum(n);
    const auto exponent = openssl::toBignum(e);
    if (!modulus || BN_num_bits(modulus.get()) < leastRsaBits || BN_num_bits(modulus.get()) > mostRsaBits
        || !BN_is_odd(modulus.get()))
        return nullptr;
    // With the exponent 1 a signature is the text that it signs.
    if (!exponent || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get()))
        return nullptr;
    const openssl::ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    return makeKey("RSA", builder.get());
}

/// A number of a key, at least `size` bytes long.
std::string numberOf(const VerificationKey &key, const char *parameter, int size)
{
    BIGNUM *found = nullptr;
    EVP_PKEY_get_bn_param(key.key.get(), parameter, &found);
    const openssl::Bignum number(found);
    if (!number)
        return {};
    std::string bytes(static_cast<std::size_t>(std::max(size, BN_num_bytes(number.get()))), '\0');
    BN_bn2binpad(number.get(), reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
    return toBase64Url(asBytes(bytes));
}

PublicMembers membersOf(const VerificationKey &key)
{
    const openssl::ErrorScope scope;
    if (key.algorithm == Algorithm::ES256)
        return {{{"crv", "P-256"},
                 {"kty", "EC"},
                 {"x", numberOf(key, OSSL_PKEY_PARAM_EC_PUB_X, coordinateSize)},
                 {"y", numberOf(key, OSSL_PKEY_PARAM_EC_PUB_Y, coordinateSize)}}};
    return {{{"e", numberOf(key, OSSL_PKEY_PARAM_RSA_E, 1)},
             {"kty", "RSA"},
             {"n", numberOf(key, OSSL_PKEY_PARAM_RSA_N, 1)}}};
}

/// A member that must be a string when it is there; "" where it is not there, nothing where it is something else.
std::optional<std::string_view> optionalText(JsonValue jwk, std::string_view name)
{
    const auto member = jwk.find(name);
    return member ? member->toString() : std::string_view();
}

std::optional<std::string> bytesMember(JsonValue jwk, std::string_view name)
{
    const auto text = optionalText(jwk, name);
    return text && !text->empty() ? fromUnpaddedBase64Url(*text) : std::nullopt;
}

/// What the key says that it is for (RFC 7517 sections 4.2 and 4.3).
bool isForVerifying(JsonValue jwk)
{
    const auto use = optionalText(jwk, "use");
    if (!use || (*use != "sig" && jwk.find("use")))
        return false;
    const auto operations = jwk.find("key_ops");
    if (!operations)
        return true;
    bool verifies = false;
    operations->forEachElement([&](std::size_t, JsonValue operation) {
        verifies = verifies || operation.toString() == "verify";
    });
    return verifies;
}

std::optional<VerificationKey> readKey(JsonValue jwk)
{
    const auto kid = optionalText(jwk, "kid");
    const auto type = optionalText(jwk, "kty");
    if (!kid || !type || hasDuplicateMember(jwk) || jwk.find("d") || !isForVerifying(jwk))
        return std::nullopt;
    VerificationKey key{.kid = std::string(*kid)};
    if (*type == "EC" && optionalText(jwk, "crv") == "P-256") {
        const auto x = bytesMember(jwk, "x");
        const auto y = bytesMember(jwk, "y");
        key.key = x && y ? makeEcKey(*x, *y) : nullptr;
    } else if (*type == "RSA") {
        const auto n = bytesMember(jwk, "n");
        const auto e = bytesMember(jwk, "e");
        key.algorithm = Algorithm::RS256;
        key.key = n && e ? makeRsaKey(*n, *e) : nullptr;
    }
    if (!key.key || (jwk.find("alg") && optionalText(jwk, "alg") != name(key.algorithm)))
        return std::nullopt;
    return key;
}

} // namespace

std::string_view name(Algorithm algorithm)
{
    return algorithm == Algorithm::ES256 ? "ES256" : "RS256";
}

std::optional<Algorithm> algorithmFromName(std::string_view text)
{
    for (const auto algorithm : {Algorithm::ES256, Algorithm::RS256})
        if (text == name(algorithm))
            return algorithm;
    return std::nullopt;
}

const VerificationKey *KeySet::find(std::optional<std::string_view> kid, Algorithm algorithm) const
{
    const VerificationKey *found = nullptr;
    for (const auto &key : m_keys) {
        if (key.algorithm != algorithm || (kid && key.kid != *kid))
            continue;
        if (found)
            return nullptr;
        found = &key;
    }
    return found;
}

bool KeySet::knows(std::string_view kid) const
{
    return std::ranges::contains(m_keys, kid, &VerificationKey::kid);
}

std::string KeySet::toJson() const
{
    JsonWriter writer;
    writer.beginObject().key("keys").beginArray();
    for (const auto &key : m_keys) {
        writer.beginObject();
        for (const auto &[name, value] : membersOf(key).members)
            writer.key(name).string(value);
        if (!key.kid.empty())
            writer.key("kid").string(key.kid);
        writer.key("alg").string(name(key.algorithm)).key("use").string("sig").endObject();
    }
    return writer.endArray().endObject().text();
}

Result<KeySet> parseJwks(std::string_view json)
{
    if (json.size() > jwksLimit)
        return fail(ErrorCode::TooLarge, std::format("a JWK set has more than {} bytes", jwksLimit));
    const auto document = JsonDocument::parse(json);
    if (!document)
        return failWithin("reading a JWK set", document.error());
    const auto list = document->root().find("keys");
    if (!list || list->kind() != JsonValue::Kind::Array || hasDuplicateMember(document->root()))
        return fail(ErrorCode::InvalidArgument, "a JWK set must be an object with one list \"keys\"");
    if (list->size() > jwksKeyLimit)
        return fail(ErrorCode::TooLarge, std::format("a JWK set has more than {} keys", jwksKeyLimit));
    const openssl::ErrorScope scope;
    std::vector<VerificationKey> keys;
    bool onlyObjects = true;
    list->forEachElement([&](std::size_t, JsonValue jwk) {
        onlyObjects = onlyObjects && jwk.kind() == JsonValue::Kind::Object;
        if (auto key = readKey(jwk))
            keys.push_back(std::move(*key));
    });
    if (!onlyObjects)
        return fail(ErrorCode::InvalidArgument, "a JWK set has a key that is not an object");
    return KeySet(std::move(keys));
}

std::string thumbprint(const VerificationKey &key)
{
    const std::string text = membersOf(key).toJson();
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return toBase64Url(std::as_bytes(std::span(digest).first(size)));
}

} // namespace portolan::jose
