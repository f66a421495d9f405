// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/vault/vault.h"

#include "core/base/file.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

#include <sys/stat.h>

using namespace portolan;
using namespace portolan::vault;
using namespace portolan::test;

class VaultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWhatItHasSealed();
    void noByteMayChange();
    void aSecretOpensWhereItBelongsOnly();
    void anotherKeyOpensNothing();
    void anOldKeyStillOpens();
    void theKeyIsPrivate();

private:
    [[nodiscard]] std::filesystem::path keys() const
    {
        return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
    }

    QTemporaryDir m_folder;
    SystemRandom m_random;
};

void VaultTest::opensWhatItHasSealed()
{
    const auto vault = Vault::open(keys(), m_random);
    VERIFY_RESULT(vault);
    for (const std::string &secret :
         {std::string(), std::string("s"), std::string("a\0b", 3), std::string(5000, 'x')}) {
        const auto sealed = (*vault)->seal(secret, "sink/1");
        VERIFY_RESULT(sealed);
        QVERIFY(secret.size() < 3 || !sealed->contains(secret));
        QCOMPARE((*vault)->open(*sealed, "sink/1"), Result<std::string>(secret));
        QVERIFY((*vault)->seal(secret, "sink/1") != sealed); // the nonce is another
    }
    const auto sealed = (*vault)->seal("kept", "sink/1");
    const auto again = Vault::open(keys(), m_random);
    VERIFY_RESULT(again);
    QCOMPARE((*again)->open(*sealed, "sink/1"), Result<std::string>("kept"));
    QVERIFY((*again)->isCurrent(*sealed));
}

void VaultTest::noByteMayChange()
{
    const auto vault = Vault::open(keys(), m_random);
    const auto sealed = (*vault)->seal("the secret", "sink/1");
    VERIFY_RESULT(sealed);
    for (std::size_t at = 0; at < sealed->size(); ++at) {
        for (const char other : {'A', 'B', '.'}) {
            std::string changed = *sealed;
            if (changed[at] == other)
                continue;
            changed[at] = other;
            const auto opened = (*vault)->open(changed, "sink/1");
            // The last character of base64url carries bits that say nothing.
            QVERIFY2(!opened || (at + 1 == sealed->size() && *opened == "the secret"), changed.c_str());
        }
        QVERIFY(!(*vault)->open(sealed->substr(0, at), "sink/1"));
    }
    QVERIFY(!(*vault)->open(*sealed + "AAAA", "sink/1"));
    COMPARE_ERROR((*vault)->open("the secret", "sink/1"), ErrorCode::InvalidArgument);
}

void VaultTest::aSecretOpensWhereItBelongsOnly()
{
    const auto vault = Vault::open(keys(), m_random);
    const auto sealed = (*vault)->seal("the secret", "sink/1");
    for (const char *other : {"", "sink/2", "sink/11", "credential/1"})
        COMPARE_ERROR((*vault)->open(*sealed, other), ErrorCode::InvalidArgument);
}

void VaultTest::anotherKeyOpensNothing()
{
    const auto vault = Vault::open(keys(), m_random);
    const auto other = Vault::open(keys().string() + "-other", m_random);
    const auto sealed = (*vault)->seal("the secret", "sink/1");
    const auto opened = (*other)->open(*sealed, "sink/1");
    COMPARE_ERROR(opened, ErrorCode::NotFound);
    QVERIFY(opened.error().detail.contains("keys/vault"));
    // Not even one that claims to be it.
    const auto own = (*other)->seal("theirs", "sink/1");
    std::string forged = *sealed;
    forged.replace(3, 16, own->substr(3, 16));
    COMPARE_ERROR((*other)->open(forged, "sink/1"), ErrorCode::InvalidArgument);
}

void VaultTest::anOldKeyStillOpens()
{
    std::string sealed;
    {
        const auto vault = Vault::open(keys(), m_random);
        sealed = *(*vault)->seal("old", "sink/1");
    }
    std::filesystem::rename(keys() / "vault", keys() / "vault.1");
    const auto vault = Vault::open(keys(), m_random);
    VERIFY_RESULT(vault);
    QCOMPARE((*vault)->open(sealed, "sink/1"), Result<std::string>("old"));
    QVERIFY(!(*vault)->isCurrent(sealed));
    QVERIFY((*vault)->isCurrent(*(*vault)->seal("new", "sink/1")));
}

void VaultTest::theKeyIsPrivate()
{
    VERIFY_RESULT(Vault::open(keys(), m_random));
    const auto path = keys() / "vault";
    struct stat status{};
    QCOMPARE(::stat(path.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600U);
    QCOMPARE(::chmod(path.c_str(), 0640), 0);
    COMPARE_ERROR(Vault::open(keys(), m_random), ErrorCode::PermissionDenied);
    QCOMPARE(::chmod(path.c_str(), 0600), 0);
    VERIFY_RESULT(writeFileAtomically(path, "short\n", 0600));
    COMPARE_ERROR(Vault::open(keys(), m_random), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(VaultTest)
#include "vault_test.moc"
