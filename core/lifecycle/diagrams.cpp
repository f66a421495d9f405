// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lifecycle/diagrams.h"

#include "core/lifecycle/connection.h"
#include "core/lifecycle/job.h"
#include "core/lifecycle/workshop_session.h"
#include "core/lifecycle/workspace.h"

namespace portolan::lifecycle {

std::string diagrams()
{
    return "<!-- SPDX-FileCopyrightText: 2026 The Portolan authors -->\n"
           "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n"
           "<!-- Made from core/lifecycle; PORTOLAN_UPDATE_DOCS=1 ./dev test -R core.lifecycle makes it anew. -->\n"
           "# Life cycles\n\n"
           "How things may change, and nothing else may happen. A table stands in `core/lifecycle`.\n\n"
           + toMarkdown(workspaceTable) + "\n" + toMarkdown(workshopSessionTable) + "\n" + toMarkdown(jobTable) + "\n"
           + toMarkdown(connectionTable);
}

} // namespace portolan::lifecycle
