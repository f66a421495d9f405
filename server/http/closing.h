// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace portolan::http {

/// The news that a peer is gone or that the server wants to end: asked for, or told. It belongs to one loop; callbacks
/// run there, once each, in the order of registration.
class Closing
{
    struct State {
        bool closed = false;
        std::uint64_t next = 0;
        std::map<std::uint64_t, std::move_only_function<void()>> callbacks;
    };

public:
    /// Keeps a callback registered for as long as it lives. It may outlive the Closing.
    class Registration
    {
    public:
        Registration() = default;
        Registration(Registration &&other) noexcept = default;
        Registration &operator=(Registration &&other) noexcept
        {
            reset();
            m_state = std::move(other.m_state);
            m_key = other.m_key;
            return *this;
        }
        ~Registration() { reset(); }

        void reset()
        {
            if (const auto state = std::exchange(m_state, {}).lock())
                state->callbacks.erase(m_key);
        }

    private:
        friend class Closing;
        std::weak_ptr<State> m_state;
        std::uint64_t m_key = 0;
    };

    Closing() = default;
    Closing(const Closing &) = delete;
    Closing &operator=(const Closing &) = delete;

    [[nodiscard]] bool closed() const { return m_state && m_state->closed; }

    /// Runs `work` when it closes; at once where that has happened already.
    [[nodiscard]] Registration onClosed(std::move_only_function<void()> work);

    /// For the side that knows. Idempotent.
    void close();

private:
    std::shared_ptr<State> m_state; ///< made when first needed: most requests never ask
};

} // namespace portolan::http
