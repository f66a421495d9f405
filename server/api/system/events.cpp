// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/events.h"

#include "core/model/event/event.h"
#include "server/api/credential_watch.h"
#include "server/api/exchange.h"

#include <charconv>

namespace portolan::api {

namespace {

Event toWire(const store::Event &event)
{
    return {.seq = event.seq,
            .time = event.time,
            .type = event.type,
            .subjectKind = event.subjectKind,
            .subject = event.subjectId,
            .owner = event.owner,
            .actor = event.actor,
            .data = {event.data}};
}

/// What the caller asks for, cut down to what they may see.
Result<store::EventFilter> filterOf(const Call &call)
{
    const http::Query &query = call.request.query();
    store::EventFilter filter{.subjectKind = textParameter(query, "subjectKind"),
                              .subjectId = textParameter(query, "subject"),
                              .owner = textParameter(query, "owner")};
    for (const std::string_view type : query.getAll("type"))
        if (!type.empty())
            filter.types.emplace_back(type);
    if (identity::reachOf(call.principal, identity::Permission::EventRead) != identity::Reach::All) {
        if (filter.owner && *filter.owner != call.principal.username)
            return fail(ErrorCode::PermissionDenied,
                        std::format("{} may see the events of its own things only", call.principal.username));
        filter.owner = call.principal.username;
    }
    return filter;
}

Result<store::EventQuery> queryOf(const Call &call)
{
    const http::Query &query = call.request.query();
    auto filter = filterOf(call);
    const auto after = integerParameter(query, "after");
    const auto before = integerParameter(query, "before");
    const auto since = timeParameter(query, "since");
    const auto until = timeParameter(query, "until");
    const auto limit = integerParameter(query, "limit", 1, static_cast<std::int64_t>(store::EventLog::pageLimit));
    for (const Error *error : std::initializer_list<const Error *>{
             filter ? nullptr : &filter.error(), after ? nullptr : &after.error(), before ? nullptr : &before.error(),
             since ? nullptr : &since.error(), until ? nullptr : &until.error(), limit ? nullptr : &limit.error()})
        if (error)
            return std::unexpected(*error);
    const auto order = textParameter(query, "order").value_or("asc");
    if (order != "asc" && order != "desc")
        return fail(ErrorCode::InvalidArgument, "the parameter order must be asc or desc");
    return store::EventQuery{.filter = std::move(*filter),
                             .after = after->value_or(0),
                             .before = *before,
                             .since = *since,
                             .until = *until,
                             .limit = static_cast<std::size_t>(limit->value_or(100)),
                             .newestFirst = order == "desc"};
}

Task<Result<void>> sendEvents(std::shared_ptr<store::EventSubscription> subscription, Services services,
                              identity::Principal principal, http::SseWriter &writer,
                              [[maybe_unused]] std::shared_ptr<http::Closing::Registration> whileItRuns)
{
    // A quiet stream has to be cut as well, and what happens between two looks must not be told.
    const CredentialWatch watch(services, principal, [subscription] { subscription->cancel(); });
    while (true) {
        const auto page = co_await subscription->next();
        if (!page)
            co_return std::unexpected(page.error());
        if (!services.authenticator.stillValid(principal))
            co_return fail(ErrorCode::Unauthenticated, "the token was revoked");
        std::string text;
        if (page->gap)
            text += http::format({.data = std::format(R"({{"oldest":{}}})", page->oldest), .event = "resync"});
        for (const store::EventPtr &event : page->events)
            text += http::format(
                {.data = schema::encode(toWire(*event)), .event = event->type, .id = std::to_string(event->seq)});
        if (auto sent = co_await writer.sendFormatted(std::move(text)); !sent)
            co_return sent;
    }
}

} // namespace

Task<http::Response> listEvents(Services services, Call &call)
{
    auto query = queryOf(call);
    if (!query)
        co_return http::Response::problem(query.error());
    const auto page = co_await services.state.events().query(std::move(*query));
    if (!page)
        co_return http::Response::problem(page.error());
    JsonWriter writer;
    writer.beginObject().key("events").beginArray();
    for (const store::EventPtr &event : page->events)
        schema::write(writer, toWire(*event));
    writer.endArray().key("oldest").integer(page->oldest).key("upTo").integer(page->upTo);
    writer.key("gap").boolean(page->gap).endObject();
    co_return http::Response::json(200, writer.text());
}

Task<http::Response> streamEvents(Services services, Call &call)
{
    auto filter = filterOf(call);
    if (!filter)
        co_return http::Response::problem(filter.error());
    auto after = integerParameter(call.request.query(), "after");
    if (!after)
        co_return http::Response::problem(after.error());
    if (const auto last = call.request.header("last-event-id"); last && !last->empty()) {
        std::int64_t seq = 0;
        const auto [end, error] = std::from_chars(last->data(), last->data() + last->size(), seq);
        if (error != std::errc{} || end != last->data() + last->size() || seq < 0)
            co_return http::Response::problem(400, "Last-Event-ID must be the id of an event of this stream");
        *after = seq;
    }
    auto subscription = std::make_shared<store::EventSubscription>(
        services.state.events().subscribe(*after, std::move(*filter)));
    co_return http::Response::eventStream(
        [subscription, services, principal = call.principal,
         &request = call.request](http::SseWriter &writer) -> Task<Result<void>> {
            // A quiet stream waits for events; it is woken when the reader goes.
            auto registration = std::make_shared<http::Closing::Registration>(request.closing.onClosed([subscription] {
                subscription->cancel();
            }));
            return sendEvents(subscription, services, principal, writer, std::move(registration));
        },
        services.heartbeat);
}

} // namespace portolan::api
