// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/connection.h"
#include "tests/support/run.h"
#include "tests/support/ssh_server.h"
#include "tests/support/ui/event_loop_watchdog.h"
#include "tests/support/ui/window.h"
#include "ui/terminal/terminal_tabs.h"

#include <QTemporaryDir>

namespace portolan::test {

/// An sshd whose shells have an empty home: what the developer's own start-up files do is no part of a test, and
/// killing a shell in the midst of it may leave things behind.
class ShellServer : public SshServer
{
public:
    ShellServer() : ShellServer(std::make_unique<QTemporaryDir>()) {}

private:
    explicit ShellServer(std::unique_ptr<QTemporaryDir> home)
        : SshServer("SetEnv HOME=" + home->path().toStdString()), m_home(std::move(home))
    {}

    std::unique_ptr<QTemporaryDir> m_home;
};

/// Connects terminals with an sshd of the test.
[[nodiscard]] inline ui::ConnectTerminal terminalsOf(SshServer &server)
{
    return [&server](std::stop_token cancel) {
        return ssh::SshConnection::open({.user = SshServer::user(),
                                         .hostKeys = {*ssh::PublicKey::parse(server.hostKey())},
                                         .keys = {*ssh::KeyPair::load(server.privateKeyPath())}},
                                        ssh::useSocket(Descriptor(server.connect())), std::move(cancel));
    };
}

/// Settings in a folder of their own.
struct OwnSettings {
    QTemporaryDir folder;
    ui::Settings settings{(folder.path() + QStringLiteral("/console.json")).toStdString()};
};

} // namespace portolan::test

/// Waits until a terminal is in the state; says otherwise in which it is, and why.
#define TRY_STATE(terminal, wanted) \
    QTRY_VERIFY2_WITH_TIMEOUT((terminal).state() == (wanted), \
                              qPrintable((terminal).look().word + u' ' + (terminal).reason()), 20'000)

/// Waits until the screen of a terminal has the text; shows it otherwise.
#define TRY_SCREEN(terminal, text) \
    QTRY_VERIFY2_WITH_TIMEOUT((terminal).screenText().contains(QStringLiteral(text)), \
                              qPrintable((terminal).screenText()), 20'000)
