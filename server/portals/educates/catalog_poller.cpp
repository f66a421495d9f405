// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/educates/catalog_poller.h"

#include "core/async/timer.h"
#include "server/portals/log.h"

namespace portolan::portals {

namespace {

constexpr std::size_t parallel = 16;

control::KeyedQueue::FailureHandler logPollFailure()
{
    return [](const std::string &key, const Error &error, std::chrono::milliseconds pause) {
        qCWarning(logPortals).noquote() << key << "- trying again in" << pause.count() << "ms:" << error.detail;
    };
}

} // namespace

CatalogPoller::CatalogPoller(State &state, Random &random, Options options)
    : m_state(state),
      m_random(random),
      m_options(options),
      m_queue([this](std::string key) { return work(std::move(key)); }, logPollFailure(), {.parallel = parallel})
{}

void CatalogPoller::start()
{
    for (const auto &item : m_state.portals.all())
        if (!item->value.isBuiltin())
            m_queue.wake(item->id);
}

Task<void> CatalogPoller::stop()
{
    *m_alive = false;
    m_stopping.request_stop();
    co_await m_queue.stop();
}

void CatalogPoller::wake(std::string portalId)
{
    m_loop->post([this, alive = m_alive, id = std::move(portalId)] {
        if (*alive)
            m_queue.wake(id);
    });
}

std::chrono::milliseconds CatalogPoller::pauseAfter(int failures)
{
    constexpr int mostDoublings = 10;
    constexpr std::uint64_t steps = 1'000;
    const auto pause = std::min(m_options.every * (1 << std::min(failures, mostDoublings)),
                                std::max(m_options.longest, m_options.every));
    const double share = static_cast<double>(m_random.below(2 * steps + 1)) / steps - 1.0;
    return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(pause.count())
                                                               * (1.0 + m_options.jitter * share)));
}

Task<Result<void>> CatalogPoller::work(std::string portalId)
{
    const auto item = m_state.portals.find(portalId);
    if (!item || item->value.isBuiltin()) {
        m_known.erase(portalId);
        co_return Result<void>{};
    }
    const auto polled = co_await m_portal->poll(item, m_stopping.get_token());
    if (m_stopping.stop_requested())
        co_return Result<void>{};
    Known &known = m_known[portalId];
    if (!polled && known.failures == 0)
        qCWarning(logPortals).noquote() << polled.error().detail;
    known.failures = polled ? 0 : known.failures + 1;
    known.turn = ++m_turn;
    // A later turn counts instead: it was woken in between.
    after(pauseAfter(known.failures), [this, alive = m_alive, portalId, turn = known.turn] {
        if (!*alive)
            return;
        if (const auto entry = m_known.find(portalId); entry != m_known.end() && entry->second.turn == turn)
            m_queue.wake(portalId);
    });
    co_return Result<void>{};
}

} // namespace portolan::portals
