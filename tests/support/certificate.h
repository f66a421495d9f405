// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace portolan::test {

/// Makes PATH.crt, a certificate that vouches for itself, and PATH.key, with openssl's own program. `alternativeName` is
/// who it is for ("IP:127.0.0.1"); `key` the arguments that say which kind of key. Ends the test's program where it
/// cannot.
void makeCertificate(const QString &path, const QString &alternativeName,
                     const QStringList &key = {QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                               QStringLiteral("ec_paramgen_curve:prime256v1")});

} // namespace portolan::test
