// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workspace/workspace_details.h"

#include <QDialog>

namespace portolan::ui {

/// Asks before workspaces are deleted: names each of them and what is lost. accepted() means yes; Enter alone does not
/// get there. Show it with open().
class DeleteDialog final : public QDialog
{
    Q_OBJECT

public:
    DeleteDialog(const std::vector<WorkspaceDetails> &workspaces, QWidget *parent);
};

} // namespace portolan::ui
