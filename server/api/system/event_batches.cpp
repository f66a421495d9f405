// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/event_batches.h"

#include "server/api/exchange.h"
#include "server/http/sse.h"

#include <algorithm>
#include <format>
#include <utility>

namespace portolan::api {

namespace {

constexpr auto batchedTypes = std::to_array<std::string_view>({"worker.metrics.updated", "worker.lab.stats_updated"});

} // namespace

std::optional<StreamPlace> StreamPlace::parse(std::string_view id)
{
    const auto end = std::min(id.find(';'), id.size());
    const auto seq = wholeNumber(id.substr(0, end));
    if (!seq)
        return std::nullopt;
    StreamPlace place{.seq = *seq};
    for (std::string_view rest = id.substr(end); !rest.empty();) {
        const auto next = std::min(rest.find(';', 1), rest.size());
        const std::string_view part = rest.substr(1, next - 1);
        const auto equals = std::min(part.find('='), part.size());
        const auto type = std::ranges::find(batchedTypes, part.substr(0, equals));
        const auto ahead = wholeNumber(part.substr(std::min(equals + 1, part.size())));
        if (type == batchedTypes.end() || !ahead || std::ranges::contains(place.ahead, *type, &Ahead::type))
            return std::nullopt;
        place.ahead.push_back({std::string(*type), *ahead});
        rest.remove_prefix(next);
    }
    return place;
}

std::string StreamPlace::id() const
{
    std::string id = std::to_string(seq);
    for (const Ahead &one : ahead)
        id += std::format(";{}={}", one.type, one.seq);
    return id;
}

EventBatches::EventBatches(std::shared_ptr<EventTexts> texts, const StreamPlace &from) : m_texts(std::move(texts))
{
    for (const std::string_view type : batchedTypes) {
        const auto ahead = std::ranges::find(from.ahead, type, &StreamPlace::Ahead::type);
        m_batches.push_back({.type = type, .told = ahead == from.ahead.end() ? from.seq : ahead->seq});
    }
}

bool EventBatches::take(const store::EventPtr &event, std::string &into)
{
    const auto batch = std::ranges::find(m_batches, event->type, &Batch::type);
    if (batch == m_batches.end()) {
        tell(into);
        return false;
    }
    if (event->seq <= batch->told)
        return true;
    if (!due())
        m_since = Clock::now();
    batch->waiting.push_back(event);
    if (batch->waiting.size() == most)
        tell(into);
    return true;
}

void EventBatches::tell(std::string &into)
{
    std::int64_t last = 0;
    for (const Batch &batch : m_batches)
        last = batch.waiting.empty() ? last : std::max(last, batch.waiting.back()->seq);
    for (Batch &batch : m_batches) {
        if (batch.waiting.empty())
            continue;
        const auto events = std::exchange(batch.waiting, {});
        batch.told = events.back()->seq;
        // All is told up to the first that waits still.
        auto seq = last;
        for (const Batch &other : m_batches)
            seq = other.waiting.empty() ? seq : std::min(seq, other.waiting.front()->seq - 1);
        into += textOf(batch.type, events, placeAt(seq));
    }
}

std::optional<EventBatches::Clock::time_point> EventBatches::due() const
{
    const bool waits = std::ranges::any_of(m_batches, [](const Batch &batch) { return !batch.waiting.empty(); });
    return waits ? std::optional(m_since + longest) : std::nullopt;
}

StreamPlace EventBatches::placeAt(std::int64_t seq) const
{
    StreamPlace place{.seq = seq};
    for (const Batch &batch : m_batches)
        if (batch.told > seq)
            place.ahead.push_back({std::string(batch.type), batch.told});
    return place;
}

std::string EventBatches::textOf(std::string_view type, std::span<const store::EventPtr> events,
                                 const StreamPlace &place) const
{
    std::string data = std::format(R"({{"batch_id":"{}-{}","count":{},"events":[)", events.front()->seq,
                                   events.back()->seq, events.size());
    for (const store::EventPtr &event : events) {
        data += event == events.front() ? "" : ",";
        data += m_texts->of(event)->data;
    }
    return http::format({.data = data + "]}", .event = std::format("{}{}", type, suffix), .id = place.id()});
}

} // namespace portolan::api
