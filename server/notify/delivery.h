// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/random.h"
#include "server/notify/cloud_event.h"
#include "server/state/state.h"
#include "server/vault/vault.h"

#include <optional>
#include <stop_token>

namespace portolan::notify {

struct DeliveryOptions {
    outbound::OutboundPolicy policy{.allowed = {}, .key = "sinks.allow_internal"};
    Sender sender;
    int attempts = 10; ///< of one event, before it is a dead letter
    std::chrono::milliseconds firstPause = std::chrono::seconds(1);
    std::chrono::milliseconds longestPause = std::chrono::minutes(5);
    std::chrono::milliseconds longestRetryAfter = std::chrono::hours(1);
    std::chrono::milliseconds saveEvery = std::chrono::seconds(1);
    std::size_t saveAfter = 100;      ///< events; then the cursor is saved sooner
    std::size_t deadLetters = 1'000;  ///< of one sink; the oldest go when there are more
};

/// What came of an attempt, and whether another one may come to something else.
struct Attempt {
    SinkAttempt told;
    bool again = false;
    std::optional<std::chrono::milliseconds> retryAfter = {};
};

/// Sends one event once. `now`: for the signature.
[[nodiscard]] Task<Attempt> attempt(outbound::OutboundClient &client, const vault::Vault &vault, Sink sink, Event event,
                                    DeliveryOptions options, Time now, std::stop_token stop = {});

/// How long to wait after the nth failed attempt (1, 2, ...): anything up to twice as long as the time before ("full
/// jitter"), so that those who failed together do not come back together.
[[nodiscard]] std::chrono::milliseconds pauseAfter(int failed, const DeliveryOptions &options, Random &random);

/// Delivers the events of the log to one sink: in order, each at least once, from its durable cursor on. In the control
/// loop. The sink stays as it was when this began: whoever changes it ends this and begins another.
class Delivery : public std::enable_shared_from_this<Delivery>
{
public:
    Delivery(State &state, const vault::Vault &vault, Random &random, Sink sink, DeliveryOptions options);

    /// Runs until stop().
    [[nodiscard]] static Task<void> run(std::shared_ptr<Delivery> self);
    /// Gives up what is under way; it is sent again by who comes after. run() ends soon after, when the cursor is saved.
    void stop();
    [[nodiscard]] bool isStopped() const { return m_stop.stop_requested(); }

private:
    [[nodiscard]] Task<bool> deliver(Event event);
    [[nodiscard]] Task<void> bury(Event event, int attempts, std::string error);
    [[nodiscard]] Task<void> save();
    [[nodiscard]] Task<bool> commit(store::Change change);
    static Task<void> saveLater(std::shared_ptr<Delivery> self);
    void moveTo(std::int64_t seq);

    State &m_state;
    const vault::Vault &m_vault;
    Random &m_random;
    const Sink m_sink;
    const DeliveryOptions m_options;
    outbound::OutboundClient m_client;
    std::stop_source m_stop;
    std::optional<store::EventSubscription> m_subscription;
    SinkProgress m_progress;
    std::size_t m_unsaved = 0;
    bool m_saveIsDue = false;
};

} // namespace portolan::notify
