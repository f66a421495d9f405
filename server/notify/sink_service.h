// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/principal.h"
#include "server/notify/delivery.h"

#include <functional>

namespace portolan::notify {

inline constexpr std::int64_t mostSinks = 50;

/// Sinks as people manage them: made, changed, tried, and what they would not take. For any thread with an event loop.
class SinkService
{
public:
    /// `changed` is called, in any thread, with the id of a sink that was made, changed or deleted.
    SinkService(State &state, const vault::Vault &vault, Random &random, DeliveryOptions options,
                std::function<void(std::string)> changed)
        : m_state(state), m_vault(vault), m_random(random), m_options(std::move(options)), m_changed(std::move(changed))
    {}

    /// From now on: what happened before is not sent. Conflict for a name that is taken, and for more than there may be.
    [[nodiscard]] Task<Result<SinkDetails>> create(SinkCreate wanted, identity::Principal actor);
    [[nodiscard]] std::vector<SinkDetails> list() const;
    [[nodiscard]] Result<SinkDetails> find(std::string_view id) const;
    [[nodiscard]] Task<Result<SinkDetails>> update(std::string id, SinkUpdate wanted, identity::Principal actor);
    /// With its dead letters.
    [[nodiscard]] Task<Result<void>> remove(std::string id, identity::Principal actor);

    /// Sends an event of the type "sink.test", once, from the calling thread; also where the sink is disabled.
    [[nodiscard]] Task<Result<SinkAttempt>> test(std::string id);

    /// The oldest first.
    [[nodiscard]] Result<std::vector<DeadLetterDetails>> deadLetters(const std::string &id,
                                                                     store::PageRequest page) const;
    /// Sends it once more; where the sink takes it, it is no longer a dead letter.
    [[nodiscard]] Task<Result<SinkAttempt>> redeliver(std::string id, std::int64_t seq);
    [[nodiscard]] Task<Result<void>> removeDeadLetter(std::string id, std::int64_t seq);

private:
    [[nodiscard]] SinkDetails detailsOf(const Sink &sink) const;
    [[nodiscard]] Result<store::ItemPtr<DeadLetter>> findLetter(const std::string &id, std::int64_t seq) const;

    State &m_state;
    const vault::Vault &m_vault;
    Random &m_random;
    const DeliveryOptions m_options;
    const std::function<void(std::string)> m_changed;
};

} // namespace portolan::notify
