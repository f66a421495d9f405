// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/delete_dialog.h"

#include "ui/workspaces/workspace_look.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace portolan::ui {
namespace {

constexpr int mostLines = 8; ///< of the list before it scrolls

} // namespace

DeleteDialog::DeleteDialog(const std::vector<WorkspaceDetails> &workspaces, QWidget *parent) : QDialog(parent)
{
    const int count = int(workspaces.size());
    const Metrics metrics(*this);
    const QString verb = count == 1 ? tr("Delete workspace") : tr("Delete %n workspaces", nullptr, count);
    setWindowTitle(verb);

    auto *question = new QLabel(
        count == 1 ? tr("Delete this workspace?") : tr("Delete these %n workspaces?", nullptr, count), this);
    setLook(*question, "title");
    auto *list = new QListWidget(this);
    list->setAccessibleName(tr("Workspaces that will be deleted"));
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->setFont(fixedFont());
    for (const WorkspaceDetails &workspace : workspaces)
        list->addItem(tr("%1 (%2, of %3)")
                          .arg(QString::fromStdString(workspace.name), lookOfWorkspace(workspace.status).word.toLower(),
                               QString::fromStdString(workspace.username)));
    list->setFixedHeight(list->sizeHintForRow(0) * std::min(count, mostLines) + metrics.step(2));
    auto *loss = new QLabel(count == 1 ? tr("What runs in it ends. Its home folder and all files in it are lost, and "
                                            "cannot be brought back.")
                                       : tr("What runs in them ends. The home folder of each and all files in it are "
                                            "lost, and cannot be brought back."),
                            this);
    loss->setWordWrap(true);

    auto *buttons = new QDialogButtonBox(this);
    auto *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    auto *confirm = buttons->addButton(verb, QDialogButtonBox::AcceptRole);
    setLook(*confirm, "danger");
    // The one that has the focus is pressed by Enter: that is the harmless one.
    confirm->setAutoDefault(false);
    confirm->setDefault(false);
    cancel->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(3));
    column->addWidget(question);
    column->addWidget(list);
    column->addWidget(loss);
    column->addWidget(buttons);
    setMinimumWidth(metrics.step(110));
}

} // namespace portolan::ui
