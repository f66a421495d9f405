// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/client/control_plane_client.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace portolan::ui {

/// What came of recomputing the chain of the audit log.
struct AuditVerdict {
    std::int64_t count = 0; ///< of the records that were looked at and are good
    std::int64_t first = 0; ///< number of the first of them
    std::string head; ///< of the last of them, "SEQ:HASH": to be noted, and looked for later
    std::string broken; ///< what is wrong with the first one that is not as it was sealed; empty: none
};

/// Recomputes the chain over all that the server tells, page by page, up to what there is at the beginning; the hashes
/// in a thread of the pool. `onPage` is told in the caller's thread how far it is, of how many. Cancelled once `cancel`
/// is; otherwise the errors of the control plane: a chain that is broken is no error, but a verdict.
[[nodiscard]] Task<Result<AuditVerdict>> verifyAuditLog(std::shared_ptr<ControlPlaneClient> client,
                                                        std::function<void(std::int64_t, std::int64_t)> onPage,
                                                        std::stop_token cancel);

} // namespace portolan::ui
