// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStackedWidget>

#include <functional>
#include <map>

class QLabel;

namespace portolan::ui {

class FileBrowser;

/// The files of the workspace that is selected: a browser for each that was looked at, which goes on where it was.
/// Looking at a workspace connects to nothing before this tab is shown.
class FilesTab final : public QStackedWidget
{
    Q_OBJECT

public:
    using MakeBrowser = std::function<FileBrowser *(const QString &workspace, QWidget *parent)>;
    /// Whether there is a way into it.
    using MayEnter = std::function<bool(const QString &workspace)>;

    FilesTab(MakeBrowser make, MayEnter mayEnter, QWidget *parent = nullptr);

    void setWorkspace(const QString &workspace);
    /// Looks again whether there is a way in.
    void update();
    /// Drops all, because they belong to a control plane that is not looked at any more.
    void forget();

protected:
    void showEvent(QShowEvent *event) override;

private:
    MakeBrowser m_make;
    MayEnter m_mayEnter;
    QLabel *m_hint;
    QString m_workspace;
    std::map<QString, FileBrowser *> m_browsers;
};

} // namespace portolan::ui
