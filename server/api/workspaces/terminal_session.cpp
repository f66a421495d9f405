// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/workspaces/terminal_session.h"

#include "core/async/loop_thread.h"

#include <utility>

namespace portolan::api {

namespace {

/// How far the shell may be ahead of its viewer. Below the replay, so that a viewer never misses anything.
constexpr std::size_t aheadLimit = 64 * 1024;
static_assert(aheadLimit + 64 * 1024 <= TerminalSession::replaySize);

} // namespace

std::shared_ptr<TerminalSession> TerminalSession::start(std::unique_ptr<runtime::agent::Terminal> terminal)
{
    const std::shared_ptr<TerminalSession> session(new TerminalSession(std::move(terminal)));
    portolan::detach(pump(session));
    return session;
}

TerminalSession::TerminalSession(std::unique_ptr<runtime::agent::Terminal> terminal)
    : m_terminal(std::move(terminal)), m_loop(Loop::current()), m_agentSession(m_terminal->session())
{}

Task<void> TerminalSession::pump(std::shared_ptr<TerminalSession> self)
{
    while (true) {
        auto bytes = co_await self->m_terminal->read();
        const bool last = !bytes || bytes->empty();
        std::optional<OneShot<bool>> wait;
        {
            const std::lock_guard lock(self->m_mutex);
            if (last) {
                self->m_ended = true;
                self->m_exitStatus = self->m_terminal->exitStatus();
            } else {
                self->m_replay += *bytes;
                self->m_position += bytes->size();
                if (self->m_replay.size() > replaySize)
                    self->m_replay.erase(0, self->m_replay.size() - replaySize);
                if (self->viewerIsBehind())
                    wait = self->m_pump = OneShot<bool>();
            }
        }
        self->wake();
        if (last)
            break;
        if (wait)
            co_await *wait;
    }
    self->m_terminal->close();
}

bool TerminalSession::viewerIsBehind() const
{
    return m_viewer != 0 && m_position - m_viewerAt > aheadLimit;
}

void TerminalSession::wake()
{
    std::optional<OneShot<bool>> reader;
    std::optional<OneShot<bool>> pumping;
    {
        const std::lock_guard lock(m_mutex);
        reader = std::exchange(m_reader, std::nullopt);
        if (m_pump && !viewerIsBehind())
            pumping = std::exchange(m_pump, std::nullopt);
    }
    if (reader)
        reader->set(true);
    if (pumping)
        pumping->set(true);
}

TerminalSession::Viewer TerminalSession::attachNext()
{
    m_viewer = ++m_viewers;
    m_stopReading = false;
    m_viewerAt = m_position - m_replay.size();
    return {.number = m_viewer, .position = m_viewerAt};
}

std::optional<TerminalSession::Viewer> TerminalSession::attach()
{
    const std::lock_guard lock(m_mutex);
    if (m_viewer != 0)
        return std::nullopt;
    return attachNext();
}

TerminalSession::Viewer TerminalSession::takeOver()
{
    Viewer viewer;
    {
        const std::lock_guard lock(m_mutex);
        viewer = attachNext();
    }
    wake(); // whoever was attached finds that out
    return viewer;
}

bool TerminalSession::isTakenOver(const Viewer &viewer) const
{
    const std::lock_guard lock(m_mutex);
    return m_viewers != viewer.number;
}

void TerminalSession::detach(const Viewer &viewer)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_viewer != viewer.number)
            return;
        m_viewer = 0;
        m_detachedSince = std::chrono::steady_clock::now();
    }
    wake();
}

std::optional<std::chrono::steady_clock::duration> TerminalSession::detachedFor() const
{
    const std::lock_guard lock(m_mutex);
    if (m_viewer != 0)
        return std::nullopt;
    return std::chrono::steady_clock::now() - m_detachedSince;
}

Task<std::optional<TerminalSession::Output>> TerminalSession::read(Viewer viewer)
{
    const auto self = shared_from_this();
    while (true) {
        OneShot<bool> more;
        std::optional<Output> output;
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopReading || m_viewer != viewer.number)
                co_return std::nullopt;
            m_viewerAt = viewer.position;
            const std::uint64_t oldest = m_position - m_replay.size();
            if (viewer.position < m_position || m_ended) {
                const std::uint64_t from = std::max(viewer.position, oldest);
                output = Output{.bytes = m_replay.substr(from - oldest),
                                .position = m_position,
                                .ended = m_ended,
                                .exitStatus = m_exitStatus};
                m_viewerAt = m_position;
            } else {
                m_reader = more;
            }
        }
        if (output) {
            wake();
            co_return output;
        }
        co_await more;
    }
}

void TerminalSession::stopReading(const Viewer &viewer)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_viewer != viewer.number)
            return;
        m_stopReading = true;
    }
    wake();
}

Task<Result<void>> TerminalSession::write(std::string bytes)
{
    const auto self = shared_from_this();
    co_return co_await runIn<Result<void>>(m_loop,
                                           [self, bytes = std::move(bytes)] { return self->m_terminal->write(bytes); });
}

Task<Result<void>> TerminalSession::resize(int columns, int rows)
{
    const auto self = shared_from_this();
    co_return co_await runIn<Result<void>>(m_loop,
                                           [self, columns, rows] { return self->m_terminal->resize(columns, rows); });
}

bool TerminalSession::ended() const
{
    const std::lock_guard lock(m_mutex);
    return m_ended;
}

void TerminalSession::end()
{
    m_loop->post([self = shared_from_this()] { self->m_terminal->close(); });
}

} // namespace portolan::api
