// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens and key sets of strangers. Each input is taken for a token, for what a token of ours says, and for a key set.
#include "server/identity/jose/jwt.h"
#include "server/identity/jose/strict_json.h"
#include "tests/fuzz/fuzz.h"

using namespace portolan;

namespace {

// The only token that the key below has signed; corpus/jwt/token is the same.
constexpr std::string_view validToken =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6InBXR0pFTkJKQmV0YVV1VjRIejNJcktVdlBhSmRyNWpaQmZ5bTFwZ3VtMkEiLCJ0eXAiOiJKV1QifQ.eyJ"
    "pc3MiOiJwb3J0b2xhbiIsImF1ZCI6WyJwb3J0b2xhbiJdLCJzdWIiOiJhbGljZSIsImV4cCI6MTc3NzY0MDQwMH0.sGsD7gw6tLtHbZTYq6R9n"
    "tqbqbFVGAToA2bnnngVZGU7aSEhOBrm8H1kmZFpGsVWqa9X9RB3mIu723tukP7nlw";

const jose::Expectations expected{
    .issuer = "portolan", .audience = "portolan", .now = Time(std::chrono::seconds(1'777'636'800))};

/// The same one each time.
const jose::SigningKey &signingKey()
{
    static const auto key = [] {
        SeededRandom random(1);
        return jose::SigningKey::make(random).value();
    }();
    return key;
}

const jose::KeySet &keys()
{
    static const jose::KeySet set({signingKey().verificationKey()});
    return set;
}

void readAsToken(std::string_view token)
{
    const auto claims = jose::verifyJwt(token, keys(), expected);
    FUZZ_REQUIRE(claims || token != validToken);
    if (claims) {
        FUZZ_REQUIRE(token.substr(0, token.rfind('.')) == validToken.substr(0, validToken.rfind('.')));
        return;
    }
    FUZZ_REQUIRE(claims.error().code == ErrorCode::Unauthenticated && !claims.error().detail.empty());
    FUZZ_REQUIRE(!jose::reasonOf(claims.error()).empty());
}

void readAsPayload(std::string_view payload)
{
    const auto token = jose::signJwt(signingKey(), payload);
    FUZZ_REQUIRE(token || !jose::parseStrictObject(payload) || token.error().code == ErrorCode::TooLarge);
    if (!token)
        return;
    const auto claims = jose::verifyJwt(*token, keys(), expected);
    if (!claims) {
        // Its form and signature are right.
        const auto why = jose::reasonOf(claims.error());
        FUZZ_REQUIRE(why == jose::reason::malformed || why == jose::reason::issuer || why == jose::reason::audience
                     || why == jose::reason::expired || why == jose::reason::notYetValid);
        return;
    }
    FUZZ_REQUIRE(claims->payload == payload && claims->issuer == expected.issuer);
    FUZZ_REQUIRE(claims->expires + expected.leeway > expected.now);
    FUZZ_REQUIRE(claims->text("iss") == expected.issuer && claims->list("aud") == claims->audience);
    FUZZ_REQUIRE(claims->text("sub").value_or("") == claims->subject);
    // Any path leads somewhere or nowhere.
    if (const auto path = claims->text("path"))
        static_cast<void>(claims->list(*path));
}

void readAsKeys(std::string_view json)
{
    const auto set = jose::parseJwks(json);
    if (!set) {
        FUZZ_REQUIRE(set.error().code == ErrorCode::InvalidArgument || set.error().code == ErrorCode::TooLarge);
        return;
    }
    const auto text = set->toJson();
    const auto again = jose::parseJwks(text);
    FUZZ_REQUIRE(again && again->keys().size() == set->keys().size() && again->toJson() == text);
    for (const auto &key : set->keys()) {
        FUZZ_REQUIRE(jose::thumbprint(key).size() == 43);
        FUZZ_REQUIRE(!jose::verifySignature(key, json, std::string(64, '\1')));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    readAsToken(input);
    readAsPayload(input);
    readAsKeys(input);
    return 0;
}
