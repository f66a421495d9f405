// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"
#include "ui/widgets/table/table_row.h"

/// Workspaces as rows of a table.
namespace portolan::ui {

/// The columns of the model, with what the console knows beyond it: state, age, what is used. The session must outlive
/// it. `trouble` tells what could not be done with a workspace, empty when nothing; it is shown as a reason.
[[nodiscard]] TableOf<WorkspaceDetails> workspaceTable(const Session &session,
                                                       std::function<QString(const std::string &name)> trouble);

/// What is used of the limit; the number alone where there is no limit; nothing where it is not known (`usage` may be
/// null).
[[nodiscard]] TableCell cpuCell(const WorkspaceUsage *usage);
[[nodiscard]] TableCell memoryCell(const WorkspaceUsage *usage);

} // namespace portolan::ui
