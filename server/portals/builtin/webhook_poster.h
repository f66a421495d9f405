// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/control/keyed_queue.h"
#include "server/outbound/outbound_client.h"
#include "server/state/state.h"

#include <set>
#include <stop_token>

namespace portolan::portals {

/// Brings to the webhooks of portals and sessions what Analytics has written for them: to each in order and at least once,
/// also after a restart, until it is too old. Webhooks do not wait for each other. Lives in the control loop's thread.
class WebhookPoster
{
public:
    struct Options {
        outbound::OutboundPolicy policy;
        std::chrono::milliseconds timeout{2'500}; ///< of one attempt
        std::chrono::milliseconds giveUpAfter{300'000}; ///< then nothing is tried again
        control::KeyedQueue::Options queue{.parallel = 16, .firstPause = std::chrono::seconds(1)};
    };

    WebhookPoster(State &state, Options options);

    void start();
    /// Gives up what is under way; it is posted again by who comes after.
    [[nodiscard]] Task<void> stop();

private:
    [[nodiscard]] Task<void> follow();
    [[nodiscard]] Task<Result<void>> deliver(std::string target);
    [[nodiscard]] Task<Result<void>> post(WebhookPost what);

    State &m_state;
    const Options m_options;
    outbound::OutboundClient m_client;
    control::KeyedQueue m_queue; ///< by target
    std::set<std::string>
        m_targets; ///< that have not been told all; one that fails rests, whatever comes for it meanwhile
    std::optional<store::EventSubscription> m_events;
    std::stop_source m_stopping;
    std::optional<Task<void>> m_following;
};

} // namespace portolan::portals
