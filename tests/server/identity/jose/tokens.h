// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens and keys for tests: those of the RFCs, and some that no honest issuer would make.
#pragma once

#include "core/base/encoding.h"
#include "server/identity/jose/jwt.h"

#include <QTest>

#include <string>
#include <string_view>

namespace portolan::test {

// RFC 7515 appendices A.2.1 and A.3.1.
inline constexpr std::string_view rfcRsaModulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-"
    "pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2Cap"
    "Hg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h"
    "4FRWyuXpoQ";
inline constexpr std::string_view rfcEcX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
inline constexpr std::string_view rfcEcY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

// The tokens of appendices A.2 and A.3: the same claims, {"iss":"joe", "exp":1300819380, ...}.
inline constexpr std::string_view
    rfcPayload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
inline constexpr std::string_view rfcRs256Header = "eyJhbGciOiJSUzI1NiJ9";
inline constexpr std::string_view rfcRs256Signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7"
    "t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi"
    "12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_Ioy"
    "pGlUPQGe77Rw";
inline constexpr std::string_view rfcEs256Header = "eyJhbGciOiJFUzI1NiJ9";
inline constexpr std::string_view
    rfcEs256Signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

/// A JWK set of these keys.
[[nodiscard]] inline std::string jwksOf(const std::vector<std::string> &keys)
{
    std::string list;
    for (const auto &key : keys)
        list += (list.empty() ? "" : ",") + key;
    return "{\"keys\":[" + list + "]}";
}

/// The keys of RFC 7515, with members in front: "\"kid\":\"a\",".
[[nodiscard]] inline std::string rfcRsaJwk(std::string_view members = "")
{
    return std::format(R"({{{}"kty":"RSA","n":"{}","e":"AQAB"}})", members, rfcRsaModulus);
}

[[nodiscard]] inline std::string rfcEcJwk(std::string_view members = "")
{
    return std::format(R"({{{}"kty":"EC","crv":"P-256","x":"{}","y":"{}"}})", members, rfcEcX, rfcEcY);
}

[[nodiscard]] inline jose::KeySet keySetOf(const std::vector<std::string> &keys)
{
    auto set = jose::parseJwks(jwksOf(keys));
    return set ? *set : jose::KeySet();
}

[[nodiscard]] inline std::string encoded(std::string_view text)
{
    return toBase64Url(asBytes(text));
}

[[nodiscard]] inline std::string joined(std::string_view header, std::string_view payload, std::string_view signature)
{
    return std::format("{}.{}.{}", header, payload, signature);
}

/// A token with any header at all, rightly signed by ES256.
[[nodiscard]] inline std::string signedToken(const jose::SigningKey &key, std::string_view header,
                                             std::string_view payload)
{
    const std::string text = encoded(header) + "." + encoded(payload);
    return text + "." + encoded(key.sign(text).value_or(""));
}

[[nodiscard]] inline jose::SigningKey signingKey(std::uint64_t seed)
{
    SeededRandom random(seed);
    return jose::SigningKey::make(random).value();
}

} // namespace portolan::test

/// Fails the test unless a token was refused for this reason.
#define COMPARE_REASON(result, wanted) \
    do { \
        const auto &refused = (result); \
        QVERIFY(!refused.has_value()); \
        QCOMPARE(::portolan::jose::reasonOf(refused.error()), (wanted)); \
        QVERIFY(refused.error().code == ::portolan::ErrorCode::Unauthenticated); \
    } while (false)
