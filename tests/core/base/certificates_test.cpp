// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/certificates.h"

#include "tests/support/certificate.h"
#include "tests/support/files.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

using namespace portolan;

/// Files of certificates that somebody trusts.
class CertificatesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAll();
    void refusesWhatIsNone();

private:
    [[nodiscard]] std::string file(const char *name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    [[nodiscard]] std::string certificate() const
    {
        test::makeCertificate(m_folder.filePath(QStringLiteral("one")), QStringLiteral("DNS:localhost"));
        return test::readFile(file("one.crt"));
    }

    QTemporaryDir m_folder;
};

void CertificatesTest::readsAll()
{
    const std::string bundle = "# Ours\n" + certificate() + "\n# and theirs\n" + certificate();
    test::writeFile(file("bundle"), bundle);
    QCOMPARE(readAuthorities(file("bundle")), Result<std::string>(bundle));
}

void CertificatesTest::refusesWhatIsNone()
{
    const std::string good = certificate();
    std::string cut = certificate();
    cut.erase(cut.size() / 2, 4);
    const auto refused = [this](const std::string &text) {
        test::writeFile(file("bad"), text);
        const auto read = readAuthorities(file("bad"));
        return read ? std::string() : read.error().detail;
    };
    const std::string none = file("bad") + " has no certificate in PEM form";
    QCOMPARE(refused(""), none);
    QCOMPARE(refused("certificates\n"), none);
    QCOMPARE(refused(test::readFile(file("one.key"))), none);
    QCOMPARE(refused(cut), "the certificate number 1 in " + file("bad") + " cannot be read");
    QCOMPARE(refused(good + cut), "the certificate number 2 in " + file("bad") + " cannot be read");
    QCOMPARE(refused(good + good.substr(0, good.size() / 2)),
             "the certificate number 2 in " + file("bad") + " cannot be read");
    COMPARE_ERROR(readAuthorities(file("missing")), ErrorCode::NotFound);
    COMPARE_ERROR(readAuthorities("/dev/zero"), ErrorCode::TooLarge);
}

QTEST_GUILESS_MAIN(CertificatesTest)
#include "certificates_test.moc"
