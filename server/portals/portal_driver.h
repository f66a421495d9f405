// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "core/model/workshop/training_portal.h"
#include "core/model/workshop/workshop_session.h"
#include "core/schedule/expiry.h"
#include "server/state/audit_slip.h"
#include "server/store/stored.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace portolan::portals {

/// A session that a portal is asked for (lookup spec section 6.3).
struct SessionRequest {
    std::string environment; ///< its name
    std::string user;        ///< never empty: whoever asks for nobody makes a name up
    bool userIsMadeUp = false; ///< for this request: nobody can ask for the session again
    std::string session;     ///< only this one, which the user has; empty: any
    std::string tenant;      ///< through which, for the record
    std::string client;      ///< who asks, for the record
    std::string email;
    std::string firstName;
    std::string lastName;
    std::string indexUrl;
    std::string analyticsUrl;
    std::vector<WorkshopParameter> parameters;
    std::shared_ptr<AuditSlip> audit = {}; ///< committed with the session by a driver that has it in this store
    std::chrono::seconds timeout{60}; ///< until when its user must have come
    /// Until when the portal must have answered; nothing said: the driver's own limit.
    std::chrono::steady_clock::time_point deadline = {};
};

struct SessionGrant {
    std::string session; ///< its name
    std::string url;     ///< that opens it: a path of this server, or all of an address
};

/// A portal as it is in the store.
using PortalPtr = store::ItemPtr<TrainingPortal>;

/// Where portals are: here (builtin), or somewhere that is spoken to (educates). Each call is for one portal, from any
/// thread with an event loop. What the store knows of the sessions follows by itself.
///
/// Every driver passes tests/server/portals/portal_contract.h.
class PortalDriver
{
public:
    virtual ~PortalDriver() = default;

    /// The user's session in the environment, or another one. Conflict: there is none, and none can be made, because of
    /// what is said; whoever is asked next may have one. Unavailable, Timeout, BadGateway: the portal could not be asked.
    [[nodiscard]] virtual Task<Result<SessionGrant>> request(PortalPtr portal, SessionRequest wanted) = 0;
    /// NotFound where there is no such session. Conflict where it is nobody's.
    [[nodiscard]] virtual Task<Result<schedule::SessionClock>> clock(PortalPtr portal, WorkshopSession session) = 0;
    /// The clock afterwards, and whether it was extended.
    struct Extended {
        schedule::SessionClock clock;
        bool extended = false;
    };
    [[nodiscard]] virtual Task<Result<Extended>> extend(PortalPtr portal, WorkshopSession session) = 0;
    /// Ends it. One that has ended is a success.
    [[nodiscard]] virtual Task<Result<void>> terminate(PortalPtr portal, WorkshopSession session,
                                                       SessionEnding ending) = 0;
};

} // namespace portolan::portals
