// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/users/user_list.h"

namespace portolan::ui {
namespace {

/// Past this many changed ones, the list is asked for instead of each.
constexpr std::size_t listInstead = 20;

} // namespace

UserList::UserList(Session &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_asking.setSingleShot(true);
    m_asking.setInterval(100);
    connect(&m_asking, &QTimer::timeout, this, &UserList::ask);
    connect(&session, &Session::eventHappened, this, &UserList::take);
    connect(&session, &Session::eventsSkipped, this, &UserList::reload);
    connect(&session, &Session::workspacesLoaded, this, [this] {
        if (m_session.state() != ConnectionState::Idle) {
            reload();
            return;
        }
        ++m_round; // another control plane comes
        m_users.clear();
        m_dirty.clear();
        m_loaded = false;
        Q_EMIT loaded();
    });
}

void UserList::start()
{
    if (!std::exchange(m_started, true))
        reload();
}

void UserList::reload()
{
    const auto client = m_session.client();
    if (!m_started || !client)
        return;
    m_dirty.clear();
    detach(fetchAll(this, client, ++m_round));
}

void UserList::refresh(const std::string &name)
{
    if (!m_started)
        return;
    m_dirty.insert(name);
    m_asking.start();
}

const UserProfile *UserList::find(const std::string &name) const
{
    const auto found = m_users.find(name);
    return found == m_users.end() ? nullptr : &found->second;
}

void UserList::take(const Event &event)
{
    if (!m_started || event.subjectKind != "user" || event.type.starts_with("session."))
        return;
    if (event.type == "user.deleted") {
        m_dirty.erase(event.subject);
        if (m_users.erase(event.subject))
            Q_EMIT changed({}, {event.subject});
        return;
    }
    m_dirty.insert(event.subject);
    if (!m_asking.isActive())
        m_asking.start();
}

void UserList::ask()
{
    const auto client = m_session.client();
    if (!client || m_dirty.empty())
        return;
    if (m_dirty.size() > listInstead)
        reload();
    else
        detach(fetchSome(this, client, m_round, std::exchange(m_dirty, {})));
}

Task<void> UserList::fetchAll(QPointer<UserList> self, std::shared_ptr<ControlPlaneClient> client, int round)
{
    auto users = co_await client->users();
    if (!self || self->m_round != round)
        co_return;
    if (!users) {
        Q_EMIT self->failed(users.error());
        co_return;
    }
    self->m_users.clear();
    for (UserProfile &user : *users)
        self->m_users.insert_or_assign(user.username, std::move(user));
    self->m_loaded = true;
    Q_EMIT self->loaded();
}

Task<void> UserList::fetchSome(QPointer<UserList> self, std::shared_ptr<ControlPlaneClient> client, int round,
                               std::set<std::string> names)
{
    std::set<std::string> changed;
    std::set<std::string> removed;
    for (const std::string &name : names) {
        auto user = co_await client->user(name);
        if (!self || self->m_round != round)
            co_return; // a list that was asked for later is newer
        if (user) {
            self->m_users.insert_or_assign(name, std::move(*user));
            changed.insert(name);
        } else if (user.error().code == ErrorCode::NotFound && self->m_users.erase(name)) {
            removed.insert(name);
        } else if (user.error().code != ErrorCode::NotFound) {
            Q_EMIT self->failed(user.error());
        }
    }
    if (self && (!changed.empty() || !removed.empty()))
        Q_EMIT self->changed(changed, removed);
}

} // namespace portolan::ui
