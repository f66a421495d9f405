// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/jwt.h"

#include "core/model/user/token_claims.h"
#include "tests/server/identity/jose/tokens.h"
#include "tests/support/run.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace portolan;
using namespace portolan::test;
using namespace std::chrono;

namespace {

constexpr Time now = sys_days(2026y / 5 / 1) + 12h;
const std::string
    goodPayload = R"({"iss":"portolan","aud":"portolan","sub":"alice","iat":1777636800,"exp":1777640400})";

const jose::SigningKey &ours()
{
    static const auto key = signingKey(1);
    return key;
}

const jose::SigningKey &another()
{
    static const auto key = signingKey(2);
    return key;
}

jose::KeySet ourKeys()
{
    return jose::KeySet({ours().verificationKey()});
}

jose::Expectations expected()
{
    return {.issuer = "portolan", .audience = "portolan", .now = now};
}

Result<jose::Claims> verify(std::string_view token)
{
    return jose::verifyJwt(token, ourKeys(), expected());
}

Result<jose::Claims> verifyPayload(std::string_view payload)
{
    return verify(jose::signJwt(ours(), payload).value_or("not signed"));
}

/// A header for ES256 with our key, and these members in front.
std::string header(std::string_view members = "")
{
    return std::format(R"({{{}"alg":"ES256","kid":"{}"}})", members, ours().kid());
}

std::string goodToken()
{
    return jose::signJwt(ours(), goodPayload).value();
}

/// Claims with these members besides those that must be there.
std::string payloadWith(std::string_view members)
{
    return std::format(R"({{"iss":"portolan","aud":"portolan","exp":1777640400,{}}})", members);
}

/// Header and payload of a good token with another signature.
std::string withSignature(const std::string &bytes)
{
    const auto token = goodToken();
    return token.substr(0, token.rfind('.') + 1) + encoded(bytes);
}

std::string hmac(std::string_view key, std::string_view text)
{
    std::string bytes(32, '\0');
    std::size_t size = 0;
    const bool done = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(),
                                reinterpret_cast<const unsigned char *>(text.data()), text.size(),
                                reinterpret_cast<unsigned char *>(bytes.data()), bytes.size(), &size)
                      != nullptr;
    return done ? bytes : std::string();
}

/// The public key as attackers have it: the file that everybody may read.
std::string publicPem(const jose::VerificationKey &key)
{
    BIO *bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(bio, key.key.get());
    char *text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(bio);
    return pem;
}

std::string hs256Token(std::string_view secret)
{
    const auto text = encoded(std::format(R"({{"alg":"HS256","kid":"{}"}})", ours().kid())) + "."
                      + encoded(goodPayload);
    return text + "." + encoded(hmac(secret, text));
}

} // namespace

class JwtTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheTokensOfTheRfc();
    void readsWhatItSigns();
    void signsOurOwnClaims();
    void givesOtherClaims();
    void takesWhatIsAllowed_data();
    void takesWhatIsAllowed();
    void refuses_data();
    void refuses();
    void refusesAnyOtherByte();
    void refusesEveryPrefix();
    void readsTimes_data();
    void readsTimes();
    void needsExpectations();
    void tellsUnknownKeys();
    void ignoresKeysThatTheTokenBrings();
    void signsOnlyWhatIsAccepted();
    void leavesNoErrorsOfOpenSsl();
    void agreesWithItself();
};

void JwtTest::readsTheTokensOfTheRfc()
{
    // They have no audience; the reason shows that the signature was right.
    const auto keys = keySetOf({rfcRsaJwk(), rfcEcJwk()});
    const jose::Expectations joe{.issuer = "joe", .audience = "x", .now = Time(1300819379s)};
    for (const auto &token :
         {joined(rfcRs256Header, rfcPayload, rfcRs256Signature), joined(rfcEs256Header, rfcPayload, rfcEs256Signature)})
        COMPARE_REASON(jose::verifyJwt(token, keys, joe), jose::reason::audience);
    for (const auto &token :
         {joined(rfcEs256Header, rfcPayload, rfcRs256Signature), joined(rfcRs256Header, rfcPayload, rfcEs256Signature)})
        COMPARE_REASON(jose::verifyJwt(token, keys, joe), jose::reason::signature);
}

void JwtTest::readsWhatItSigns()
{
    const auto claims = verifyPayload(
        R"({"iss":"portolan","aud":["other","portolan"],"sub":"alice","jti":"1","nbf":1777636800,"iat":1777636801,)"
        R"("exp":1777640400.5})");
    VERIFY_RESULT(claims);
    QCOMPARE(claims->issuer, "portolan");
    QCOMPARE(claims->subject, "alice");
    QCOMPARE(claims->id, "1");
    QVERIFY(claims->audience == (std::vector<std::string>{"other", "portolan"}));
    QVERIFY(claims->expires == Time(1777640400s + 500ms));
    QVERIFY(claims->notBefore == Time(1777636800s));
    QVERIFY(claims->issuedAt == Time(1777636801s));
    QVERIFY(claims->payload.starts_with(R"({"iss":"portolan")"));

    const auto sparse = verifyPayload(R"({"iss":"portolan","aud":"portolan","exp":1777640400})");
    VERIFY_RESULT(sparse);
    QVERIFY(sparse->subject.empty() && sparse->id.empty() && !sparse->notBefore && !sparse->issuedAt);
}

void JwtTest::signsOurOwnClaims()
{
    const TokenClaims claims{.id = "6f1d2c2e-8f0b-4a57-9a3c-0d6f6f1f8f10",
                             .subject = "alice",
                             .issuer = "portolan",
                             .audience = {"portolan"},
                             .issuedAt = numericDate(now + 999ms),
                             .expires = numericDate(now + 1h),
                             .uid = 1001,
                             .roles = {"admin", "user"},
                             .organization = "default",
                             .source = "local",
                             .shell = "/bin/bash"};
    const auto token = jose::signJwt(ours(), claims);
    VERIFY_RESULT(token);
    const auto read = verify(*token);
    VERIFY_RESULT(read);
    // The names and shapes of spec section 1.3.
    QCOMPARE(read->payload,
             R"({"jti":"6f1d2c2e-8f0b-4a57-9a3c-0d6f6f1f8f10","sub":"alice","iss":"portolan","aud":["portolan"],)"
             R"("iat":1777636800,"exp":1777640400,"email":"","name":"","uid":1001,"gid":0,"roles":["admin","user"],)"
             R"("org":"default","source":"local","shell":"/bin/bash"})");
    const auto again = schema::decode<TokenClaims>(read->payload);
    VERIFY_RESULT(again);
    QVERIFY(*again == claims);

    auto root = claims;
    root.sudo = true;
    QVERIFY(schema::encode(root).ends_with(R"("shell":"/bin/bash","sudo":true})"));
    QCOMPARE(numericDate(Time(-1us)), -1);
}

void JwtTest::givesOtherClaims()
{
    const auto claims = verifyPayload(payloadWith(
        R"("email":"a@b","realm_access":{"roles":["x","y"]},"resource_access":{"my.client":{"roles":["z"]}},)"
        R"("https://example.com/groups":["g"],"cognito:groups":"one","mixed":["a",1],"none":[],"number":5)"));
    VERIFY_RESULT(claims);
    using List = std::vector<std::string>;
    QVERIFY(claims->text("email") == "a@b");
    QVERIFY(claims->list("realm_access.roles") == (List{"x", "y"}));
    QVERIFY(claims->list("resource_access.my.client.roles") == List{"z"});
    QVERIFY(claims->list("https://example.com/groups") == List{"g"});
    QVERIFY(claims->list("cognito:groups") == List{"one"});
    QVERIFY(claims->list("none") == List{});
    for (const char *path :
         {"mixed", "number", "missing", "realm_access", "realm_access.", ".roles", "", ".", "email.x"})
        QVERIFY2(!claims->list(path), path);
    for (const char *path : {"number", "missing", "realm_access.roles"})
        QVERIFY2(!claims->text(path), path);
    QVERIFY(!jose::Claims().text("iss") && !jose::Claims().list("aud"));
}

void JwtTest::takesWhatIsAllowed_data()
{
    QTest::addColumn<std::string>("token");
    const auto add = [](const char *what, std::string_view members) {
        QTest::newRow(what) << signedToken(ours(), header(members), goodPayload);
    };
    add("no type", "");
    add("type JWT", R"("typ":"JWT",)");
    add("type jwt", R"("typ":"jwt",)");
    add("type at+jwt", R"("typ":"at+jwt",)");
    add("type application/at+jwt", R"("typ":"application/at+jwt",)");
    add("a member that nobody knows", R"("x":{"y":[1]},)");
    QTest::newRow("no kid") << signedToken(ours(), R"({"alg":"ES256"})", goodPayload);
    QTest::newRow("spaces in the JSON") << signedToken(ours(), " " + header() + "\r\n", " \t" + goodPayload + "\n");
    QTest::newRow("the same claims in other objects")
        << signedToken(ours(), header(), payloadWith(R"("a":{"iss":1},"b":{"iss":2})"));
    QTest::newRow("large") << signedToken(ours(), header(), goodPayload + std::string(11800, ' '));
}

void JwtTest::takesWhatIsAllowed()
{
    QFETCH(std::string, token);
    VERIFY_RESULT(verify(token));
}

void JwtTest::refuses_data()
{
    namespace reason = jose::reason;
    QTest::addColumn<std::string>("token");
    QTest::addColumn<std::string>("wanted");
    const auto add = [](const char *what, const std::string &token, std::string_view wanted) {
        QTest::newRow(what) << token << std::string(wanted);
    };
    const auto token = goodToken();
    const auto signature = token.substr(token.rfind('.') + 1);
    const auto text = token.substr(0, token.rfind('.'));

    // Its form.
    add("empty", "", reason::malformed);
    add("one part", "abc", reason::malformed);
    add("two parts", text, reason::malformed);
    add("four parts", token + ".", reason::malformed);
    add("five parts, as in JWE", token + ".YQ.YQ", reason::malformed);
    add("only dots", "..", reason::malformed);
    add("a line break", token + "\n", reason::malformed);
    add("a space in front", " " + token, reason::malformed);
    add("padded signature", token + "==", reason::malformed);
    add("padded header", encoded(header()) + "=" + token.substr(token.find('.')), reason::malformed);
    add("the alphabet of base64", text + "." + signature.substr(0, 84) + "+/", reason::malformed);
    add("bits that say nothing", text + "." + signature.substr(0, 85) + (signature[85] == 'B' ? 'C' : 'B'),
        reason::malformed);
    add("huge", signedToken(ours(), header(), goodPayload + std::string(jose::tokenLimit, ' ')), reason::malformed);
    add("a list as header", signedToken(ours(), "[" + header() + "]", goodPayload), reason::malformed);
    add("a header that is cut", signedToken(ours(), header().substr(1), goodPayload), reason::malformed);
    add("a list as payload", signedToken(ours(), header(), "[" + goodPayload + "]"), reason::malformed);
    add("a payload that is no JSON", signedToken(ours(), header(), "hello"), reason::malformed);
    add("a payload that is not UTF-8", signedToken(ours(), header(), payloadWith("\"sub\":\"\xff\"")),
        reason::malformed);
    add("a token in the token", signedToken(ours(), header(R"("cty":"JWT",)"), token), reason::malformed);
    add("deep", signedToken(ours(), header(), payloadWith(R"("a":)" + std::string(5000, '['))), reason::malformed);

    // Two readers may see two things.
    add("alg twice", signedToken(ours(), header(R"("alg":"none",)"), goodPayload), reason::malformed);
    add("kid twice", signedToken(ours(), header(R"("kid":"x",)"), goodPayload), reason::malformed);
    add("sub twice", signedToken(ours(), header(), payloadWith(R"("sub":"alice","sub":"admin")")), reason::malformed);
    add("sub twice, escaped", signedToken(ours(), header(), payloadWith(R"("sub":"alice","s\u0075b":"admin")")),
        reason::malformed);
    add("twice further in", signedToken(ours(), header(), payloadWith(R"("a":[{"roles":[],"roles":["admin"]}])")),
        reason::malformed);

    // Its header.
    add("crit", signedToken(ours(), header(R"("crit":["exp"],)"), goodPayload), reason::malformed);
    add("crit, empty", signedToken(ours(), header(R"("crit":[],)"), goodPayload), reason::malformed);
    add("zip", signedToken(ours(), header(R"("zip":"DEF",)"), goodPayload), reason::malformed);
    add("b64", signedToken(ours(), header(R"("b64":false,)"), goodPayload), reason::malformed);
    add("enc", signedToken(ours(), header(R"("enc":"A128GCM",)"), goodPayload), reason::malformed);
    add("another type", signedToken(ours(), header(R"("typ":"logout+jwt",)"), goodPayload), reason::malformed);
    add("a type that is no string", signedToken(ours(), header(R"("typ":1,)"), goodPayload), reason::malformed);
    add("a kid that is no string", signedToken(ours(), R"({"alg":"ES256","kid":1})", goodPayload), reason::malformed);

    // Its algorithm.
    const auto with = [&](std::string_view algorithm) {
        return encoded(std::format(R"({{"alg":"{}","kid":"{}"}})", algorithm, ours().kid())) + "."
               + encoded(goodPayload) + ".";
    };
    for (const char *none :
         {"none", "None", "nOnE", "NONE", "", "es256", "ES256 ", "ES384", "PS256", "EdDSA", "HS512"}) {
        QTest::addRow("alg \"%s\" without a signature", none) << with(none) << std::string(reason::algorithm);
        QTest::addRow("alg \"%s\"", none) << with(none) + signature << std::string(reason::algorithm);
    }
    add("no alg", signedToken(ours(), "{}", goodPayload), reason::algorithm);
    add("alg that is a list", signedToken(ours(), R"({"alg":["ES256"]})", goodPayload), reason::algorithm);
    add("HS256 with the public key in PEM", hs256Token(publicPem(ours().verificationKey())), reason::algorithm);
    add("HS256 with the public key in JSON", hs256Token(ourKeys().toJson()), reason::algorithm);
    add("HS256 with nothing", hs256Token(""), reason::algorithm);
    add("RS256 with the key of ES256", with("RS256") + signature, reason::algorithm);

    // Its signature.
    add("no signature", text + ".", reason::signature);
    add("signature cut by a byte", withSignature(std::string(63, '\1')), reason::signature);
    add("a right signature, cut", text + "." + signature.substr(0, 84), reason::signature);
    add("signature with a byte more", withSignature(fromBase64Url(signature).value() + '\0'), reason::signature);
    const auto numbers = fromBase64Url(signature).value();
    add("the same numbers, longer", text + "." + encoded(numbers.substr(0, 32) + '\0' + numbers.substr(32)),
        reason::signature);
    add("zeros", withSignature(std::string(64, '\0')), reason::signature);
    add("all bits", withSignature(std::string(64, '\xff')), reason::signature);
    add("of another key", signedToken(another(), header(), goodPayload), reason::signature);
    add("of another payload", encoded(header()) + "." + encoded(goodPayload + " ") + "." + signature,
        reason::signature);
    add("the signature comes before the payload", encoded(header()) + "." + encoded("no JSON") + "." + signature,
        reason::signature);

    // Which key.
    add("another kid", jose::signJwt(another(), goodPayload).value(), reason::unknownKey);
    add("an empty kid", signedToken(ours(), R"({"alg":"ES256","kid":""})", goodPayload), reason::unknownKey);

    // What it says.
    const auto says = [](std::string_view payload) { return jose::signJwt(ours(), payload).value(); };
    add("no issuer", says(R"({"aud":"portolan","exp":1777640400})"), reason::issuer);
    add("another issuer", says(R"({"iss":"portolan/","aud":"portolan","exp":1777640400})"), reason::issuer);
    add("an issuer in a list", says(R"({"iss":["portolan"],"aud":"portolan","exp":1777640400})"), reason::malformed);
    add("no audience", says(R"({"iss":"portolan","exp":1777640400})"), reason::audience);
    add("another audience", says(R"({"iss":"portolan","aud":"portolan2","exp":1777640400})"), reason::audience);
    add("other audiences", says(R"({"iss":"portolan","aud":["a","b"],"exp":1777640400})"), reason::audience);
    add("empty audience", says(R"({"iss":"portolan","aud":[],"exp":1777640400})"), reason::audience);
    add("an audience and a number", says(R"({"iss":"portolan","aud":["portolan",1],"exp":1777640400})"),
        reason::malformed);
    add("no expiry", says(R"({"iss":"portolan","aud":"portolan"})"), reason::malformed);
    add("null expiry", says(R"({"iss":"portolan","aud":"portolan","exp":null})"), reason::malformed);
    add("expiry as text", says(R"({"iss":"portolan","aud":"portolan","exp":"1777640400"})"), reason::malformed);
    add("expiry before 1970", says(R"({"iss":"portolan","aud":"portolan","exp":-1})"), reason::malformed);
    add("expiry never", says(R"({"iss":"portolan","aud":"portolan","exp":1e300})"), reason::malformed);
    add("nbf as text", says(payloadWith(R"("nbf":"0")")), reason::malformed);
    add("sub as number", says(payloadWith(R"("sub":1)")), reason::malformed);
    add("jti as number", says(payloadWith(R"("jti":1)")), reason::malformed);
}

void JwtTest::refuses()
{
    QFETCH(std::string, token);
    QFETCH(std::string, wanted);
    const auto result = verify(token);
    COMPARE_REASON(result, wanted);
    QVERIFY(result.error().detail.starts_with("the token"));
    // Nothing of the token is in it, neither encoded nor decoded.
    QVERIFY(result.error().args.size() == 1 && !result.error().detail.contains("eyJ"));
    QVERIFY(!result.error().detail.contains("alice") && !result.error().detail.contains(ours().kid()));
}

void JwtTest::refusesAnyOtherByte()
{
    const auto token = goodToken();
    VERIFY_RESULT(verify(token));
    for (std::size_t at = 0; at < token.size(); ++at)
        for (const int change : {0x01, 0x02, 0x20, 0x80}) {
            auto changed = token;
            changed[at] = static_cast<char>(changed[at] ^ change);
            QVERIFY2(!verify(changed), qPrintable(QString::number(at)));
        }
}

void JwtTest::refusesEveryPrefix()
{
    const auto token = goodToken();
    for (std::size_t size = 0; size < token.size(); ++size)
        QVERIFY(!verify(std::string_view(token).substr(0, size)));
    QVERIFY(!verify(token + token));
}

void JwtTest::readsTimes_data()
{
    QTest::addColumn<std::string>("claims");
    QTest::addColumn<qint64>("at"); // ms after `now`, which is 1777636800
    QTest::addColumn<std::string>("wanted");
    const auto add = [](const char *what, const char *claims, qint64 at, std::string_view wanted) {
        QTest::newRow(what) << std::string(claims) << at << std::string(wanted);
    };
    namespace reason = jose::reason;
    add("before its end", R"("exp":1777636801)", 0, "");
    add("within the leeway", R"("exp":1777636800)", 59'999, "");
    add("at the end of the leeway", R"("exp":1777636800)", 60'000, reason::expired);
    add("long ago", R"("exp":1)", 0, reason::expired);
    add("at 0", R"("exp":0)", 0, reason::expired);
    add("far ahead", R"("exp":253402300799)", 0, "");
    add("a fraction before the end", R"("exp":1777636800.5)", 60'499, "");
    add("a fraction after the end", R"("exp":1777636800.5)", 60'500, reason::expired);
    add("valid from now", R"("exp":1777640400,"nbf":1777636800)", 0, "");
    add("valid soon", R"("exp":1777640400,"nbf":1777636860)", 0, "");
    add("valid later", R"("exp":1777640400,"nbf":1777636861)", 0, reason::notYetValid);
    add("made soon", R"("exp":1777640400,"iat":1777636860)", 0, "");
    add("made later", R"("exp":1777640400,"iat":1777636861)", 0, reason::notYetValid);
    add("made long ago", R"("exp":1777640400,"iat":0,"nbf":0)", 0, "");
}

void JwtTest::readsTimes()
{
    QFETCH(std::string, claims);
    QFETCH(qint64, at);
    QFETCH(std::string, wanted);
    const auto token = jose::signJwt(ours(), std::format(R"({{"iss":"portolan","aud":"portolan",{}}})", claims));
    auto when = expected();
    when.now += milliseconds(at);
    const auto result = jose::verifyJwt(token.value_or(""), ourKeys(), when);
    if (wanted.empty())
        VERIFY_RESULT(result);
    else
        COMPARE_REASON(result, wanted);
}

void JwtTest::needsExpectations()
{
    // What was forgotten in a configuration must not let everybody in.
    const auto token = signedToken(ours(), header(), R"({"iss":"","aud":"","exp":1777640400})");
    COMPARE_ERROR(jose::verifyJwt(token, ourKeys(), {.issuer = "", .audience = "portolan", .now = now}),
                  ErrorCode::Internal);
    COMPARE_ERROR(jose::verifyJwt(token, ourKeys(), {.issuer = "portolan", .audience = "", .now = now}),
                  ErrorCode::Internal);
}

void JwtTest::tellsUnknownKeys()
{
    const auto token = goodToken();
    COMPARE_REASON(jose::verifyJwt(token, {}, expected()), jose::reason::unknownKey);
    COMPARE_REASON(jose::verifyJwt(token, keySetOf({rfcRsaJwk(R"("kid":"a",)")}), expected()),
                   jose::reason::unknownKey);
    const auto nameless = signedToken(ours(), R"({"alg":"ES256"})", goodPayload);
    const jose::KeySet two({ours().verificationKey(), another().verificationKey()});
    COMPARE_REASON(jose::verifyJwt(nameless, two, expected()), jose::reason::unknownKey);
    VERIFY_RESULT(jose::verifyJwt(token, two, expected()));
    QCOMPARE(jose::reasonOf(Error{}), "");
}

void JwtTest::ignoresKeysThatTheTokenBrings()
{
    auto theirs = jose::KeySet({another().verificationKey()}).toJson();
    theirs = theirs.substr(9, theirs.size() - 11); // the one key of the set
    QVERIFY(JsonDocument::parse(theirs));
    for (const auto &members : {std::format(R"("jwk":{},)", theirs), std::string(R"("jku":"https://evil.example/",)"),
                                std::string(R"("x5u":"https://evil.example/",)"), std::string(R"("x5c":["AA"],)")}) {
        COMPARE_REASON(verify(signedToken(another(), header(members), goodPayload)), jose::reason::signature);
        VERIFY_RESULT(verify(signedToken(ours(), header(members), goodPayload)));
    }
}

void JwtTest::signsOnlyWhatIsAccepted()
{
    for (const char *payload :
         {"", "[]", "null", "{", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":2}}", "{\"a\":\"\xff\"}"})
        COMPARE_ERROR(jose::signJwt(ours(), std::string_view(payload)), ErrorCode::InvalidArgument);
    COMPARE_ERROR(jose::signJwt(ours(), goodPayload + std::string(jose::tokenLimit, ' ')), ErrorCode::TooLarge);
}

void JwtTest::leavesNoErrorsOfOpenSsl()
{
    ERR_clear_error();
    QVERIFY(!verify(withSignature(std::string(64, '\0'))));
    QVERIFY(!verify(withSignature(std::string(64, '\xff'))));
    QVERIFY(!jose::SigningKey::fromPem("nonsense"));
    QVERIFY(keySetOf({std::format(R"({{"kty":"EC","crv":"P-256","x":"{0}","y":"{0}"}})", rfcEcX)}).keys().empty());
    QCOMPARE(ERR_peek_error(), 0UL);
}

void JwtTest::agreesWithItself()
{
    // One number in 256 starts with a zero, and is easily written too short.
    for (int times = 0; times < 2500; ++times)
        VERIFY_RESULT(verify(goodToken()));
}

QTEST_GUILESS_MAIN(JwtTest)
#include "jwt_test.moc"
