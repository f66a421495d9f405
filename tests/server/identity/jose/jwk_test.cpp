// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/jwk.h"

#include "tests/server/identity/jose/tokens.h"
#include "tests/support/run.h"

using namespace portolan;
using namespace portolan::test;

class JwkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksTheSignaturesOfTheRfc();
    void namesKeysByTheirContent();
    void readsWhatItWrites();
    void writesPublicPartsOnly();
    void leavesOutWhatIsOfNoUse_data();
    void leavesOutWhatIsOfNoUse();
    void takesKeysThatSayWhatTheyAreFor();
    void refusesWhatIsNoSet_data();
    void refusesWhatIsNoSet();
    void keepsToItsLimits();
    void findsOnlyWhatIsClear();
};

namespace {

std::string bytesOf(std::string_view base64Url)
{
    return fromBase64Url(base64Url).value_or("");
}

/// An RSA key with a modulus of so many bits; nobody knows its factors.
std::string rsaOf(std::size_t bits, std::string_view exponent = "AQAB")
{
    std::string modulus(bits / 8, '\xab');
    return std::format(R"({{"kty":"RSA","n":"{}","e":"{}"}})", encoded(modulus), exponent);
}

} // namespace

void JwkTest::checksTheSignaturesOfTheRfc()
{
    const auto keys = keySetOf({rfcRsaJwk(), rfcEcJwk()});
    QCOMPARE(keys.keys().size(), 2U);
    const auto &rsa = keys.keys()[0];
    const auto &ec = keys.keys()[1];
    const std::string rsaText = std::string(rfcRs256Header).append(".").append(rfcPayload);
    const std::string ecText = std::string(rfcEs256Header).append(".").append(rfcPayload);
    QVERIFY(jose::verifySignature(rsa, rsaText, bytesOf(rfcRs256Signature)));
    QVERIFY(jose::verifySignature(ec, ecText, bytesOf(rfcEs256Signature)));

    QVERIFY(!jose::verifySignature(rsa, ecText, bytesOf(rfcRs256Signature)));
    QVERIFY(!jose::verifySignature(ec, rsaText, bytesOf(rfcEs256Signature)));
    QVERIFY(!jose::verifySignature(ec, rsaText, bytesOf(rfcRs256Signature)));
    // "Psychic signatures": zeros must not be accepted for everything.
    QVERIFY(!jose::verifySignature(ec, ecText, std::string(64, '\0')));
    QVERIFY(!jose::verifySignature(ec, ecText, ""));
    QVERIFY(!jose::verifySignature(ec, ecText, bytesOf(rfcEs256Signature) + '\0'));
    QVERIFY(!jose::verifySignature(rsa, rsaText, bytesOf(rfcRs256Signature).substr(1)));
}

void JwkTest::namesKeysByTheirContent()
{
    // RFC 7638 section 3.1.
    const auto keys = keySetOf(
        {R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJ)"
         R"(ECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSq)"
         R"(zs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniI)"
         R"(qbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})"});
    QCOMPARE(keys.keys().size(), 1U);
    QCOMPARE(jose::thumbprint(keys.keys()[0]), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    // RFC 7638 section 3 in Python, on the key of RFC 7515.
    QCOMPARE(jose::thumbprint(keySetOf({rfcEcJwk()}).keys()[0]), "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
}

void JwkTest::readsWhatItWrites()
{
    const auto keys = keySetOf({rfcRsaJwk(R"("kid":"a \"quoted\" one",)"), rfcEcJwk()});
    const auto again = jose::parseJwks(keys.toJson());
    VERIFY_RESULT(again);
    QCOMPARE(again->toJson(), keys.toJson());
    QCOMPARE(again->keys().size(), 2U);
    QCOMPARE(again->keys()[0].kid, "a \"quoted\" one");
    QVERIFY(again->keys()[0].algorithm == jose::Algorithm::RS256);
    QCOMPARE(jose::thumbprint(again->keys()[1]), jose::thumbprint(keys.keys()[1]));
    QVERIFY(keys.toJson().contains(rfcEcX) && keys.toJson().contains(rfcRsaModulus));
    QCOMPARE(jose::KeySet().toJson(), R"({"keys":[]})");
}

void JwkTest::writesPublicPartsOnly()
{
    const auto key = signingKey(1);
    const auto json = jose::KeySet({key.verificationKey()}).toJson();
    const auto document = JsonDocument::parse(json);
    VERIFY_RESULT(document);
    document->root().find("keys")->forEachElement([](std::size_t, JsonValue jwk) {
        std::string names;
        jwk.forEachMember([&](std::string_view name, JsonValue) { names.append(name).append(" "); });
        QCOMPARE(names, "crv kty x y kid alg use ");
    });
}

void JwkTest::leavesOutWhatIsOfNoUse_data()
{
    QTest::addColumn<std::string>("jwk");
    QTest::newRow("for encryption") << rfcRsaJwk(R"("use":"enc",)");
    QTest::newRow("a use that is no string") << rfcRsaJwk(R"("use":1,)");
    QTest::newRow("an empty use") << rfcRsaJwk(R"("use":"",)");
    QTest::newRow("for signing only") << rfcRsaJwk(R"("key_ops":["sign"],)");
    QTest::newRow("operations that are no list") << rfcRsaJwk(R"("key_ops":"verify",)");
    QTest::newRow("RSA for another algorithm") << rfcRsaJwk(R"("alg":"RS512",)");
    QTest::newRow("RSA for ES256") << rfcRsaJwk(R"("alg":"ES256",)");
    QTest::newRow("RSA for HS256") << rfcRsaJwk(R"("alg":"HS256",)");
    QTest::newRow("RSA for an empty algorithm") << rfcRsaJwk(R"("alg":"",)");
    QTest::newRow("EC for RS256") << rfcEcJwk(R"("alg":"RS256",)");
    QTest::newRow("with its private part") << rfcEcJwk(R"("d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",)");
    QTest::newRow("two kids") << rfcEcJwk(R"("kid":"a","kid":"b",)");
    QTest::newRow("a kid that is no string") << rfcEcJwk(R"("kid":7,)");
    QTest::newRow("symmetric") << std::string(R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"})");
    QTest::newRow("Ed25519") << std::string(
        R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
    QTest::newRow("no type") << std::string(R"({"kid":"a"})");
    QTest::newRow("another curve") << std::format(R"({{"kty":"EC","crv":"P-384","x":"{}","y":"{}"}})", rfcEcX, rfcEcY);
    QTest::newRow("no point") << std::string(R"({"kty":"EC","crv":"P-256"})");
    QTest::newRow("beside the curve") << std::format(R"({{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}})", rfcEcX,
                                                     rfcEcX);
    QTest::newRow("a coordinate cut short")
        << std::format(R"({{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}})", rfcEcX, rfcEcY.substr(0, 42));
    const auto point = bytesOf(rfcEcX) + bytesOf(rfcEcY);
    QTest::newRow("one coordinate short, the other long")
        << std::format(R"({{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}})", encoded(point.substr(0, 31)),
                       encoded(point.substr(31)));
    QTest::newRow("a padded coordinate") << std::format(R"({{"kty":"EC","crv":"P-256","x":"{}=","y":"{}"}})", rfcEcX,
                                                        rfcEcY);
    QTest::newRow("1024 bits") << rsaOf(1024);
    QTest::newRow("2040 bits") << rsaOf(2040);
    QTest::newRow("8200 bits") << rsaOf(8200);
    QTest::newRow("exponent 1") << rsaOf(2048, "AQ");
    QTest::newRow("an even exponent") << rsaOf(2048, "AQAA");
    QTest::newRow("a huge exponent") << rsaOf(2048, "AQAAAAAAAAAAAAAB");
    QTest::newRow("no exponent") << rsaOf(2048, "");
}

void JwkTest::leavesOutWhatIsOfNoUse()
{
    QFETCH(std::string, jwk);
    const auto keys = jose::parseJwks(jwksOf({jwk, rfcRsaJwk(R"("kid":"good",)")}));
    VERIFY_RESULT(keys);
    QCOMPARE(keys->keys().size(), 1U);
    QCOMPARE(keys->keys()[0].kid, "good");
}

void JwkTest::takesKeysThatSayWhatTheyAreFor()
{
    QCOMPARE(keySetOf({rfcRsaJwk(R"("use":"sig","alg":"RS256","key_ops":["verify"],"x5t":"?",)"),
                       rfcEcJwk(R"("use":"sig","alg":"ES256","key_ops":["sign","verify"],)"), rsaOf(2048), rsaOf(8192),
                       rsaOf(4096, "Aw")})
                 .keys()
                 .size(),
             5U);
}

void JwkTest::refusesWhatIsNoSet_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {"", "{}", "[]", "null", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[[]]}",
                             "{\"keys\":[]} ]", "{\"keys\":[],\"keys\":[]}", "{\"keys\":[{\"kty\":\"\xff\"}]}"})
        QTest::addRow("%s", text) << std::string(text);
}

void JwkTest::refusesWhatIsNoSet()
{
    QFETCH(std::string, text);
    COMPARE_ERROR(jose::parseJwks(text), ErrorCode::InvalidArgument);
}

void JwkTest::keepsToItsLimits()
{
    VERIFY_RESULT(jose::parseJwks(jwksOf(std::vector<std::string>(64, rfcEcJwk()))));
    COMPARE_ERROR(jose::parseJwks(jwksOf(std::vector<std::string>(65, rfcEcJwk()))), ErrorCode::TooLarge);
    const std::string empty = R"({"keys":[]})";
    VERIFY_RESULT(jose::parseJwks(empty + std::string(jose::jwksLimit - empty.size(), ' ')));
    COMPARE_ERROR(jose::parseJwks(empty + std::string(jose::jwksLimit - empty.size() + 1, ' ')), ErrorCode::TooLarge);
}

void JwkTest::findsOnlyWhatIsClear()
{
    using enum jose::Algorithm;
    const auto keys = keySetOf({rfcRsaJwk(R"("kid":"a",)"), rfcEcJwk(R"("kid":"a",)"), rfcEcJwk(R"("kid":"b",)")});
    QVERIFY(keys.find("a", RS256) == &keys.keys()[0]);
    QVERIFY(keys.find("a", ES256) == &keys.keys()[1]);
    QVERIFY(keys.find("b", ES256) == &keys.keys()[2]);
    QVERIFY(!keys.find("b", RS256));
    QVERIFY(!keys.find("c", ES256));
    QVERIFY(!keys.find("", ES256));
    QVERIFY(keys.find(std::nullopt, RS256) == &keys.keys()[0]);
    QVERIFY(!keys.find(std::nullopt, ES256)); // one of two
    QVERIFY(!keySetOf({rfcEcJwk(R"("kid":"a",)"), rfcEcJwk(R"("kid":"a",)")}).find("a", ES256));
}

QTEST_GUILESS_MAIN(JwkTest)
#include "jwk_test.moc"
