// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

#include <QTimer>

#include <functional>

namespace portolan::api {

/// Looks every Services::checkCredentials whether the credential of a long connection is still good, and calls
/// `onRevoked` once when it is not. Ends with its object. In the calling thread.
class CredentialWatch
{
public:
    CredentialWatch(const Services &services, identity::Principal principal, std::function<void()> onRevoked);

private:
    QTimer m_timer;
};

} // namespace portolan::api
