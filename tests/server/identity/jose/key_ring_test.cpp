// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/key_ring.h"

#include "core/base/file.h"
#include "tests/server/identity/jose/tokens.h"
#include "tests/support/program.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

#include <sys/stat.h>

#include <thread>

using namespace portolan;
using namespace portolan::test;
using namespace std::chrono;
namespace fs = std::filesystem;

namespace {

/// A folder for keys, and what a ring needs besides.
struct Place {
    QTemporaryDir outer;
    fs::path folder = fs::path(outer.path().toStdString()) / "keys";
    ManualClock clock{sys_days(2026y / 5 / 1)};
    SeededRandom random{7};

    [[nodiscard]] Result<std::unique_ptr<jose::KeyRing>> open()
    {
        return jose::KeyRing::open(folder, clock, random, hours(24));
    }

    [[nodiscard]] std::vector<fs::path> files() const
    {
        std::vector<fs::path> found;
        for (const auto &entry : fs::directory_iterator(folder))
            found.push_back(entry.path());
        std::ranges::sort(found);
        return found;
    }

    [[nodiscard]] std::string payload(seconds lifetime = hours(1)) const
    {
        return std::format(R"({{"iss":"portolan","aud":"portolan","exp":{}}})",
                           floor<seconds>(clock.now() + lifetime).time_since_epoch().count());
    }

    [[nodiscard]] Result<jose::Claims> verify(const jose::KeyRing &ring, std::string_view token) const
    {
        return jose::verifyJwt(token, *ring.publicKeys(),
                               {.issuer = "portolan", .audience = "portolan", .now = clock.now()});
    }
};

mode_t modeOf(const fs::path &path)
{
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

class KeyRingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesAKeyAtTheFirstStart();
    void keepsItsKeys();
    void rotates();
    void rotatesWhenTheClockWentBack();
    void retires();
    void removesWhatNoTokenNeeds();
    void signsForNoLongerThanItsKeysLast();
    void refusesWhatOthersMayRead_data();
    void refusesWhatOthersMayRead();
    void refusesWhatIsNoKey();
    void refusesAFolderThatIsNone();
    void sweepsWhatACrashLeft();
    void goesOnWhenTheDiskDoesNot();
    void readersSeeWholeRings();
    void writesWhatOthersRead();
};

void KeyRingTest::makesAKeyAtTheFirstStart()
{
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    QCOMPARE(place.files().size(), 1U);
    QCOMPARE(modeOf(place.folder), 0700U);
    QCOMPARE(modeOf(place.files()[0]), 0600U);
    QVERIFY((*ring)->signingSince() == place.clock.now());
    QCOMPARE((*ring)->publicKeys()->keys().size(), 1U);
    const auto &key = (*ring)->publicKeys()->keys()[0];
    QCOMPARE(key.kid, jose::thumbprint(key));
    const auto token = (*ring)->sign(place.payload());
    VERIFY_RESULT(token);
    VERIFY_RESULT(place.verify(**ring, *token));
    const auto published = jose::parseJwks((*ring)->jwks());
    VERIFY_RESULT(published);
    QCOMPARE(published->toJson(), (*ring)->publicKeys()->toJson());
}

void KeyRingTest::keepsItsKeys()
{
    Place place;
    const auto first = place.open();
    VERIFY_RESULT(first);
    place.clock.advance(1h);
    VERIFY_RESULT((*first)->rotate());
    const auto token = (*first)->sign(place.payload());
    VERIFY_RESULT(token);
    const auto second = place.open();
    VERIFY_RESULT(second);
    QCOMPARE((*second)->jwks(), (*first)->jwks());
    QVERIFY((*second)->signingSince() == (*first)->signingSince());
    VERIFY_RESULT(place.verify(**second, *token));
    QCOMPARE(place.files().size(), 2U);
}

void KeyRingTest::rotates()
{
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    const auto before = (*ring)->sign(place.payload());
    const auto oldKid = (*ring)->publicKeys()->keys()[0].kid;
    place.clock.advance(10min);
    VERIFY_RESULT((*ring)->rotate());
    QVERIFY((*ring)->signingSince() == place.clock.now());
    const auto after = (*ring)->sign(place.payload());
    VERIFY_RESULT(place.verify(**ring, *before));
    VERIFY_RESULT(place.verify(**ring, *after));
    const auto keys = (*ring)->publicKeys();
    QCOMPARE(keys->keys().size(), 2U);
    QVERIFY(keys->keys()[0].kid != oldKid); // the new one first
    QCOMPARE(keys->keys()[1].kid, oldKid);
    QCOMPARE(place.files().size(), 2U);
    // It signs with the new one only.
    VERIFY_RESULT((*ring)->retire(Time::max()));
    VERIFY_RESULT(place.verify(**ring, *after));
}

void KeyRingTest::rotatesWhenTheClockWentBack()
{
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    place.clock.jump(-1h);
    VERIFY_RESULT((*ring)->rotate());
    VERIFY_RESULT((*ring)->rotate());
    const auto signing = (*ring)->publicKeys()->keys()[0].kid;
    const auto again = place.open();
    VERIFY_RESULT(again);
    QCOMPARE((*again)->publicKeys()->keys().size(), 3U);
    QCOMPARE((*again)->publicKeys()->keys()[0].kid, signing);
}

void KeyRingTest::retires()
{
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    const auto before = (*ring)->sign(place.payload());
    VERIFY_RESULT((*ring)->retire(Time::max())); // the one that signs stays
    VERIFY_RESULT(place.verify(**ring, *before));
    place.clock.advance(10min);
    VERIFY_RESULT((*ring)->rotate());
    VERIFY_RESULT((*ring)->retire(place.clock.now() - 1us));
    VERIFY_RESULT(place.verify(**ring, *before));
    VERIFY_RESULT((*ring)->retire(place.clock.now()));
    COMPARE_REASON(place.verify(**ring, *before), jose::reason::unknownKey);
    QCOMPARE(place.files().size(), 1U);
    const auto again = place.open();
    VERIFY_RESULT(again);
    COMPARE_REASON(place.verify(**again, *before), jose::reason::unknownKey);
}

void KeyRingTest::removesWhatNoTokenNeeds()
{
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    place.clock.advance(24h * 30);
    const auto last = (*ring)->sign(place.payload(24h)); // by the first key, just before it is replaced
    VERIFY_RESULT((*ring)->rotate());
    place.clock.advance(24h + 59s); // the token may be used for a minute more than its lifetime
    VERIFY_RESULT((*ring)->rotate());
    QCOMPARE(place.files().size(), 3U);
    VERIFY_RESULT(place.verify(**ring, *last));
    place.clock.advance(1h);
    {
        const auto again = place.open(); // at a start as well
        VERIFY_RESULT(again);
        QCOMPARE((*again)->publicKeys()->keys().size(), 2U);
    }
    QCOMPARE(place.files().size(), 2U);
    place.clock.advance(24h * 365);
    VERIFY_RESULT((*ring)->rotate());
    // The second signed until now, so it stays.
    QCOMPARE((*ring)->publicKeys()->keys().size(), 2U);
    QCOMPARE(place.files().size(), 2U);
}

void KeyRingTest::signsForNoLongerThanItsKeysLast()
{
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    VERIFY_RESULT((*ring)->sign(place.payload(24h)));
    COMPARE_ERROR((*ring)->sign(place.payload(24h + 1s)), ErrorCode::InvalidArgument);
    COMPARE_ERROR((*ring)->sign(std::string_view("{}")), ErrorCode::InvalidArgument);
    COMPARE_ERROR((*ring)->sign(std::string_view(R"({"exp":"1"})")), ErrorCode::InvalidArgument);
    COMPARE_ERROR((*ring)->sign(std::string_view("[]")), ErrorCode::InvalidArgument);
}

void KeyRingTest::refusesWhatOthersMayRead_data()
{
    QTest::addColumn<bool>("ofFolder");
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("fine");
    QTest::newRow("key for the group") << false << 0640 << false;
    QTest::newRow("key for others") << false << 0604 << false;
    QTest::newRow("key that others write") << false << 0602 << false;
    QTest::newRow("key read-only") << false << 0400 << true;
    QTest::newRow("folder for the group") << true << 0750 << false;
    QTest::newRow("folder for others") << true << 0701 << false;
    QTest::newRow("folder as it is made") << true << 0700 << true;
}

void KeyRingTest::refusesWhatOthersMayRead()
{
    QFETCH(bool, ofFolder);
    QFETCH(int, mode);
    QFETCH(bool, fine);
    Place place;
    VERIFY_RESULT(place.open());
    const auto path = ofFolder ? place.folder : place.files()[0];
    QCOMPARE(::chmod(path.c_str(), static_cast<mode_t>(mode)), 0);
    const auto ring = place.open();
    if (fine) {
        VERIFY_RESULT(ring);
        return;
    }
    COMPARE_ERROR(ring, ErrorCode::PermissionDenied);
    QVERIFY(ring.error().detail.contains(path.string()));
    QVERIFY(ring.error().detail.contains(std::format("(mode {:04o})", mode)));
}

void KeyRingTest::refusesWhatIsNoKey()
{
    Place place;
    VERIFY_RESULT(place.open());
    const auto path = place.files()[0];
    const auto pem = portolan::readFile(path, 10000);
    VERIFY_RESULT(pem);
    // A key that cannot be read is not silently replaced by another.
    for (const auto &text : {std::string(), std::string("nonsense"), pem->substr(0, pem->size() / 2)}) {
        VERIFY_RESULT(writeFileAtomically(path, text));
        const auto ring = place.open();
        COMPARE_ERROR(ring, ErrorCode::InvalidArgument);
        QVERIFY(ring.error().detail.contains(path.string()));
    }
    for (const QStringList &arguments :
         {QStringList{QStringLiteral("ed25519")},
          QStringList{QStringLiteral("ec"), QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-384")},
          QStringList{QStringLiteral("ec"), QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
                      QStringLiteral("-aes256"), QStringLiteral("-pass"), QStringLiteral("pass:secret")}}) {
        const auto made = runProgram(QStringLiteral("openssl"),
                                     QStringList{QStringLiteral("genpkey"), QStringLiteral("-algorithm")} + arguments);
        QVERIFY2(made.status == 0, made.errors.constData());
        VERIFY_RESULT(writeFileAtomically(path, made.output.toStdString()));
        COMPARE_ERROR(place.open(), ErrorCode::InvalidArgument);
    }
    VERIFY_RESULT(writeFileAtomically(path, *pem));
    VERIFY_RESULT(place.open());
    fs::rename(path, place.folder / "elsewhere");
    fs::create_symlink("elsewhere", path);
    COMPARE_ERROR(place.open(), ErrorCode::InvalidArgument);
}

void KeyRingTest::refusesAFolderThatIsNone()
{
    Place place;
    COMPARE_ERROR(jose::KeyRing::open(place.folder / "missing" / "keys", place.clock, place.random),
                  ErrorCode::NotFound);
    VERIFY_RESULT(writeFileAtomically(place.folder, "a file"));
    COMPARE_ERROR(place.open(), ErrorCode::InvalidArgument);
    fs::remove(place.folder);
    fs::create_directory(place.folder.string() + ".real");
    fs::create_symlink("keys.real", place.folder);
    COMPARE_ERROR(place.open(), ErrorCode::InvalidArgument);
}

void KeyRingTest::sweepsWhatACrashLeft()
{
    Place place;
    {
        const auto ring = place.open();
        VERIFY_RESULT(ring);
        const auto jwks = (*ring)->jwks();
        VERIFY_RESULT(writeFileAtomically(place.folder / "es256-01777593600000001.pem.new", "half a k"));
        VERIFY_RESULT(writeFileAtomically(place.folder / "README", "not ours"));
        VERIFY_RESULT(writeFileAtomically(place.folder / "es256-x.pem", "not ours"));
        const auto again = place.open();
        VERIFY_RESULT(again);
        QCOMPARE((*again)->jwks(), jwks);
    }
    QCOMPARE(place.files().size(), 3U);
}

void KeyRingTest::goesOnWhenTheDiskDoesNot()
{
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    const auto jwks = (*ring)->jwks();
    const auto token = (*ring)->sign(place.payload());
    fs::rename(place.folder, place.folder.string() + ".away");
    place.clock.advance(1s);
    COMPARE_ERROR((*ring)->rotate(), ErrorCode::NotFound);
    QCOMPARE((*ring)->jwks(), jwks);
    VERIFY_RESULT(place.verify(**ring, *token));
    VERIFY_RESULT((*ring)->sign(place.payload()));
}

void KeyRingTest::readersSeeWholeRings()
{
    Place place;
    const auto opened = place.open();
    VERIFY_RESULT(opened);
    const auto &ring = **opened;
    const auto payload = place.payload();
    const jose::Expectations expected{.issuer = "portolan", .audience = "portolan", .now = place.clock.now()};
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> readers;
    for (int reader = 0; reader < 3; ++reader)
        readers.emplace_back([&] {
            do {
                // Nothing is retired here, so a token is good in each ring from its own on.
                const auto token = ring.sign(payload);
                if (!token || !jose::verifyJwt(*token, *ring.publicKeys(), expected) || !jose::parseJwks(ring.jwks()))
                    ++wrong;
            } while (!done);
        });
    const auto stop = qScopeGuard([&] { done = true; });
    for (int times = 0; times < 20; ++times)
        VERIFY_RESULT(opened.value()->rotate());
    done = true;
    readers.clear();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(ring.publicKeys()->keys().size(), 21U);
}

void KeyRingTest::writesWhatOthersRead()
{
    // openssl finds the same public key in the file as the JWK set has.
    Place place;
    const auto ring = place.open();
    VERIFY_RESULT(ring);
    const auto shown = runProgram(QStringLiteral("openssl"),
                                  {QStringLiteral("pkey"), QStringLiteral("-in"),
                                   QString::fromStdString(place.files()[0].string()), QStringLiteral("-pubout"),
                                   QStringLiteral("-outform"), QStringLiteral("DER")});
    QVERIFY2(shown.status == 0, shown.errors.constData());
    const auto der = shown.output.toStdString();
    QVERIFY(der.size() > 64);
    const auto document = JsonDocument::parse((*ring)->jwks());
    VERIFY_RESULT(document);
    document->root().find("keys")->forEachElement([&](std::size_t, JsonValue jwk) {
        QCOMPARE(std::string(*jwk.find("x")->toString()), encoded(der.substr(der.size() - 64, 32)));
        QCOMPARE(std::string(*jwk.find("y")->toString()), encoded(der.substr(der.size() - 32)));
    });
}

QTEST_GUILESS_MAIN(KeyRingTest)
#include "key_ring_test.moc"
