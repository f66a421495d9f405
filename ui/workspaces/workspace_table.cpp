// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspace_table.h"

#include "ui/workspaces/workspace_look.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

struct WorkspaceTable {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::WorkspaceTable)
};

TableCell cellOf(std::optional<std::int64_t> used, std::int64_t limit, double factor)
{
    if (!used)
        return {};
    if (limit <= 0)
        return double(*used) * factor;
    return Capacity{.used = double(*used) * factor, .limit = double(limit) * factor};
}

} // namespace

TableCell cpuCell(const WorkspaceUsage *usage)
{
    return usage ? cellOf(usage->cpuMillicores, usage->cpuLimitMillicores, 0.001) : TableCell();
}

TableCell memoryCell(const WorkspaceUsage *usage)
{
    return usage ? cellOf(usage->memoryBytes, usage->memoryLimitBytes, 1) : TableCell();
}

TableOf<WorkspaceDetails> workspaceTable(const Session &session,
                                         std::function<QString(const std::string &name)> trouble)
{
    TableOf<WorkspaceDetails> table([](const WorkspaceDetails &workspace) { return workspace.name; },
                                    [trouble = std::move(trouble)](const WorkspaceDetails &workspace) {
                                        QStringList reasons{trouble(workspace.name), reasonOfState(workspace)};
                                        reasons.removeAll(QString());
                                        return reasons.join(u'\n').toStdString();
                                    });
    table.column("name").kind = CellKind::Code;
    table.column("status").kind = CellKind::State;
    table.column("status").look = lookOfWorkspace;
    for (const std::string_view name : {"created", "started", "message", "restarts"})
        table.column(name).shownByDefault = false;
    // So that all of these are in sight beside the detail, in a window of usual width.
    table.column("name").width = 36;
    table.column("status").width = 24;
    table.column("blueprint").width = 24;
    table.column("username").width = 24;
    table.add({.id = QStringLiteral("cpu"),
               .title = WorkspaceTable::tr("CPU"),
               .doc = WorkspaceTable::tr("Cores it uses, of those that it may use."),
               .kind = CellKind::Bar,
               .unit = Unit::Cores,
               .width = 30},
              [&session](const WorkspaceDetails &workspace) { return cpuCell(session.usage(workspace.name)); });
    table.add({.id = QStringLiteral("memory"),
               .title = WorkspaceTable::tr("Memory"),
               .doc = WorkspaceTable::tr("Memory it uses, of what it may use."),
               .kind = CellKind::Bar,
               .unit = Unit::Bytes,
               .width = 42},
              [&session](const WorkspaceDetails &workspace) { return memoryCell(session.usage(workspace.name)); });
    table.add({.id = QStringLiteral("age"),
               .title = WorkspaceTable::tr("Age"),
               .doc = WorkspaceTable::tr("How long ago it was made."),
               .kind = CellKind::Age,
               .width = 15},
              [](const WorkspaceDetails &workspace) { return workspace.created; });
    return table;
}

} // namespace portolan::ui
