// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/exchange.h"
#include "server/api/paging.h"
#include "server/api/services.h"

namespace portolan::api {

namespace {

using identity::Permission;

std::string sinkIdOf(const Call &call)
{
    return std::string(call.path.get("id"));
}

/// 0, which no event has, for what is no number: it is not found then.
std::int64_t letterOf(const Call &call)
{
    return wholeNumber(call.path.get("seq")).value_or(0);
}

http::Response emptyAnswer(const Result<void> &done)
{
    return done ? http::Response(204) : http::Response::problem(done.error());
}

Task<http::Response> listSinks(Services services, Call &)
{
    co_return json(services.sinks.list());
}

Task<http::Response> createSink(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    auto wanted = co_await readModel<SinkCreate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    const auto created = co_await services.sinks.create(std::move(*wanted), actor);
    auto response = json(created, 201);
    if (created) {
        call.audit = {.subjectKind = "sink", .subject = created->id};
        response.headers.set("Location", "/api/v1/sinks/" + created->id);
    }
    co_return response;
}

Task<http::Response> showSink(Services services, Call &call)
{
    co_return json(services.sinks.find(call.path.get("id")));
}

Task<http::Response> changeSink(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string id = sinkIdOf(call);
    auto wanted = co_await readModel<SinkUpdate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    co_return json(co_await services.sinks.update(id, std::move(*wanted), actor));
}

Task<http::Response> deleteSink(Services services, Call &call)
{
    co_return emptyAnswer(co_await services.sinks.remove(sinkIdOf(call), call.principal));
}

Task<http::Response> testSink(Services services, Call &call)
{
    co_return json(co_await services.sinks.test(sinkIdOf(call)));
}

Task<http::Response> listDeadLetters(Services services, Call &call)
{
    const auto paging = pagingOf(call.request.query(), {.limit = 100, .sorts = {"seq"}});
    if (!paging)
        co_return http::Response::problem(paging.error());
    const auto sink = services.sinks.find(call.path.get("id"));
    const auto letters = services.sinks.deadLetters(
        sinkIdOf(call), {.offset = paging->offset, .limit = paging->limit, .descending = paging->descending});
    if (!sink || !letters)
        co_return http::Response::problem(sink ? letters.error() : sink.error());
    co_return paged(json(*letters), call.request, *paging, static_cast<std::size_t>(sink->deadLetters));
}

Task<http::Response> redeliverDeadLetter(Services services, Call &call)
{
    co_return json(co_await services.sinks.redeliver(sinkIdOf(call), letterOf(call)));
}

Task<http::Response> deleteDeadLetter(Services services, Call &call)
{
    co_return emptyAnswer(co_await services.sinks.removeDeadLetter(sinkIdOf(call), letterOf(call)));
}

} // namespace

std::vector<Route> sinkRoutes(const Services &services)
{
    using enum http::Method;
    const auto bind = [&services](auto function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    const std::string one = "/api/v1/sinks/{id}";
    const std::string letter = one + "/dead-letters/{seq}";
    return {
        Route{Get, "/api/v1/sinks", Permission::SinkRead, "Where events are sent", bind(listSinks)}
            .gives<std::vector<SinkDetails>>(),
        Route{Post, "/api/v1/sinks", Permission::SinkWrite, "Send events somewhere", bind(createSink)}
            .takes<SinkCreate>()
            .gives<SinkDetails>(201),
        Route{Get, one, Permission::SinkRead, "A sink", bind(showSink)}.gives<SinkDetails>(),
        Route{Patch, one, Permission::SinkWrite, "Change a sink", bind(changeSink)}
            .takes<SinkUpdate>()
            .gives<SinkDetails>(),
        Route{Delete, one, Permission::SinkWrite, "Delete a sink", bind(deleteSink)}.givesNothing(),
        Route{Post, one + "/test", Permission::SinkWrite, "Send a test event", bind(testSink)}.gives<SinkAttempt>(),
        Route{Get, one + "/dead-letters", Permission::SinkRead, "The events that a sink would not take",
              bind(listDeadLetters)}
            .pages()
            .gives<std::vector<DeadLetterDetails>>(),
        Route{Post, letter + "/redeliver", Permission::SinkWrite, "Send a dead letter again", bind(redeliverDeadLetter)}
            .gives<SinkAttempt>(),
        Route{Delete, letter, Permission::SinkWrite, "Forget a dead letter", bind(deleteDeadLetter)}.givesNothing(),
    };
}

} // namespace portolan::api
