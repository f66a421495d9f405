// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/event_texts.h"

#include "core/schema/codec.h"
#include "server/http/sse.h"
#include "server/state/wire_event.h"

namespace portolan::api {

std::shared_ptr<const std::string> EventTexts::of(const store::EventPtr &event)
{
    auto &place = m_texts[static_cast<std::size_t>(event->seq) % m_texts.size()];
    {
        const std::lock_guard lock(m_mutex);
        if (place.event == event)
            return place.text;
    }
    auto text = std::make_shared<const std::string>(eventText(*event, event->type));
    const std::lock_guard lock(m_mutex);
    place = {event, text};
    return text;
}

std::string eventText(const store::Event &event, const std::string &name)
{
    return http::format({.data = schema::encode(wireEvent(event)), .event = name, .id = std::to_string(event.seq)});
}

} // namespace portolan::api
