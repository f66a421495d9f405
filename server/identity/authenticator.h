// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/principal.h"
#include "server/http/request.h"
#include "server/state/state.h"

namespace portolan::identity {

/// Turns a request's credential into a Principal. Thread-safe: reads the catalog only.
class Authenticator
{
public:
    explicit Authenticator(const State &state) : m_state(state) {}

    /// Unauthenticated without a valid credential; PermissionDenied for an account that is locked.
    [[nodiscard]] Result<Principal> authenticate(const http::Request &request) const;

    /// Whether what proved the principal still does. For connections that live long.
    [[nodiscard]] bool stillValid(const Principal &principal) const;

private:
    [[nodiscard]] Result<Principal> ofTokenHash(const std::string &hash) const;

    const State &m_state;
};

} // namespace portolan::identity
