// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/credential_watch.h"
#include "server/api/exchange.h"
#include "server/api/workspaces/details.h"
#include "server/api/workspaces/handlers.h"

#include <charconv>

namespace portolan::api {

namespace {

/// Clients know this stream by its end: it closes when the job has completed (spec section 4).
Task<Result<void>> sendSteps(std::shared_ptr<control::JobBoard::Reader> reader, Services services,
                             identity::Principal principal, http::SseWriter &writer,
                             [[maybe_unused]] std::shared_ptr<http::Closing::Registration> whileItRuns)
{
    const CredentialWatch watch(services, principal, [reader] { reader->cancel(); });
    while (true) {
        const auto steps = co_await reader->next();
        // An end in good order would say that the job has completed.
        if (!services.authenticator.stillValid(principal))
            co_return fail(ErrorCode::Unauthenticated, "the token was revoked");
        if (steps.empty())
            co_return Result<void>{};
        std::string text;
        for (const JobProgress &step : steps)
            text += http::format({.data = schema::encode(step), .id = std::to_string(step.id)});
        if (auto sent = co_await writer.sendFormatted(std::move(text)); !sent)
            co_return sent;
    }
}

} // namespace

Task<http::Response> showJob(Services services, Call &call)
{
    const auto job = services.state.jobs.find(call.path.get("id"));
    if (!job)
        co_return http::Response::problem(404, std::format("there is no job \"{}\"; jobs are kept for ten minutes "
                                                           "after their end",
                                                           call.path.get("id")));
    if (!accepts(call.request, "text/event-stream"))
        co_return json(jobOf(services, job->value));

    std::int64_t after = 0;
    if (const auto last = call.request.header("last-event-id"))
        std::from_chars(last->data(), last->data() + last->size(), after);
    auto reader = std::make_shared<control::JobBoard::Reader>(services.jobs.read(job->id, after));
    co_return http::Response::eventStream([reader, services, principal = call.principal,
                                           &request = call.request](http::SseWriter &writer) {
        auto registration = std::make_shared<http::Closing::Registration>(request.closing.onClosed([reader] {
            reader->cancel();
        }));
        return sendSteps(reader, services, principal, writer, std::move(registration));
    });
}

} // namespace portolan::api
