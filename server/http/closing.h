// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <list>
#include <memory>

namespace portolan::http {

/// The news that a peer is gone or that the server wants to end: asked for, or told. Copies share the state. It belongs
/// to one loop; callbacks run there, once, in the order of registration, and may destroy their own registration.
class Closing
{
    using Callbacks = std::list<std::move_only_function<void()>>;
    struct State {
        bool closed = false;
        Callbacks callbacks;
    };

public:
    /// Keeps a callback registered for as long as it lives.
    class Registration
    {
    public:
        Registration() = default;
        Registration(Registration &&other) noexcept = default;
        Registration &operator=(Registration &&other) noexcept
        {
            reset();
            m_state = std::move(other.m_state);
            m_position = other.m_position;
            return *this;
        }
        ~Registration() { reset(); }

        void reset()
        {
            if (const auto state = std::exchange(m_state, {}).lock(); state && !state->closed)
                state->callbacks.erase(m_position);
        }

    private:
        friend class Closing;
        std::weak_ptr<State> m_state;
        Callbacks::iterator m_position;
    };

    [[nodiscard]] bool closed() const { return m_state && m_state->closed; }

    /// Runs `work` when it closes; at once where that has happened already.
    [[nodiscard]] Registration onClosed(std::move_only_function<void()> work);

    /// For the side that knows. Idempotent.
    void close();

private:
    std::shared_ptr<State> m_state; ///< made when first needed: most requests never ask
};

} // namespace portolan::http
