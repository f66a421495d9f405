// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"
#include "server/api/system/event_batches.h"
#include "server/api/system/event_texts.h"

namespace portolan::api {

/// GET /api/events?type=&event_types=&worker_ids=&subjectKind=&subject=&owner=&after=&before=&since=&until=&limit=&offset=&order=:
/// a page of history, {"events":[...],"oldest":n,"upTo":n,"gap":false}. `after` = the last page's `upTo` gives the next
/// one, whatever happens meanwhile.
[[nodiscard]] Task<http::Response> listEvents(Services services, Call &call);

/// GET /api/events/stream?type=&event_types=&worker_ids=&...&after=&since=: server-sent events, `id` = `seq`. The first is
/// `connected`, without id. Last-Event-ID, `after` or `since` (a number, or a time) resume without gap or double; without
/// them the stream begins now. Whoever reads slowly is behind, and nothing waits for it in memory; where the events after
/// its place are no longer kept, it is told `resync`, and loads what it mirrors anew. What comes often is told in batches,
/// see EventBatches, whose ids may be more than a seq; with `unbatched` each is told by itself. Types that end in `.snapshot`
/// ask for what there is, see Snapshots: told after `connected` where the stream begins now, and after `resync`. The last
/// event is `auth.session.expired` or `system.sse.shutdown`, where the server ends it.
[[nodiscard]] Task<http::Response> streamEvents(Services services, std::shared_ptr<EventTexts> texts, Call &call);

} // namespace portolan::api
