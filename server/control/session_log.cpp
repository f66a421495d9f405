// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/session_log.h"

#include "server/control/log.h"
#include "server/state/amend.h"

namespace portolan::control {

namespace {

using SessionIndex = store::Stored<SshSession>;

constexpr auto countsEvery = std::chrono::seconds(10);
constexpr auto keptFor = std::chrono::days(30);
constexpr std::size_t atOnce = 500;
constexpr std::size_t longestClient = 256;

store::Event sessionEvent(std::string_view what, const SshSession &session)
{
    JsonWriter data;
    data.beginObject().key("session").string(session.sessionId).key("client").string(session.client);
    data.key("address").string(session.clientIp).endObject();
    return {.type = std::format("workspace.{}", what),
            .subjectKind = "workspace",
            .subjectId = session.workspace,
            .owner = session.owner,
            .actor = session.username,
            .data = data.text()};
}

void take(SshSession &session, const SessionLog::Counts &counts, Time now)
{
    session.bytesIn = counts.in;
    session.bytesOut = counts.out;
    session.updated = now;
}

class CountedStream final : public Stream
{
public:
    CountedStream(std::shared_ptr<Stream> inside, SessionLog::CountsPtr counts)
        : m_inside(std::move(inside)), m_counts(std::move(counts))
    {}

    Task<Result<std::string>> read(std::size_t limit) override
    {
        auto bytes = co_await m_inside->read(limit);
        if (bytes)
            m_counts->out += static_cast<std::int64_t>(bytes->size());
        co_return bytes;
    }

    Task<Result<void>> write(std::string bytes) override
    {
        m_counts->in += static_cast<std::int64_t>(bytes.size());
        return m_inside->write(std::move(bytes));
    }

    void closeWrite() override { m_inside->closeWrite(); }
    void close() override { m_inside->close(); }

private:
    std::shared_ptr<Stream> m_inside;
    SessionLog::CountsPtr m_counts;
};

} // namespace

SessionLog::SessionLog(State &state, Random &random, std::string version)
    : m_state(state), m_random(random), m_version(std::move(version))
{
    m_timer.setInterval(countsEvery);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        if (!m_writing)
            detach(writeCounts());
    });
}

Task<Result<SessionLog::CountsPtr>> SessionLog::begin(Entry entry)
{
    constexpr std::size_t idBytes = 9;
    const Time now = m_state.clock().now();
    SshSession session{.sessionId = std::format("{}-{}", entry.prefix, randomToken(m_random, idBytes)),
                       .username = entry.username,
                       .owner = entry.workspace.owner,
                       .version = m_version,
                       .client = entry.client.substr(0, longestClient),
                       .clientIp = entry.address,
                       .start = now,
                       .end = {},
                       .workspace = entry.workspace.name,
                       .blueprint = entry.workspace.blueprint,
                       .operations = entry.operations,
                       .updated = now};
    auto counts = std::make_shared<Counts>();
    counts->id = session.sessionId;
    store::Change change;
    change.record(sessionEvent("entered", session));
    change.put(std::move(session), store::absent);
    if (const auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
        co_return failWithin("writing down who enters", committed.error());
    const std::lock_guard lock(m_mutex);
    m_running.emplace(counts->id, counts);
    co_return counts;
}

Task<void> SessionLog::end(CountsPtr counts)
{
    {
        const std::lock_guard lock(m_mutex);
        m_running.erase(counts->id);
    }
    const Time now = m_state.clock().now();
    const std::function<Result<void>(SshSession &, store::Change &)> edit = [&](SshSession &session,
                                                                                store::Change &change) {
        take(session, *counts, now);
        session.end = now;
        change.record(sessionEvent("left", session));
        return Result<void>();
    };
    if (const auto ended = co_await amend(m_state, m_state.sshSessions, counts->id, edit); !ended)
        qCWarning(logControl) << "writing down the end of session" << counts->id << "failed:" << ended.error().detail;
}

Task<Result<void>> SessionLog::start()
{
    while (true) {
        const auto left = m_state.sshSessions.page(SessionIndex::active, "", {.limit = atOnce});
        store::Change change;
        for (const auto &item : left.items) {
            SshSession session = item->value;
            session.end = session.updated;
            change.record(sessionEvent("left", session));
            change.put(std::move(session), item->version);
        }
        if (left.items.empty())
            break;
        if (const auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
            co_return failWithin("ending the sessions that were left open", committed.error());
    }
    m_timer.start();
    co_return Result<void>{};
}

std::vector<SessionLog::CountsPtr> SessionLog::running() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<CountsPtr> all;
    for (const auto &[id, counts] : m_running)
        all.push_back(counts);
    return all;
}

/// One change for all: a session that ends meanwhile makes it fail, and the next round is soon.
Task<void> SessionLog::writeCounts()
{
    m_writing = true;
    const Time now = m_state.clock().now();
    store::Change change;
    bool any = false;
    for (const CountsPtr &counts : running()) {
        const auto item = m_state.sshSessions.find(counts->id);
        if (!item || item->value.end)
            continue;
        SshSession session = item->value;
        take(session, *counts, now);
        change.put(std::move(session), item->version);
        any = true;
    }
    if (any)
        if (const auto committed = co_await m_state.ledger().commit(std::move(change));
            !committed && !store::isRefusedBy(committed.error(), "version"))
            qCWarning(logControl) << "writing the counts of sessions failed:" << committed.error().detail;
    m_writing = false;
}

Task<Result<void>> SessionLog::removeExpired()
{
    const Time limit = m_state.clock().now() - keptFor;
    store::Change change;
    bool any = false;
    for (const auto &item : m_state.sshSessions.page(SessionIndex::ended, "", {.limit = atOnce}).items) {
        if (item->value.end.value_or(Time::max()) > limit)
            break;
        change.remove<SshSession>(item->id, item->version);
        any = true;
    }
    if (!any)
        co_return Result<void>{};
    if (const auto removed = co_await m_state.ledger().commit(std::move(change)); !removed)
        co_return std::unexpected(removed.error());
    co_return Result<void>{};
}

std::shared_ptr<Stream> counted(std::shared_ptr<Stream> inside, SessionLog::CountsPtr counts)
{
    return std::make_shared<CountedStream>(std::move(inside), std::move(counts));
}

} // namespace portolan::control
