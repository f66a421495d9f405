// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspace_facts.h"

#include "ui/widgets/capacity_bar.h"
#include "ui/widgets/table/cell_text.h"
#include "ui/workspaces/workspace_look.h"
#include "ui/workspaces/workspace_table.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace portolan::ui {
namespace {

/// Only what has changed, so that marked text stays marked.
void setTextOf(QLabel *label, const QString &text)
{
    if (label->text() != text)
        label->setText(text);
}

void setTimeOf(QLabel *label, const std::optional<Time> &time, Time now)
{
    setTextOf(label, time ? agoText(*time, now) : QStringLiteral("–"));
    label->setToolTip(time ? fullTimeText(*time) : QString());
}

} // namespace

WorkspaceFacts::WorkspaceFacts(Session &session, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_grid(new QGridLayout(this)),
      m_owner(addText(tr("Owner"))),
      m_cpu(new CapacityBar(tr("CPU"), Unit::Cores, this)),
      m_memory(new CapacityBar(tr("Memory"), Unit::Bytes, this))
{
    const Metrics metrics(*this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics.step(4));
    m_grid->setVerticalSpacing(metrics.step(2));
    m_grid->setColumnStretch(1, 1);
    addRow(tr("CPU"), m_cpu);
    addRow(tr("Memory"), m_memory);
    m_created = addText(tr("Created"));
    m_started = addText(tr("Started"));
    m_restarts = addText(tr("Restarts"));
    m_runtime = addText(tr("Runs on"));
    m_ssh = new QLabel(this);
    m_ssh->setFont(fixedFont());
    m_ssh->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_ssh->setWordWrap(true);
    auto *copy = new QPushButton(tr("Copy"), this);
    copy->setAccessibleName(tr("Copy the SSH command"));
    copy->setAutoDefault(false);
    setLook(*copy, "link");
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_ssh->text()); });
    addRow(tr("Address"), m_ssh, copy);
    m_message = addText(tr("Message"));
}

void WorkspaceFacts::addRow(const QString &title, QWidget *value, QWidget *button)
{
    auto *label = new QLabel(title, this);
    setLook(*label, "muted");
    const int row = m_grid->rowCount();
    m_grid->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
    m_grid->addWidget(value, row, 1, 1, button ? 1 : 2);
    if (button)
        m_grid->addWidget(button, row, 2, Qt::AlignTop);
}

QLabel *WorkspaceFacts::addText(const QString &title)
{
    auto *value = new QLabel(this);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addRow(title, value);
    return value;
}

void WorkspaceFacts::setWorkspace(const WorkspaceDetails &workspace)
{
    const Time now = SystemClock().now();
    const WorkspaceUsage *usage = m_session.usage(workspace.name);
    setTextOf(m_owner, QString::fromStdString(workspace.username));
    m_cpu->setValue(cpuCell(usage));
    m_memory->setValue(memoryCell(usage));
    setTimeOf(m_created, workspace.created, now);
    setTimeOf(m_started, workspace.started, now);
    setTextOf(m_restarts, QLocale().toString(qlonglong(workspace.restarts)));
    setTextOf(m_runtime, QString::fromStdString(workspace.runtime));
    setTextOf(m_ssh, sshCommand(workspace.name));
    setTextOf(m_message, sentenceOf(workspace.message));
}

} // namespace portolan::ui
