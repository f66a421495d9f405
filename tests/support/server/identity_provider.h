// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/program.h"

#include <QString>

namespace portolan::test {

/// An OpenID Connect provider of others (oidc-provider) in a process of its own, which ends with this object. Its
/// clients are "portolan", with the secret "a secret: 100% safe", and "public", which has none. See oidc_provider.mjs.
class IdentityProvider
{
public:
    IdentityProvider();
    ~IdentityProvider() { end(); }
    Q_DISABLE_COPY_MOVE(IdentityProvider)

    [[nodiscard]] const QString &issuer() const { return m_issuer; }
    /// Whoever comes from now on is this one; `roles` have commas between them.
    void setUser(const QString &sub, const QString &name, const QString &roles = {});
    void end();

private:
    TestProcess m_process;
    QString m_issuer;
};

} // namespace portolan::test
