// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/control_plane_client.h"
#include "core/model/user/user.h"
#include "tests/support/program.h"
#include "tests/support/run.h"
#include "tests/support/server/api_document.h"

#include <QTemporaryDir>
#include <QUrl>

#include <map>
#include <optional>

namespace portolan::test {

struct HttpAnswer {
    int status = 0;
    QByteArray body;
    std::map<QByteArray, QByteArray> headers; ///< by lower-case name

    [[nodiscard]] QByteArray header(const QByteArray &name) const
    {
        const auto found = headers.find(name);
        return found == headers.end() ? QByteArray() : found->second;
    }
};

/// A real portolan-server in a process of its own, on a free port and a data folder that goes with this object (`below`:
/// so much deeper). Users
/// besides the administrator are written into its store before it starts. The workspaces that are left are deleted at
/// the end, because they would outlive it.
class ServerProcess
{
public:
    explicit ServerProcess(QStringList arguments = {}, const QString &below = {});
    ~ServerProcess();
    Q_DISABLE_COPY_MOVE(ServerProcess)

    /// Only while it does not run. Gives the user's token.
    [[nodiscard]] std::string addUser(const std::string &username, std::vector<Role> roles);

    /// Only while it does not run: so many events of type "test.past" about users that never were.
    void addEvents(int count);

    /// PEM certificates that clients here trust, for a server with TLS.
    void trust(std::string authorities) { m_authorities = std::move(authorities); }

    /// Whether requests are counted; they are not by default. Before start().
    bool limitRates = false;

    /// Until it says that it listens; what it said otherwise.
    [[nodiscard]] Result<void> start();
    /// Waits until its standard error has the text, and forgets what came up to there.
    [[nodiscard]] bool says(const QByteArray &text);
    /// SIGKILL.
    void kill();
    /// SIGTERM; its exit status.
    int stop();

    [[nodiscard]] std::string data() const { return m_data.toStdString(); }
    [[nodiscard]] const std::string &url() const { return m_url; }
    [[nodiscard]] std::uint16_t port() const
    {
        return static_cast<std::uint16_t>(QUrl(QString::fromStdString(m_url)).port());
    }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] std::string adminToken() const;
    [[nodiscard]] ControlPlaneAddress address() const
    {
        return {.url = m_url, .token = adminToken(), .authorities = m_authorities};
    }

    using Headers = std::vector<std::pair<QByteArray, QByteArray>>;
    /// With the administrator's token, unless there is another Authorization among the headers. An answer that the API's
    /// document does not describe fails the test.
    [[nodiscard]] HttpAnswer request(const QByteArray &method, const QString &path, const QByteArray &body = {},
                                     const Headers &headers = {}) const;
    /// The same to another address, such as that of a proxy in front, whatever it answers.
    [[nodiscard]] HttpAnswer requestAt(const std::string &url, const QByteArray &method, const QString &path,
                                       const QByteArray &body = {}, const Headers &headers = {}) const;
    [[nodiscard]] HttpAnswer requestAs(const std::string &token, const QByteArray &method, const QString &path,
                                       const QByteArray &body = {}) const;

    /// Makes a workspace and waits until it runs; its name.
    [[nodiscard]] Result<std::string> createWorkspace(WorkspaceCreate wanted) const;

private:
    void deleteWorkspaces();
    [[nodiscard]] HttpAnswer send(const QByteArray &method, const QString &path, const QByteArray &body,
                                  const Headers &headers) const;
    void judge(const QByteArray &method, const QString &path, const HttpAnswer &answer) const;

    QTemporaryDir m_folder;
    QString m_data;
    QStringList m_arguments;
    std::string m_authorities;
    TestProcess m_process;
    QByteArray m_errors;
    std::string m_url;
    mutable std::optional<ApiDocument> m_document;
};

} // namespace portolan::test
