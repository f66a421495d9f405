// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

namespace portolan::api {

/// GET /api/v1/audit?actor=&action=&subjectKind=&subject=&result=&since=&until=&after=&before=&limit=&order=: a page of the
/// audit log, newest first; {"records":[...],"oldest":n,"last":n}. With `Accept: application/x-ndjson` or `format=jsonl`
/// all of it, one record a line as it was sealed, oldest first, without being held in memory.
[[nodiscard]] Task<http::Response> listAudit(Services services, Call &call);

} // namespace portolan::api
