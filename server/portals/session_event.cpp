// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/session_event.h"

#include "core/schema/json.h"
#include "server/state/stored_workshops.h"

namespace portolan::portals {

store::Event sessionEvent(std::string_view what, const WorkshopSession &session, std::string_view actor)
{
    JsonWriter data;
    data.beginObject().key("state").string(schema::enumName(session.state));
    data.key("phase").string(schema::enumName(session.phase()));
    data.key("user").string(session.user).key("cluster").string(session.cluster);
    data.key("portal").string(session.portal).key("environment").string(session.environment);
    data.key("workshop").string(session.workshop).key("workspace").string(session.workspace);
    if (session.end) {
        data.key("end").string(schema::enumName(*session.end));
        data.key("message").string(toText(session.ending()));
    }
    data.endObject();
    return {.type = std::format("workshop-session.{}", what),
            .subjectKind = std::string(store::Stored<WorkshopSession>::kind),
            .subjectId = session.id(),
            .owner = session.client,
            .actor = std::string(actor),
            .data = data.text()};
}

store::Event environmentEvent(std::string_view what, const std::string &environmentId)
{
    return {.type = std::format("environment.{}", what),
            .subjectKind = std::string(store::Stored<WorkshopEnvironment>::kind),
            .subjectId = environmentId};
}

} // namespace portolan::portals
