// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/connection.h"
#include "core/ssh/sftp.h"

#include <QObject>

namespace portolan::ui {

/// Opens a bulk SSH connection to what the files belong to; called again after a loss.
using ConnectFiles = std::function<Task<Result<std::shared_ptr<ssh::SshConnection>>>(std::stop_token)>;

/// Whose files they are. Places with the same id share one connection.
struct FilesPlace {
    QString id;   ///< unique in the console, such as "training-eu/s041-59936c3"
    QString name; ///< for people
    ConnectFiles connect;
};

/// The SSH connection of one place's files, made when it is first needed, and anew after a loss. Browsing and
/// transfers have a file session each: a listing does not wait behind a transfer's requests. In the GUI thread.
class FilesLink final : public QObject, public std::enable_shared_from_this<FilesLink>
{
    Q_OBJECT

public:
    enum class Use : std::uint8_t { Browse, Transfer };
    using Session = std::shared_ptr<ssh::SftpSession>;

    explicit FilesLink(ConnectFiles connect);
    ~FilesLink() override;

    /// A working file session as far as is known; whoever asks while it is being connected waits for the same. Errors:
    /// those of ConnectFiles and SshConnection::openSftp(), Cancelled.
    [[nodiscard]] Task<Result<Session>> session(Use use, std::stop_token cancel = {});

    [[nodiscard]] bool isConnected() const { return m_connection != nullptr; }

Q_SIGNALS:
    /// The connection has ended; what was under way on it fails by itself.
    void lost(const QString &why);

private:
    struct Waiter {
        Use use;
        OneShot<Result<Session>> answer;
    };

    [[nodiscard]] Session sessionFor(Use use) const { return use == Use::Browse ? m_browsing : m_transferring; }
    void established(const Result<void> &result);
    static Task<void> establish(std::weak_ptr<FilesLink> weak, ConnectFiles connect, std::stop_token cancel);
    static Task<void> watch(std::weak_ptr<FilesLink> weak, Task<Error> ended, const void *which);

    ConnectFiles m_connect;
    std::stop_source m_ending;
    std::shared_ptr<ssh::SshConnection> m_connection;
    Session m_browsing;
    Session m_transferring;
    bool m_connecting = false;
    std::vector<Waiter> m_waiters;
};

} // namespace portolan::ui
