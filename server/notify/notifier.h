// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "server/notify/delivery.h"

#include <map>

namespace portolan::notify {

/// Runs a Delivery for each sink that is enabled. In the control loop.
class Notifier
{
public:
    Notifier(State &state, const vault::Vault &vault, Random &random, DeliveryOptions options)
        : m_state(state), m_vault(vault), m_random(random), m_options(std::move(options))
    {}

    void start();
    /// A sink was made, changed or deleted.
    void changed(const std::string &id);
    /// Ends all deliveries, their cursors saved. Nothing is delivered afterwards.
    [[nodiscard]] Task<void> stop();

private:
    struct Running {
        std::shared_ptr<Delivery> delivery;
        OneShot<bool> ended;
    };

    [[nodiscard]] Task<void> follow(std::string id);

    State &m_state;
    const vault::Vault &m_vault;
    Random &m_random;
    const DeliveryOptions m_options;
    std::map<std::string, Running> m_running;
    bool m_closing = false;
};

} // namespace portolan::notify
