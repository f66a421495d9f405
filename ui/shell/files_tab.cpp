// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/files_tab.h"

#include "ui/files/file_browser.h"
#include "ui/widgets/theme.h"

#include <QLabel>

namespace portolan::ui {

FilesTab::FilesTab(MakeBrowser make, MayEnter mayEnter, QWidget *parent)
    : QStackedWidget(parent), m_make(std::move(make)), m_mayEnter(std::move(mayEnter)), m_hint(new QLabel(this))
{
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setText(tr("The files can be reached while the workspace is running."));
    setLook(*m_hint, "muted");
    addWidget(m_hint);
}

void FilesTab::setWorkspace(const QString &workspace)
{
    m_workspace = workspace;
    update();
}

void FilesTab::update()
{
    if (!isVisible())
        return;
    const auto known = m_browsers.find(m_workspace);
    if (m_workspace.isEmpty() || !m_mayEnter(m_workspace)) {
        // What was being looked at stays: its own bar says that the connection has gone.
        setCurrentWidget(known != m_browsers.end() ? static_cast<QWidget *>(known->second) : m_hint);
        return;
    }
    FileBrowser *browser = known != m_browsers.end() ? known->second : nullptr;
    if (!browser) {
        browser = m_make(m_workspace, this);
        m_browsers.emplace(m_workspace, browser);
        addWidget(browser);
    }
    setCurrentWidget(browser);
}

void FilesTab::forget()
{
    for (const auto &[workspace, browser] : std::exchange(m_browsers, {}))
        browser->deleteLater();
    setCurrentWidget(m_hint);
}

void FilesTab::showEvent(QShowEvent *event)
{
    QStackedWidget::showEvent(event);
    update();
}

} // namespace portolan::ui
