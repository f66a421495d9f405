// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/event_texts.h"

#include "core/schema/codec.h"
#include "server/http/sse.h"
#include "server/state/wire_event.h"

namespace portolan::api {

EventText::EventText(const store::Event &event, std::string name, std::string id)
    : data(schema::encode(wireEvent(event))),
      frame(http::format({.data = data, .event = std::move(name), .id = std::move(id)}))
{}

std::shared_ptr<const EventText> EventTexts::of(const store::EventPtr &event)
{
    auto &place = m_places[static_cast<std::size_t>(event->seq) % m_places.size()];
    {
        const std::lock_guard lock(m_mutex);
        if (place.event == event)
            return place.text;
    }
    auto text = std::make_shared<const EventText>(*event, event->type, std::to_string(event->seq));
    const std::lock_guard lock(m_mutex);
    place = {event, text};
    return text;
}

} // namespace portolan::api
