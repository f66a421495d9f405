// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/files_link.h"

namespace portolan::ui {

FilesLink::FilesLink(ConnectFiles connect) : m_connect(std::move(connect)) {}

FilesLink::~FilesLink()
{
    m_ending.request_stop();
    established(fail(ErrorCode::Cancelled, "nobody wants these files any more"));
}

Task<Result<FilesLink::Session>> FilesLink::session(Use use, std::stop_token cancel)
{
    if (auto open = sessionFor(use))
        co_return open;
    OneShot<Result<Session>> answer;
    m_waiters.push_back({use, answer});
    if (!std::exchange(m_connecting, true))
        detach(establish(weak_from_this(), m_connect, m_ending.get_token()));
    const std::stop_callback onCancel(cancel, [answer]() mutable {
        answer.set(fail(ErrorCode::Cancelled, "connecting was cancelled"));
    });
    co_return co_await answer;
}

Task<void> FilesLink::establish(std::weak_ptr<FilesLink> weak, ConnectFiles connect, std::stop_token cancel)
{
    const auto finish = [&weak](const Result<void> &result) {
        if (const auto self = weak.lock())
            self->established(result);
    };
    auto connection = co_await connect(cancel);
    if (!connection) {
        finish(std::unexpected(connection.error()));
        co_return;
    }
    auto browsing = co_await (*connection)->openSftp(cancel);
    if (!browsing) {
        finish(std::unexpected(browsing.error()));
        co_return;
    }
    auto transferring = co_await (*connection)->openSftp(cancel);
    if (!transferring) {
        finish(std::unexpected(transferring.error()));
        co_return;
    }
    const auto self = weak.lock();
    if (!self)
        co_return;
    self->m_browsing = std::move(*browsing);
    self->m_transferring = std::move(*transferring);
    self->m_connection = *connection;
    detach(watch(weak, (*connection)->ended(), connection->get()));
    self->established({});
}

void FilesLink::established(const Result<void> &result)
{
    m_connecting = false;
    for (auto &[use, answer] : std::exchange(m_waiters, {}))
        answer.set(result ? Result<Session>(sessionFor(use)) : std::unexpected(result.error()));
}

Task<void> FilesLink::watch(std::weak_ptr<FilesLink> weak, Task<Error> ended, const void *which)
{
    const Error why = co_await std::move(ended);
    const auto self = weak.lock();
    if (!self || self->m_connection.get() != which)
        co_return;
    self->m_connection.reset();
    self->m_browsing.reset();
    self->m_transferring.reset();
    Q_EMIT self->lost(QString::fromStdString(why.detail));
}

} // namespace portolan::ui
