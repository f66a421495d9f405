// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/certificate.h"

#include "tests/support/program.h"

namespace portolan::test {

using namespace Qt::StringLiterals;

void makeCertificate(const QString &path, const QString &alternativeName, const QStringList &key)
{
    const auto made = runProgram(u"openssl"_s, QStringList{u"req"_s, u"-x509"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
                                                           u"-subj"_s, u"/CN=portolan test"_s, u"-addext"_s,
                                                           u"subjectAltName="_s + alternativeName, u"-keyout"_s,
                                                           path + u".key"_s, u"-out"_s, path + u".crt"_s, u"-newkey"_s}
                                                   + key);
    if (made.status != 0)
        qFatal("openssl made no certificate: %s", made.errors.constData());
}

} // namespace portolan::test
