// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

namespace portolan::ui {

/// A server's certificate that no known authority vouches for: its fingerprint, how to check it, and whether to trust
/// it from now on. Nothing is trusted by default, and one that is wrong in another way (expired, for another name)
/// cannot be trusted here.
class CertificateDialog final : public QDialog
{
    Q_OBJECT

public:
    CertificateDialog(const QString &server, const QString &fingerprint, const QString &why, bool mayTrust,
                      QWidget *window);

Q_SIGNALS:
    void trusted();
};

} // namespace portolan::ui
