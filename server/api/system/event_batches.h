// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/api/system/event_texts.h"

#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace portolan::api {

/// A place in a stream whose frequent events come in batches, and the SSE id that names it: "41" has told all up to 41;
/// "41;worker.metrics.updated=48" those of that type up to 48 as well, ahead of what happened between.
struct StreamPlace {
    struct Ahead {
        std::string type;
        std::int64_t seq;

        bool operator==(const Ahead &) const = default;
    };

    /// Nothing where `id` is none that a stream has told.
    [[nodiscard]] static std::optional<StreamPlace> parse(std::string_view id);
    [[nodiscard]] std::string id() const;

    std::int64_t seq = 0;
    std::vector<Ahead> ahead = {}; ///< of types that are batched, each once

    bool operator==(const StreamPlace &) const = default;
};

/// The events of one stream that come too often to be told one by one (labs spec section 8.1): they wait until there are
/// 50 of a type, a second has passed or another event follows, and are told as `<type>.batch`, `{batch_id, count,
/// events}`. A stream that breaks anywhere goes on from its last id without gap or double.
class EventBatches
{
public:
    using Clock = std::chrono::steady_clock;

    static constexpr std::string_view suffix = ".batch"; ///< of the types of batches
    static constexpr std::size_t most = 50;
    static constexpr auto longest = std::chrono::seconds(1);

    /// `from`: where the stream goes on.
    EventBatches(std::shared_ptr<EventTexts> texts, const StreamPlace &from);

    /// Keeps `event` where it is one to batch; then `into` gets what is full. Otherwise false, and `into` gets what waits,
    /// to be told before it.
    [[nodiscard]] bool take(const store::EventPtr &event, std::string &into);
    /// Appends what waits, as server-sent events.
    void tell(std::string &into);
    /// Until when what waits may; nothing while nothing does.
    [[nodiscard]] std::optional<Clock::time_point> due() const;
    /// The place of a stream that has told all up to `seq`, and batches.
    [[nodiscard]] StreamPlace placeAt(std::int64_t seq) const;

private:
    struct Batch {
        std::string_view type;
        std::int64_t told; ///< up to which it is told, also before the stream broke
        std::vector<store::EventPtr> waiting = {};
    };

    [[nodiscard]] std::string textOf(std::string_view type, std::span<const store::EventPtr> events,
                                     const StreamPlace &place) const;

    std::shared_ptr<EventTexts> m_texts;
    std::vector<Batch> m_batches;
    Clock::time_point m_since; ///< the first of those that wait came
};

} // namespace portolan::api
