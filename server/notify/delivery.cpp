// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/notify/delivery.h"

#include "core/async/timer.h"
#include "server/state/wire_event.h"

#include <QLoggingCategory>

#include <charconv>

namespace portolan::notify {

namespace {

Q_LOGGING_CATEGORY(sinkLog, "portolan.sinks", QtInfoMsg)

constexpr std::size_t longestError = 300;

/// Those that may be another next time; of the others a request has the fault.
bool mayPass(int status)
{
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

/// In seconds only: a date would need the receiver's clock to be right.
std::optional<std::chrono::milliseconds> retryAfterOf(const outbound::OutboundAnswer &answer)
{
    const auto header = answer.headers.find("retry-after");
    if (header == answer.headers.end())
        return std::nullopt;
    const std::string &text = header->second;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds < 0 || seconds > 86'400)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

Attempt failed(const Error &error)
{
    using enum ErrorCode;
    const bool passing = error.code == Unavailable || error.code == Timeout || error.code == BadGateway
                         || error.code == Cancelled;
    return {.told = {.error = error.detail.substr(0, longestError)}, .again = passing};
}

} // namespace

Task<Attempt> attempt(outbound::OutboundClient &client, const vault::Vault &vault, Sink sink, Event event,
                      DeliveryOptions options, Time now, std::stop_token stop)
{
    std::string secret;
    if (!sink.secret.empty()) {
        auto opened = vault.open(sink.secret, "sink/" + sink.id);
        if (!opened) // Better late than unsigned: the key may be brought back.
            co_return Attempt{.told = {.error = "the secret cannot be opened: " + opened.error().detail},
                              .again = true};
        secret = std::move(*opened);
    }
    auto request = requestFor(sink, event, options.sender, secret, now);
    request.cancel = std::move(stop);
    const auto answer = co_await client.send(std::move(request), options.policy);
    if (!answer)
        co_return failed(answer.error());
    if (answer->status >= 200 && answer->status < 300)
        co_return Attempt{.told = {.delivered = true, .status = answer->status}};
    co_return Attempt{.told = {.status = answer->status, .error = std::format("it answered {}", answer->status)},
                      .again = mayPass(answer->status),
                      .retryAfter = retryAfterOf(*answer)};
}

std::chrono::milliseconds pauseAfter(int failed, const DeliveryOptions &options, Random &random)
{
    auto most = options.firstPause;
    for (int time = 1; time < failed && most < options.longestPause; ++time)
        most *= 2;
    most = std::min(most, options.longestPause);
    return std::chrono::milliseconds(random.below(static_cast<std::uint64_t>(most.count()) + 1));
}

Delivery::Delivery(State &state, const vault::Vault &vault, Random &random, Sink sink, DeliveryOptions options)
    : m_state(state), m_vault(vault), m_random(random), m_sink(std::move(sink)), m_options(std::move(options))
{
    const auto progress = m_state.sinkProgress.find(m_sink.id);
    m_progress = progress ? progress->value : SinkProgress{.id = m_sink.id, .cursor = m_state.events().last()};
}

void Delivery::stop()
{
    m_stop.request_stop();
    if (m_subscription)
        m_subscription->cancel();
}

Task<void> Delivery::run(std::shared_ptr<Delivery> self)
{
    self->m_subscription.emplace(self->m_state.events().subscribe(self->m_progress.cursor));
    while (!self->m_stop.stop_requested()) {
        const auto page = co_await self->m_subscription->next();
        if (!page && page.error().code == ErrorCode::Unavailable) {
            qCWarning(sinkLog, "reading events for the sink %s: %s", self->m_sink.name.c_str(),
                      page.error().detail.c_str());
            co_await sleepFor(self->m_options.firstPause, self->m_stop.get_token());
            continue;
        }
        if (!page)
            break;
        if (page->gap) {
            self->m_progress.lastError = std::format("events after {} were no longer kept when it came to them",
                                                     self->m_progress.cursor);
            qCWarning(sinkLog, "the sink %s has missed some: %s", self->m_sink.name.c_str(),
                      self->m_progress.lastError.c_str());
        }
        for (const auto &event : page->events) {
            if (self->m_stop.stop_requested() || !co_await self->deliver(wireEvent(*event)))
                break;
            self->moveTo(event->seq);
            if (self->m_unsaved >= self->m_options.saveAfter)
                co_await self->save();
        }
    }
    co_await self->save();
}

void Delivery::moveTo(std::int64_t seq)
{
    m_progress.cursor = seq;
    ++m_unsaved;
    if (m_saveIsDue)
        return;
    m_saveIsDue = true;
    detach(saveLater(shared_from_this()));
}

Task<void> Delivery::saveLater(std::shared_ptr<Delivery> self)
{
    const bool due = co_await sleepFor(self->m_options.saveEvery, self->m_stop.get_token());
    self->m_saveIsDue = false;
    if (due)
        co_await self->save();
}

/// Whether the event is done with: delivered, not wanted, or dead.
Task<bool> Delivery::deliver(Event event)
{
    if (!wants(m_sink, event))
        co_return true;
    for (int tries = 1;; ++tries) {
        const auto result = co_await attempt(m_client, m_vault, m_sink, event, m_options, m_state.clock().now(),
                                             m_stop.get_token());
        if (result.told.delivered) {
            m_progress.lastDelivery = m_state.clock().now();
            m_progress.failures = 0;
            m_progress.lastError.clear();
            m_progress.nextAttempt.reset();
            co_return true;
        }
        if (m_stop.stop_requested())
            co_return false;
        ++m_progress.failures;
        m_progress.lastError = result.told.error;
        if (!result.again || tries >= m_options.attempts) {
            co_await bury(std::move(event), tries, result.told.error);
            co_return !m_stop.stop_requested();
        }
        const auto asked = std::min(result.retryAfter.value_or(std::chrono::milliseconds(0)),
                                    m_options.longestRetryAfter);
        const auto pause = std::max(pauseAfter(tries, m_options, m_random), asked);
        m_progress.nextAttempt = m_state.clock().now() + pause;
        co_await save(); // so that people see what it waits for
        if (!co_await sleepFor(pause, m_stop.get_token()))
            co_return false;
    }
}

/// The dead letter and the cursor behind it at once: killed in between, it would be dead and delivered.
Task<void> Delivery::bury(Event event, int attempts, std::string error)
{
    using Letters = store::Stored<DeadLetter>;
    qCWarning(sinkLog, "the sink %s would not take event %lld (%s): %s", m_sink.name.c_str(),
              static_cast<long long>(event.seq), event.type.c_str(), error.c_str());
    const std::int64_t seq = event.seq;
    while (!m_stop.stop_requested()) {
        store::Change change;
        change.put(
            DeadLetter{
                .sink = m_sink.id, .event = event, .time = m_state.clock().now(), .attempts = attempts, .error = error},
            std::nullopt);
        const auto page = m_state.deadLetters.page(Letters::bySink, m_sink.id, {.limit = 1});
        const bool isThere = m_state.deadLetters.find(Letters::idOf(m_sink.id, seq)) != nullptr;
        if (!isThere && page.total >= m_options.deadLetters)
            change.remove<DeadLetter>(page.items.front()->id);
        m_progress.cursor = seq;
        m_progress.nextAttempt.reset();
        change.put(SinkProgress(m_progress), std::nullopt);
        if (co_await commit(std::move(change)))
            co_return;
        co_await sleepFor(m_options.firstPause, m_stop.get_token());
    }
}

Task<void> Delivery::save()
{
    m_unsaved = 0;
    store::Change change;
    change.put(SinkProgress(m_progress), std::nullopt);
    // What is not saved is sent again: that is what "at least once" means.
    static_cast<void>(co_await commit(std::move(change)));
}

/// A sink that was deleted leaves nothing.
Task<bool> Delivery::commit(store::Change change)
{
    change.expectPresent(std::string(store::Stored<Sink>::kind), m_sink.id);
    const auto committed = co_await m_state.ledger().commit(std::move(change));
    if (committed)
        co_return true;
    if (committed.error().code == ErrorCode::NotFound)
        m_stop.request_stop();
    else
        qCWarning(sinkLog, "saving how far the sink %s has come: %s", m_sink.name.c_str(),
                  committed.error().detail.c_str());
    co_return false;
}

} // namespace portolan::notify
