// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/jwt.h"

#include "core/base/encoding.h"
#include "server/identity/jose/strict_json.h"

#include <algorithm>
#include <cmath>

namespace portolan::jose {

namespace {

constexpr double latestDate = 253402300799; // the end of the year 9999, beyond which no time of ours can be written

std::unexpected<Error> refuse(std::string_view why, std::string detail)
{
    return fail(ErrorCode::Unauthenticated, std::move(detail), {{"reason", std::string(why)}});
}

/// The three parts of a token, still encoded, and what the signature is of.
struct Parts {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signedText;
};

Result<Parts> split(std::string_view token)
{
    if (token.size() > tokenLimit)
        return refuse(reason::malformed, std::format("the token has more than {} bytes", tokenLimit));
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (first == token.npos || std::ranges::count(token, '.') != 2)
        return refuse(reason::malformed, "the token does not have three parts");
    return Parts{.header = token.substr(0, first),
                 .payload = token.substr(first + 1, last - first - 1),
                 .signature = token.substr(last + 1),
                 .signedText = token.substr(0, last)};
}

/// A part that is an object, and its text.
Result<std::pair<JsonDocument, std::string>> decodeObject(std::string_view part, std::string_view what)
{
    auto text = fromUnpaddedBase64Url(part);
    if (!text)
        return refuse(reason::malformed, std::format("the token's {} is not unpadded base64url", what));
    auto document = parseStrictObject(*text);
    if (!document)
        return refuse(reason::malformed, std::format("the token's {} is not right: {}", what, document.error().detail));
    return std::pair(std::move(*document), std::move(*text));
}

/// RFC 7519 section 5.1 and RFC 9068 section 2.1. Names of media types have no case.
bool isTokenType(std::string_view type)
{
    std::string lower(type);
    for (char &letter : lower)
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
    return lower == "jwt" || lower == "at+jwt" || lower == "application/jwt" || lower == "application/at+jwt";
}

struct Header {
    Algorithm algorithm;
    std::optional<std::string> kid;
};

/// Keys that the header brings or points at (jwk, jku, x5c, x5u) are not looked at.
Result<Header> readHeader(JsonValue header)
{
    // "crit" names what must be understood (RFC 7515 section 4.1.11), and there are no extensions here; the others say
    // that the payload is not what it seems to be.
    for (const std::string_view name : {"crit", "b64", "zip", "enc"})
        if (header.find(name))
            return refuse(reason::malformed,
                          std::format("the token's header has \"{}\", which is not supported", name));
    if (const auto type = header.find("typ"); type && !isTokenType(type->toString().value_or("")))
        return refuse(reason::malformed, "the token's header says that it is of another type than JWT");
    const auto named = header.find("alg");
    const auto algorithm = algorithmFromName(named ? named->toString().value_or("") : "");
    if (!algorithm)
        return refuse(reason::algorithm, "the token is not signed by ES256 or RS256");
    Header result{.algorithm = *algorithm};
    if (const auto kid = header.find("kid")) {
        if (!kid->toString())
            return refuse(reason::malformed, "the token's header has a \"kid\" that is not a string");
        result.kid = std::string(*kid->toString());
    }
    return result;
}

Result<const VerificationKey *> chooseKey(const Header &header, const KeySet &keys)
{
    if (const auto *key = keys.find(header.kid, header.algorithm))
        return key;
    if (header.kid && std::ranges::any_of(keys.keys(), [&](const VerificationKey &key) {
            return key.kid == *header.kid && key.algorithm != header.algorithm;
        }))
        return refuse(reason::algorithm, "the token names another algorithm than that of its key");
    if (header.kid)
        return refuse(reason::unknownKey, "the token is signed with a key that is not known");
    return refuse(reason::unknownKey, "the token does not say with which key it is signed, and not exactly one fits");
}

/// The value that a path of names leads to. Names may have dots, so each way to cut the path is tried, names in front
/// of paths.
std::optional<JsonValue> follow(JsonValue object, std::string_view path)
{
    if (auto member = object.find(path))
        return member;
    for (auto dot = path.rfind('.'); dot != path.npos && dot > 0; dot = path.rfind('.', dot - 1))
        if (const auto member = object.find(path.substr(0, dot)))
            if (auto found = follow(*member, path.substr(dot + 1)))
                return found;
    return std::nullopt;
}

std::optional<std::vector<std::string>> stringsOf(JsonValue value)
{
    if (const auto text = value.toString())
        return std::vector{std::string(*text)};
    if (value.kind() != JsonValue::Kind::Array)
        return std::nullopt;
    std::vector<std::string> strings;
    value.forEachElement([&](std::size_t, JsonValue element) {
        if (const auto text = element.toString())
            strings.emplace_back(*text);
    });
    return strings.size() == value.size() ? std::optional(std::move(strings)) : std::nullopt;
}

} // namespace

/// Reads the registered claims (RFC 7519 section 4.1), which have one meaning and one shape.
struct ClaimsReader {
    JsonValue payload;

    [[nodiscard]] std::unexpected<Error> wrong(std::string_view claim, std::string_view what)
    {
        return refuse(reason::malformed, std::format("the token's claim \"{}\" {}", claim, what));
    }

    Result<void> readText(std::string_view claim, std::string &target)
    {
        const auto member = payload.find(claim);
        if (member && !member->toString())
            return wrong(claim, "is not a string");
        if (member)
            target = *member->toString();
        return {};
    }

    /// Seconds since 1970, which may have a fraction.
    Result<void> readDate(std::string_view claim, std::optional<Time> &target)
    {
        const auto member = payload.find(claim);
        if (!member)
            return {};
        const auto seconds = member->toDouble();
        if (!seconds || !(*seconds >= 0) || *seconds > latestDate)
            return wrong(claim, "is not a time in seconds since 1970");
        target = Time(std::chrono::microseconds(std::llround(*seconds * 1e6)));
        return {};
    }

    Result<Claims> read()
    {
        Claims claims;
        std::optional<Time> expires;
        for (const auto &done :
             {readText("iss", claims.issuer), readText("sub", claims.subject), readText("jti", claims.id),
              readDate("exp", expires), readDate("nbf", claims.notBefore), readDate("iat", claims.issuedAt)})
            if (!done)
                return std::unexpected(done.error());
        if (!expires)
            return wrong("exp", "is missing: a token must expire");
        claims.expires = *expires;
        if (const auto audience = payload.find("aud")) {
            auto strings = stringsOf(*audience);
            if (!strings)
                return wrong("aud", "is neither a string nor a list of strings");
            claims.audience = std::move(*strings);
        }
        return claims;
    }

    static void keep(Claims &claims, JsonDocument document, std::string text)
    {
        claims.m_document = std::make_shared<const JsonDocument>(std::move(document));
        claims.payload = std::move(text);
    }
};

namespace {

Result<void> checkClaims(const Claims &claims, const Expectations &expectations)
{
    if (claims.issuer != expectations.issuer)
        return refuse(reason::issuer, std::format("the token is not from {}", expectations.issuer));
    if (!std::ranges::contains(claims.audience, expectations.audience))
        return refuse(reason::audience, std::format("the token is not for {}", expectations.audience));
    if (expectations.now - expectations.leeway >= claims.expires)
        return refuse(reason::expired, "the token has expired");
    // One from the future has a clock that is wrong, and so an expiry that is.
    for (const auto &start : {claims.notBefore, claims.issuedAt})
        if (start && *start > expectations.now + expectations.leeway)
            return refuse(reason::notYetValid, "the token is not valid yet");
    return {};
}

} // namespace

std::string_view reasonOf(const Error &error)
{
    const auto found = std::ranges::find(error.args, "reason", &std::pair<std::string, std::string>::first);
    return found != error.args.end() ? std::string_view(found->second) : std::string_view();
}

std::optional<std::string> Claims::text(std::string_view path) const
{
    const auto value = m_document ? follow(m_document->root(), path) : std::nullopt;
    const auto text = value ? value->toString() : std::nullopt;
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

std::optional<std::vector<std::string>> Claims::list(std::string_view path) const
{
    const auto value = m_document ? follow(m_document->root(), path) : std::nullopt;
    return value ? stringsOf(*value) : std::nullopt;
}

Result<Claims> withUserinfo(Claims claims, std::string_view json)
{
    auto document = parseStrictObject(json);
    if (!document)
        return fail(ErrorCode::BadGateway, "the provider did not tell who it is: its userinfo is no JSON object");
    const auto subject = document->root().find("sub");
    if (claims.subject.empty() || !subject || subject->toString() != claims.subject)
        return fail(ErrorCode::BadGateway, "the provider's userinfo is of another user than its token");
    ClaimsReader::keep(claims, std::move(*document), std::string(json));
    return claims;
}

std::string unverifiedIssuer(std::string_view token)
{
    const auto parts = split(token);
    const auto payload = parts ? decodeObject(parts->payload, "payload") : std::unexpected(parts.error());
    const auto issuer = payload ? payload->first.root().find("iss") : std::nullopt;
    return std::string(issuer ? issuer->toString().value_or("") : "");
}

Result<Claims> verifyJwt(std::string_view token, const KeySet &keys, const Expectations &expectations)
{
    if (expectations.issuer.empty() || expectations.audience.empty())
        return fail(ErrorCode::Internal, "a token was to be checked without an issuer or an audience to expect");
    const auto parts = split(token);
    if (!parts)
        return std::unexpected(parts.error());
    const auto decoded = decodeObject(parts->header, "header");
    if (!decoded)
        return std::unexpected(decoded.error());
    const auto header = readHeader(decoded->first.root());
    if (!header)
        return std::unexpected(header.error());
    const auto signature = fromUnpaddedBase64Url(parts->signature);
    if (!signature)
        return refuse(reason::malformed, "the token's signature is not unpadded base64url");
    const auto key = chooseKey(*header, keys);
    if (!key)
        return std::unexpected(key.error());
    if (!verifySignature(**key, parts->signedText, *signature))
        return refuse(reason::signature, "the token's signature is not right");
    auto payload = decodeObject(parts->payload, "payload");
    if (!payload)
        return std::unexpected(payload.error());
    auto claims = ClaimsReader{.payload = payload->first.root()}.read();
    if (!claims)
        return claims;
    if (const auto checked = checkClaims(*claims, expectations); !checked)
        return std::unexpected(checked.error());
    ClaimsReader::keep(*claims, std::move(payload->first), std::move(payload->second));
    return claims;
}

Result<std::string> signJwt(const SigningKey &key, std::string_view payload)
{
    if (const auto object = parseStrictObject(payload); !object)
        return failWithin("signing a token", object.error());
    JsonWriter header;
    header.beginObject();
    header.key("alg").string(name(Algorithm::ES256)).key("kid").string(key.kid()).key("typ").string("JWT");
    auto token = toBase64Url(asBytes(header.endObject().text())) + "." + toBase64Url(asBytes(payload));
    const auto signature = key.sign(token);
    if (!signature)
        return signature;
    token += "." + toBase64Url(asBytes(*signature));
    if (token.size() > tokenLimit)
        return fail(ErrorCode::TooLarge, std::format("a token would have more than {} bytes", tokenLimit));
    return token;
}

} // namespace portolan::jose
