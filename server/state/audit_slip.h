// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/audit/audit_record.h"

namespace portolan {

/// The audit record of a request on its way to the change that does what is asked: where both are committed together the
/// request waits for the disk once, and neither is there without the other. Made by the handler (api::Call::slip), shared
/// with the service that commits; used by one thread at a time.
struct AuditSlip {
    AuditRecord record; ///< as it is when the request succeeds; the service adds what it was done to
    bool committed = false; ///< set by the service; the dispatcher records whatever was not
};

} // namespace portolan
