// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Prints the texts of the models whose tables the console shows, so that lupdate finds them: core knows no Qt, and a
// field's title stands in its description only.
#include "core/model/audit/audit_record.h"
#include "core/model/event/event.h"
#include "core/model/event/sink.h"
#include "core/model/user/access_token.h"
#include "core/model/user/user_profile.h"
#include "core/model/workshop/explanation.h"
#include "core/model/workshop/lists.h"
#include "core/model/workshop/workshop.h"
#include "core/model/workspace/workspace_details.h"
#include "core/schema/columns.h"

#include <print>
#include <set>
#include <string>

using namespace portolan;

namespace {

template <class Model>
void collect(std::set<std::string> &texts)
{
    for (const auto &column : schema::columnsOf<Model>()) {
        texts.emplace(column.title);
        texts.emplace(column.doc);
    }
}

} // namespace

int main()
{
    std::set<std::string> texts;
    collect<WorkspaceDetails>(texts);
    collect<Event>(texts);
    collect<UserProfile>(texts);
    collect<AccessTokenInfo>(texts);
    collect<AuditRecord>(texts);
    collect<SinkDetails>(texts);
    collect<DeadLetterDetails>(texts);
    collect<TrainingPortalDetails>(texts);
    collect<EnvironmentDetails>(texts);
    collect<WorkshopSessionDetails>(texts);
    collect<TenantDetails>(texts);
    collect<AllocationCandidate>(texts);
    collect<Workshop>(texts);
    std::println("#include <QtGlobal>\nconst char *const texts[] = {{");
    for (const std::string &text : texts)
        if (!text.empty())
            std::println("    QT_TRANSLATE_NOOP(\"portolan::schema\", R\"({})\"),", text);
    std::println("}};");
}
