// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/event.h"

#include <array>
#include <memory>
#include <mutex>
#include <string>

namespace portolan::api {

/// What streams tell of the newest events: each is written once, however many streams tell it. Thread-safe.
class EventTexts
{
public:
    /// A whole server-sent event under its type's name.
    [[nodiscard]] std::shared_ptr<const std::string> of(const store::EventPtr &event);

private:
    struct Text {
        store::EventPtr
            event; ///< which, not only its seq: those read from the database are others than those of the feed
        std::shared_ptr<const std::string> text;
    };

    std::mutex m_mutex;
    std::array<Text, 256> m_texts; ///< by the last digits of seq
};

/// A server-sent event under a name of one's own.
[[nodiscard]] std::string eventText(const store::Event &event, const std::string &name);

} // namespace portolan::api
