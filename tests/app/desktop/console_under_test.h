// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/this_computer.h"
#include "tests/support/run.h"
#include "ui/shell/main_window.h"

#include <QTemporaryDir>

namespace portolan::test {

/// The console as `portolan` composes it, in a folder of its own or on a data folder that outlives it. However a test
/// ends, a console that is still connected deletes the workspaces that are left, and nobody serves the folder any more.
class ConsoleUnderTest
{
public:
    ConsoleUnderTest() : ConsoleUnderTest(std::filesystem::path()) {}
    explicit ConsoleUnderTest(const std::filesystem::path &data)
        : settings(m_folder.filePath(QStringLiteral("console.json")).toStdString()),
          computer(data.empty() ? std::filesystem::path(m_folder.filePath(QStringLiteral("data")).toStdString())
                                : data),
          window(settings, computer)
    {}
    ~ConsoleUnderTest()
    {
        if (window.session().isLive())
            deleteWorkspaces();
        window.session().close();
        run(computer.stop());
    }
    Q_DISABLE_COPY_MOVE(ConsoleUnderTest)

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    /// Makes a workspace of the shell blueprint and waits until it runs.
    [[nodiscard]] Result<void> createWorkspace(const std::string &name)
    {
        const auto client = window.session().client();
        const auto made = run(client->createWorkspace({.blueprint = "shell", .name = name}));
        if (!made)
            return std::unexpected(made.error());
        const auto ended = run(client->waitForJob(made->jobId, {}));
        return ended ? Result<void>() : std::unexpected(ended.error());
    }
    [[nodiscard]] std::string statusOf(const std::string &name)
    {
        const WorkspaceDetails *workspace = window.session().workspace(name);
        return workspace ? workspace->status : "unknown";
    }

    void deleteWorkspaces()
    {
        const auto client = window.session().client();
        const auto left = client ? run(client->workspaces({.all = true})) : Result<std::vector<WorkspaceDetails>>();
        for (const WorkspaceDetails &workspace : left.value_or(std::vector<WorkspaceDetails>()))
            if (const auto accepted = run(client->deleteWorkspace(workspace.name)))
                if (const auto ended = run(client->waitForJob(accepted->jobId, {})); !ended)
                    qWarning("deleting %s: %s", workspace.name.c_str(), ended.error().detail.c_str());
    }

private:
    QTemporaryDir m_folder;

public:
    ui::Settings settings;
    ThisComputer computer;
    ui::MainWindow window;
};

} // namespace portolan::test
