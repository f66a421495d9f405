// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/events.h"

#include "core/async/timer.h"
#include "server/api/credential_watch.h"
#include "server/api/paging.h"
#include "server/api/system/snapshots.h"
#include "server/http/headers.h"
#include "server/state/wire_event.h"

#include <map>

namespace portolan::api {

namespace {

const PagingRules eventPages{.limit = 100, .most = store::EventLog::pageLimit, .sorts = {"seq"}};
constexpr std::size_t mostChoices = 100;
constexpr std::chrono::milliseconds reconnectAfter = std::chrono::seconds(2);

/// Names by which labs' clients ask for types; they are told the events by the name that they have asked with.
constexpr auto aliases = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"worker_status", "worker.status.updated"},
    {"lablet_instance_status", "lablet.session.status.changed"},
});

using Names = std::map<std::string, std::string, std::less<>>; ///< type to the name that is told, where it is another

/// The values of a parameter that may be repeated, and of one that is a list with commas.
std::vector<std::string> valuesOf(const http::Query &query, std::string_view repeated, std::string_view list)
{
    std::vector<std::string> values;
    for (const std::string_view value : query.getAll(repeated))
        if (!value.empty())
            values.emplace_back(value);
    const std::string joined(query.get(list).value_or(""));
    for (const std::string_view value : http::splitList(joined))
        if (!value.empty())
            values.emplace_back(value);
    return values;
}

/// What the caller asks for, cut down to what they may see.
Result<store::EventFilter> filterOf(const Services &services, const Call &call)
{
    const http::Query &query = call.request.query();
    store::EventFilter filter{.subjectKind = textParameter(query, "subjectKind"),
                              .subjectId = textParameter(query, "subject"),
                              .owner = textParameter(query, "owner")};
    filter.types = valuesOf(query, "type", "event_types");
    for (std::string &type : filter.types) {
        if (type.ends_with(EventBatches::suffix))
            type.erase(type.size() - EventBatches::suffix.size());
        if (const auto alias = std::ranges::find(aliases, type, &decltype(aliases)::value_type::first);
            alias != aliases.end())
            type = alias->second;
    }
    filter.workers = valuesOf(query, "worker_id", "worker_ids");
    if (filter.types.size() > mostChoices || filter.workers.size() > mostChoices)
        return fail(ErrorCode::InvalidArgument,
                    std::format("ask for at most {} types and {} workers at once", mostChoices, mostChoices));
    if (identity::reachOf(call.principal, identity::Permission::EventRead) != identity::Reach::All) {
        if (filter.owner && *filter.owner != call.principal.username)
            return fail(ErrorCode::PermissionDenied,
                        std::format("{} may see the events of its own things only", call.principal.username));
        filter.owner = call.principal.username;
        if (const auto user = services.state.users.find(call.principal.username))
            filter.since = user->value.created; // Somebody else had the name before.
    }
    return filter;
}

Result<store::EventQuery> queryOf(const Services &services, const Call &call)
{
    const http::Query &query = call.request.query();
    auto filter = filterOf(services, call);
    const auto after = integerParameter(query, "after");
    const auto before = integerParameter(query, "before");
    const auto since = timeParameter(query, "since");
    const auto until = timeParameter(query, "until");
    const auto paging = pagingOf(query, eventPages);
    for (const Error *error : std::initializer_list<const Error *>{
             filter ? nullptr : &filter.error(), after ? nullptr : &after.error(), before ? nullptr : &before.error(),
             since ? nullptr : &since.error(), until ? nullptr : &until.error(), paging ? nullptr : &paging.error()})
        if (error)
            return std::unexpected(*error);
    if (*since)
        filter->since = filter->since ? std::max(*filter->since, **since) : **since;
    return store::EventQuery{.filter = std::move(*filter),
                             .after = after->value_or(0),
                             .before = *before,
                             .until = *until,
                             .offset = paging->offset,
                             .limit = paging->limit,
                             .newestFirst = paging->descending,
                             .counted = true};
}

Names namesOf(const http::Query &query)
{
    Names names;
    for (const std::string &wanted : valuesOf(query, "type", "event_types"))
        for (const auto &[alias, type] : aliases)
            if (wanted == alias)
                names.emplace(type, alias);
    return names;
}

/// Where a stream begins: behind the event of Last-Event-ID, else of `after` or `since`, or from the first event on that
/// is not before the time `since`; nothing: now.
Task<Result<std::optional<StreamPlace>>> beginningOf(Services services, const http::Request &request)
{
    if (const auto last = request.header("last-event-id"); last && !last->empty()) {
        const auto place = StreamPlace::parse(*last);
        if (!place)
            co_return fail(ErrorCode::InvalidArgument, "Last-Event-ID must be the id of an event of this stream");
        co_return place;
    }
    const auto after = integerParameter(request.query(), "after");
    const auto since = textParameter(request.query(), "since");
    if (!after)
        co_return std::unexpected(after.error());
    if (*after)
        co_return StreamPlace{**after};
    if (!since)
        co_return std::nullopt;
    if (const auto seq = wholeNumber(*since))
        co_return StreamPlace{*seq};
    const auto time = timeParameter(request.query(), "since");
    if (!time)
        co_return std::unexpected(time.error());
    const auto page = co_await services.state.events().query({.filter = {.since = *time}, .limit = 1});
    if (!page)
        co_return std::unexpected(page.error());
    co_return StreamPlace{page->events.empty() ? page->upTo : page->events.front()->seq - 1};
}

struct Stream {
    std::shared_ptr<store::EventSubscription> subscription;
    Services services;
    std::shared_ptr<EventTexts> texts;
    std::optional<EventBatches> batches; ///< nothing where the reader wants each event by itself
    identity::Principal principal;
    Names names;
    std::shared_ptr<const Snapshots> snapshots; ///< nothing where it asks for none
    bool resumes; ///< the reader knows what there was

    [[nodiscard]] std::string textOf(const store::EventPage &page)
    {
        std::string text;
        for (const store::EventPtr &event : page.events)
            if (!batches || !batches->take(event, text))
                text += frameOf(event);
        if (batches && batches->due() <= EventBatches::Clock::now())
            batches->tell(text);
        return text;
    }

    [[nodiscard]] std::string frameOf(const store::EventPtr &event) const
    {
        const auto name = names.find(event->type);
        const auto place = batches ? batches->placeAt(event->seq) : StreamPlace{event->seq};
        if (name == names.end() && place.ahead.empty())
            return texts->of(event)->frame;
        return EventText(*event, name == names.end() ? event->type : name->second, place.id()).frame;
    }
};

std::string greetingOf(const identity::Principal &principal, const http::Request &request)
{
    JsonWriter data;
    data.beginObject().key("status").string("connected").key("user").string(principal.username);
    data.key("client_id").string(request.id()).endObject();
    return http::format({.data = data.text(), .event = "connected", .retry = reconnectAfter});
}

Task<Result<void>> sendSnapshots(Services services, identity::Principal principal, Snapshots snapshots,
                                 http::SseWriter &writer)
{
    Result<void> sent;
    while (sent) {
        if (!services.authenticator.stillValid(principal))
            co_return fail(ErrorCode::Unauthenticated, "the credential has ended");
        auto part = snapshots.next(services);
        if (!part)
            break;
        if (part->empty()) // Nothing to wait for: but others of this loop have their turn.
            co_await sleepFor(std::chrono::milliseconds(0));
        else
            sent = co_await writer.sendFormatted(std::move(*part));
    }
    co_return sent;
}

Task<Result<void>> sendEvents(Stream stream, std::string greeting, http::SseWriter &writer,
                              [[maybe_unused]] std::shared_ptr<http::Closing::Registration> whileItRuns)
{
    // A quiet stream has to be cut as well, and what happens between two looks must not be told.
    const CredentialWatch watch(stream.services, stream.principal,
                                [subscription = stream.subscription] { subscription->cancel(); });
    auto sent = co_await writer.sendFormatted(std::move(greeting));
    // The subscription is older, so that what changes from here on is told afterwards.
    if (sent && stream.snapshots && !stream.resumes)
        sent = co_await sendSnapshots(stream.services, stream.principal, *stream.snapshots, writer);
    while (sent) {
        const auto page = co_await stream.subscription->next(stream.batches ? stream.batches->due() : std::nullopt);
        if (!stream.services.authenticator.stillValid(stream.principal))
            break;
        if (!page) {
            std::string last;
            if (stream.batches)
                stream.batches->tell(last);
            last += http::format({.data = "{}", .event = "system.sse.shutdown"});
            co_return co_await writer.sendFormatted(std::move(last));
        }
        if (page->gap)
            sent = co_await writer.send({.data = std::format(R"({{"oldest":{}}})", page->oldest), .event = "resync"});
        if (page->gap && sent && stream.snapshots)
            sent = co_await sendSnapshots(stream.services, stream.principal, *stream.snapshots, writer);
        if (std::string text = stream.textOf(*page); sent && !text.empty())
            sent = co_await writer.sendFormatted(std::move(text));
    }
    // A stream with its last word is whole: one that breaks off is reset, and takes the word with it.
    if (!stream.services.authenticator.stillValid(stream.principal))
        co_return co_await writer.send({.data = "{}", .event = "auth.session.expired"});
    co_return sent;
}

} // namespace

Task<http::Response> listEvents(Services services, Call &call)
{
    auto query = queryOf(services, call);
    if (!query)
        co_return http::Response::problem(query.error());
    const Paging paging{.offset = query->offset, .limit = query->limit};
    const auto page = co_await services.state.events().query(std::move(*query));
    if (!page)
        co_return http::Response::problem(page.error());
    JsonWriter writer;
    writer.beginObject().key("events").beginArray();
    for (const store::EventPtr &event : page->events)
        schema::write(writer, wireEvent(*event));
    writer.endArray().key("oldest").integer(page->oldest).key("upTo").integer(page->upTo);
    writer.key("gap").boolean(page->gap).endObject();
    co_return paged(http::Response::json(200, writer.text()), call.request, paging, page->total);
}

Task<http::Response> streamEvents(Services services, std::shared_ptr<EventTexts> texts, Call &call)
{
    auto filter = filterOf(services, call);
    if (!filter)
        co_return http::Response::problem(filter.error());
    const auto beginning = co_await beginningOf(services, call.request);
    if (!beginning)
        co_return http::Response::problem(beginning.error());
    const auto unbatched = flagParameter(call.request.query(), "unbatched");
    if (!unbatched)
        co_return http::Response::problem(unbatched.error());
    const StreamPlace place = beginning->value_or(StreamPlace());
    if (*unbatched && !place.ahead.empty())
        co_return http::Response::problem(fail(ErrorCode::InvalidArgument,
                                               "Last-Event-ID is of a stream with batches; go on without `unbatched`")
                                              .error());
    const auto snapshots = Snapshots::of(services, call, *filter);
    if (!snapshots)
        co_return http::Response::problem(snapshots.error());
    const auto after = *beginning ? std::optional(place.seq) : std::nullopt;
    Stream stream{.subscription = std::make_shared<store::EventSubscription>(
                      services.state.events().subscribe(after, std::move(*filter))),
                  .services = services,
                  .texts = texts,
                  .batches = *unbatched ? std::nullopt : std::optional<EventBatches>(std::in_place, texts, place),
                  .principal = call.principal,
                  .names = namesOf(call.request.query()),
                  .snapshots = *snapshots,
                  .resumes = beginning->has_value()};
    const auto produce = [stream = std::move(stream),
                          &request = call.request](http::SseWriter &writer) -> Task<Result<void>> {
        // A quiet stream waits for events; it is woken when the reader goes.
        auto registration = std::make_shared<http::Closing::Registration>(
            request.closing.onClosed([subscription = stream.subscription] { subscription->cancel(); }));
        return sendEvents(stream, greetingOf(stream.principal, request), writer, std::move(registration));
    };
    const auto beat = [&clock = services.state.clock()] {
        JsonWriter data;
        data.beginObject().key("timestamp").string(formatTime(clock.now())).endObject();
        return http::format({.data = data.text(), .event = "heartbeat"});
    };
    co_return http::Response::eventStream(produce, services.heartbeat, beat);
}

} // namespace portolan::api
