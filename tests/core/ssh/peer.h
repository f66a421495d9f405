// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/connection.h"
#include "core/ssh/sftp.h"
#include "tests/support/run.h"
#include "tests/support/ssh_server.h"

namespace portolan::test {

/// How the tests of this folder come into the server.
inline ssh::ConnectionOptions optionsFor(const SshServer &server)
{
    return {.user = SshServer::user(),
            .hostKeys = {*ssh::PublicKey::parse(server.hostKey())},
            .keys = {*ssh::KeyPair::load(server.privateKeyPath())}};
}

inline std::shared_ptr<ssh::SshConnection> connectTo(SshServer &server)
{
    auto connection = run(ssh::SshConnection::open(optionsFor(server), ssh::useSocket(Descriptor(server.connect()))));
    if (!connection)
        qFatal("no connection: %s\n%s", connection.error().detail.c_str(), server.log().c_str());
    return std::move(*connection);
}

inline std::unique_ptr<ssh::SftpSession> openSftp(ssh::SshConnection &connection)
{
    auto sftp = run(connection.openSftp());
    if (!sftp)
        qFatal("no file session: %s", sftp.error().detail.c_str());
    return std::move(*sftp);
}

/// Everything a stream gives until its end.
inline Task<Result<std::string>> readAll(std::shared_ptr<ssh::RemoteProcess> process, bool errors = false)
{
    std::string all;
    for (;;) {
        auto bytes = co_await (errors ? process->readError() : process->read());
        if (!bytes)
            co_return std::unexpected(bytes.error());
        if (bytes->empty())
            co_return all;
        all += *bytes;
    }
}

} // namespace portolan::test
