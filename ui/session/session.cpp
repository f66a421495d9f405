// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/session.h"

#include "core/async/timer.h"
#include "core/base/random.h"
#include "core/schema/codec.h"

#include <QElapsedTimer>
#include <QPointer>

namespace portolan::ui {
namespace {

/// A connection without a word for longer is lost: the usage stream speaks every two seconds.
constexpr auto silence = std::chrono::seconds(6);
constexpr auto firstPause = std::chrono::milliseconds(1'000);
constexpr auto longestPause = std::chrono::milliseconds(30'000);
/// Past this many changed workspaces, one list is asked for instead of each.
constexpr std::size_t listInstead = 20;

bool needsSomebody(const Error &error)
{
    return error.code == ErrorCode::Unauthenticated || error.code == ErrorCode::PermissionDenied
           || error.code == ErrorCode::NotFound || error.code == ErrorCode::InvalidArgument;
}

Error cancelled()
{
    return {.code = ErrorCode::Cancelled, .detail = "the session was closed"};
}

} // namespace

Session::Session(FindControlPlane find, QObject *parent) : QObject(parent), m_find(std::move(find))
{
    m_telling.setSingleShot(true);
    m_telling.setInterval(100);
    connect(&m_telling, &QTimer::timeout, this, &Session::tellChanges);
}

Session::~Session()
{
    m_stop.request_stop();
    if (m_retryNow)
        m_retryNow->set(false);
}

void Session::open()
{
    if (m_state != ConnectionState::Idle)
        return;
    m_stop = std::stop_source();
    fire(ConnectionEvent::Open);
    detach(stayConnected(this, m_stop.get_token()));
}

void Session::close()
{
    m_stop.request_stop();
    if (m_retryNow)
        m_retryNow->set(false);
    if (m_state != ConnectionState::Idle)
        fire(ConnectionEvent::Close);
}

void Session::forget()
{
    Q_ASSERT(m_state == ConnectionState::Idle);
    m_client.reset();
    m_profile = {};
    m_blueprints.clear();
    m_workspaces.clear();
    m_usage.clear();
    m_changed.clear();
    m_removed.clear();
    m_dirty.clear();
    m_refreshing = false;
    m_asOf = {};
    m_latency.reset();
    Q_EMIT workspacesLoaded();
}

void Session::retry()
{
    if (m_retryNow)
        m_retryNow->set(true);
}

const WorkspaceDetails *Session::workspace(const std::string &name) const
{
    const auto found = m_workspaces.find(name);
    return found == m_workspaces.end() ? nullptr : &found->second;
}

const WorkspaceUsage *Session::usage(const std::string &name) const
{
    const auto found = m_usage.find(name);
    return found == m_usage.end() ? nullptr : &found->second;
}

void Session::fire(ConnectionEvent event)
{
    const auto next = lifecycle::connectionTable.next(m_state, event);
    Q_ASSERT(next);
    if (!next)
        return;
    m_state = *next;
    if (m_state == ConnectionState::Live)
        m_asOf = QDateTime::currentDateTimeUtc();
    Q_EMIT stateChanged(m_state);
}

void Session::fail(const Error &error)
{
    m_trouble = error;
    fire(needsSomebody(error) ? ConnectionEvent::Refuse : ConnectionEvent::Break);
}

// The coroutines are static and look whether they were stopped after each wait: only a session that is still there
// leaves its token unasked.

Task<void> Session::stayConnected(Session *session, std::stop_token stop)
{
    SystemRandom random;
    auto pause = firstPause;
    while (true) {
        const auto ended = co_await attempt(session, stop);
        if (stop.stop_requested())
            co_return;
        if (session->m_state == ConnectionState::Live)
            pause = firstPause;
        const auto jitter = std::chrono::milliseconds(random.below(std::uint64_t(pause.count()) / 2 + 1));
        const auto wait = pause / 2 + jitter;
        session->m_nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(wait.count());
        session->fail(ended ? Error{.code = ErrorCode::Unavailable, .detail = "the server ended the connection"}
                            : ended.error());
        pause = std::min(pause * 2, longestPause);

        OneShot<bool> goOn;
        session->m_retryNow = goOn;
        if (session->m_state == ConnectionState::Lost)
            setAfter(goOn, wait, true);
        const bool again = co_await goOn;
        if (!again || stop.stop_requested())
            co_return;
        session->m_retryNow.reset();
        session->fire(ConnectionEvent::Retry);
    }
}

Task<Result<void>> Session::attempt(Session *session, std::stop_token stop)
{
    auto address = co_await session->m_find(stop);
    if (stop.stop_requested())
        co_return std::unexpected(cancelled());
    if (!address)
        co_return std::unexpected(address.error());
    const auto client = std::make_shared<ControlPlaneClient>(std::move(*address));
    session->m_client = client;
    session->fire(ConnectionEvent::Prepared);

    QElapsedTimer clock;
    clock.start();
    auto profile = co_await client->profile();
    if (stop.stop_requested())
        co_return std::unexpected(cancelled());
    if (!profile)
        co_return std::unexpected(profile.error());
    session->m_latency = int(clock.elapsed());
    session->m_profile = std::move(*profile);
    session->fire(ConnectionEvent::Reached);

    const auto loaded = co_await load(session, stop);
    if (stop.stop_requested())
        co_return std::unexpected(cancelled());
    if (!loaded)
        co_return std::unexpected(loaded.error());
    session->fire(ConnectionEvent::Loaded);
    co_return co_await follow(session, *loaded, stop);
}

/// Gives the number of the last event before what was loaded: following it from there on misses nothing.
Task<Result<std::int64_t>> Session::load(Session *session, std::stop_token stop)
{
    const auto client = session->m_client;
    const auto latest = co_await client->events({.filter = {}, .limit = 1, .newestFirst = true});
    if (!latest)
        co_return std::unexpected(latest.error());
    auto workspaces = co_await client->workspaces({.all = true});
    if (!workspaces)
        co_return std::unexpected(workspaces.error());
    auto blueprints = co_await client->blueprints();
    if (!blueprints)
        co_return std::unexpected(blueprints.error());
    if (stop.stop_requested())
        co_return std::unexpected(cancelled());
    session->m_blueprints = std::move(*blueprints);
    session->m_workspaces.clear();
    for (WorkspaceDetails &details : *workspaces)
        session->m_workspaces.insert_or_assign(details.name, std::move(details));
    session->m_changed.clear();
    session->m_removed.clear();
    session->m_dirty.clear();
    session->m_refreshing = false; // one of the connection before has gone with it
    Q_EMIT session->workspacesLoaded();
    co_return latest->events.empty() ? 0 : latest->events.front().seq;
}

/// Until either stream ends: the one of the events, or the one of the samples, whose silence tells a dead connection.
Task<Result<void>> Session::follow(Session *session, std::int64_t after, std::stop_token stop)
{
    const auto client = session->m_client;
    std::stop_source either;
    const std::stop_callback both(stop, [&either] { either.request_stop(); });
    OneShot<Result<void>> ended;
    constexpr auto forward = [](Task<Result<void>> task, OneShot<Result<void>> target) -> Task<void> {
        target.set(co_await std::move(task));
    };
    detach(forward(client->streamEvents(
                       after,
                       [session, token = either.get_token()](const Event &event) {
                           if (!token.stop_requested())
                               session->take(event);
                       },
                       [session, token = either.get_token()] {
                           if (token.stop_requested())
                               return;
                           session->m_resync = true;
                           if (!session->m_telling.isActive())
                               session->m_telling.start();
                           Q_EMIT session->eventsSkipped();
                       },
                       either.get_token()),
                   ended));
    detach(forward(client->streamUsage(
                       [session, token = either.get_token()](const UsageReport &report) {
                           if (token.stop_requested())
                               return;
                           session->m_asOf = QDateTime::currentDateTimeUtc();
                           session->m_usage.clear();
                           for (const WorkspaceUsage &usage : report.workspaces)
                               session->m_usage.insert_or_assign(usage.name, usage);
                           Q_EMIT session->usageChanged();
                       },
                       silence, either.get_token()),
                   ended));
    auto result = co_await ended;
    either.request_stop();
    co_return result;
}

void Session::take(const Event &event)
{
    m_asOf = QDateTime::currentDateTimeUtc();
    if (event.subjectKind == "workspace") {
        if (event.type == "workspace.deleted") {
            m_workspaces.erase(event.subject);
            m_changed.erase(event.subject);
            m_dirty.erase(event.subject);
            m_removed.insert(event.subject);
        } else {
            m_removed.erase(event.subject);
            m_dirty.insert(event.subject);
            // What the event says shows at once; the rest of the details follow.
            if (const auto found = m_workspaces.find(event.subject); found != m_workspaces.end()) {
                if (const auto data = JsonDocument::parse(event.data.text)) {
                    const auto text = [&](std::string_view key) -> std::optional<std::string_view> {
                        const auto member = data->root().find(key);
                        return member ? member->toString() : std::nullopt;
                    };
                    if (const auto state = text("state"))
                        found->second.status = *state;
                    if (const auto message = text("message"))
                        found->second.message = *message;
                    if (const auto job = text("jobId"))
                        found->second.jobId = *job;
                }
                m_changed.insert(event.subject);
            }
        }
        if (!m_telling.isActive())
            m_telling.start();
    }
    Q_EMIT eventHappened(event);
}

void Session::tellChanges()
{
    if (!m_changed.empty() || !m_removed.empty())
        Q_EMIT workspacesChanged(std::exchange(m_changed, {}), std::exchange(m_removed, {}));
    if ((!m_dirty.empty() || m_resync) && !m_refreshing) {
        m_refreshing = true;
        detach(refresh(this, m_stop.get_token()));
    }
}

/// Asks for what the events named, one round at a time: what changes meanwhile comes with the next.
Task<void> Session::refresh(Session *session, std::stop_token stop)
{
    const auto client = session->m_client;
    const auto wanted = std::exchange(session->m_dirty, {});
    if (std::exchange(session->m_resync, false) || wanted.size() > listInstead) {
        auto all = co_await client->workspaces({.all = true});
        if (stop.stop_requested() || session->m_client != client)
            co_return; // What another connection has loaded is newer.
        if (all) {
            std::map<std::string, WorkspaceDetails> fresh;
            for (WorkspaceDetails &details : *all)
                fresh.insert_or_assign(details.name, std::move(details));
            for (const auto &[name, details] : session->m_workspaces)
                if (!fresh.contains(name))
                    session->m_removed.insert(name);
            for (const auto &[name, details] : fresh)
                if (const auto old = session->workspace(name); !old || *old != details)
                    session->m_changed.insert(name);
            session->m_workspaces = std::move(fresh);
        } else {
            session->m_resync = true;
        }
    } else {
        for (const std::string &name : wanted) {
            auto details = co_await client->workspace(name);
            if (stop.stop_requested() || session->m_client != client)
                co_return;
            if (details && !session->m_removed.contains(name)) {
                session->m_workspaces.insert_or_assign(name, std::move(*details));
                session->m_changed.insert(name);
            } else if (!details && details.error().code != ErrorCode::NotFound) {
                session->m_dirty.insert(name); // The connection is lost, or will be; a new one loads everything.
            }
        }
    }
    session->m_refreshing = false;
    if (session->isLive())
        session->m_telling.start();
}

} // namespace portolan::ui
