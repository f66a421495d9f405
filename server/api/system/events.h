// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

namespace portolan::api {

/// GET /api/events?type=&subjectKind=&subject=&owner=&after=&before=&since=&until=&limit=&order=: a page of history,
/// {"events":[...],"oldest":n,"upTo":n,"gap":false}. `after` = the last page's `upTo` gives the next one.
[[nodiscard]] Task<http::Response> listEvents(Services services, Call &call);

/// GET /api/events/stream?type=...&after=: server-sent events, `id` = `seq`. Last-Event-ID (or `after`) resumes
/// without gap or double; without it the stream begins now. Where the events after the given one are no longer kept,
/// the first event is `resync`, and whoever mirrors state loads it anew.
[[nodiscard]] Task<http::Response> streamEvents(Services services, Call &call);

} // namespace portolan::api
