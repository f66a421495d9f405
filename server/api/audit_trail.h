// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/audit/audit_record.h"
#include "server/api/route.h"
#include "server/state/state.h"

namespace portolan::api {

/// A request on its way through the dispatcher, as the audit log sees it.
struct Visit {
    enum class Stage {
        Arrived, ///< nobody knows yet who it is
        Known,
        Refused, ///< by the guard: the policy does not allow it
        Handled, ///< the handler has answered
    };

    const http::Request &request;
    const Route &route;
    const http::PathParameters &path;
    identity::Principal principal = {};
    std::string owner = {}; ///< of what it is about, from before it was changed
    AuditNote note = {};
    Stage stage = Stage::Arrived;
};

/// Whether requests of this route are recorded: those that change something, that enter a workspace, or read a secret.
[[nodiscard]] bool isAudited(const Route &route);

/// What is recorded of it; nothing where nobody who is known tried anything: a request without a good credential, unless
/// it is a login, or one that came too often.
[[nodiscard]] std::optional<AuditRecord> auditRecordOf(const Visit &visit, const http::Response &response);

/// What is recorded of one that is answered with `status`.
[[nodiscard]] AuditRecord auditRecordOf(const Visit &visit, int status);

/// Writes the audit log, but for the records that services have committed with their changes (AuditSlip). For all HTTP
/// loops.
class AuditTrail
{
public:
    explicit AuditTrail(State &state) : m_state(state) {}

    /// Before the answer is sent. Where the record cannot be written, nobody enters: `response` becomes the error. A
    /// change has happened already, and its answer stays; that it lacks in the audit log is logged.
    [[nodiscard]] Task<void> record(const Visit &visit, http::Response &response);

private:
    State &m_state;
};

} // namespace portolan::api
