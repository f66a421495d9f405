// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <memory>

class QObject;

namespace portolan {

/// The event loop of one thread, as an address to which work can be posted from any thread.
class Loop
{
public:
    /// The calling thread's loop; the same object at every call in one thread.
    [[nodiscard]] static std::shared_ptr<Loop> current();

    /// Runs `work` in the loop's thread, later, in the order of posting. Thread-safe. After the loop has ended the
    /// work is dropped.
    void post(std::move_only_function<void()> work);

    /// Whether the caller runs in this loop's thread.
    [[nodiscard]] bool isCurrent() const;

private:
    Loop();
    class Target;
    std::shared_ptr<Target> m_target;
};

} // namespace portolan
