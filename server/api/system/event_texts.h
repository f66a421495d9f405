// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/event.h"

#include <array>
#include <memory>
#include <mutex>
#include <string>

namespace portolan::api {

/// What streams tell of an event.
struct EventText {
    /// `name`: under which it is told, its type for most. `id`: its seq for most.
    EventText(const store::Event &event, std::string name, std::string id);

    std::string data;  ///< JSON
    std::string frame; ///< a whole server-sent event
};

/// The texts of the newest events: each is written once, however many streams tell it. Thread-safe.
class EventTexts
{
public:
    [[nodiscard]] std::shared_ptr<const EventText> of(const store::EventPtr &event);

private:
    struct Place {
        store::EventPtr
            event; ///< which, not only its seq: those read from the database are others than those of the feed
        std::shared_ptr<const EventText> text;
    };

    std::mutex m_mutex;
    std::array<Place, 256> m_places; ///< by the last digits of seq
};

} // namespace portolan::api
