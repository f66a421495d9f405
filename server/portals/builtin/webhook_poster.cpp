// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/webhook_poster.h"

#include "core/async/timer.h"
#include "server/portals/builtin/analytics.h"
#include "server/portals/log.h"

#include <QUrl>

namespace portolan::portals {

namespace {

using Posts = store::Stored<WebhookPost>;

constexpr std::size_t givenUpAtOnce = 500;

/// All that may be told of a webhook: the rest of its address may be secret.
QString hostOf(const std::string &target)
{
    return QUrl(QString::fromStdString(target)).host();
}

control::KeyedQueue::FailureHandler logTargetFailure()
{
    return [](const std::string &target, const Error &error, std::chrono::milliseconds pause) {
        qCWarning(logPortals).noquote() << "the webhook at" << hostOf(target) << "- trying again in" << pause.count()
                                        << "ms:" << error.detail;
    };
}

/// Whether another attempt may come to something else.
bool mayPass(const Error &error)
{
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout
           || error.code == ErrorCode::BadGateway;
}

} // namespace

WebhookPoster::WebhookPoster(State &state, Options options)
    : m_state(state),
      m_options(std::move(options)),
      m_queue([this](std::string target) { return deliver(std::move(target)); }, logTargetFailure(), m_options.queue)
{}

void WebhookPoster::start()
{
    // Before the first look, so that nothing that happens meanwhile is missed.
    m_events.emplace(m_state.events().subscribe(std::nullopt, {.types = Analytics::eventTypes()}));
    m_following = follow();
}

Task<void> WebhookPoster::stop()
{
    m_stopping.request_stop();
    if (m_events)
        m_events->cancel();
    if (m_following)
        co_await *m_following;
    co_await m_queue.stop();
}

Task<void> WebhookPoster::follow()
{
    while (true) {
        for (const auto &item : m_state.webhookPosts.all())
            if (m_targets.insert(item->value.target).second)
                m_queue.wake(item->value.target);
        const auto page = co_await m_events->next();
        if (!page && page.error().code == ErrorCode::Cancelled)
            co_return;
        if (!page) {
            qCWarning(logPortals).noquote() << "reading events failed:" << page.error().detail;
            if (!co_await sleepFor(std::chrono::seconds(1), m_stopping.get_token()))
                co_return;
        }
    }
}

Task<Result<void>> WebhookPoster::deliver(std::string target)
{
    while (!m_stopping.stop_requested()) {
        const auto page = m_state.webhookPosts.page(Posts::byTarget, target, {.limit = 1});
        if (page.items.empty()) {
            m_targets.erase(target);
            break;
        }
        const auto item = page.items.front();
        auto posted = co_await post(item->value);
        if (m_stopping.stop_requested() && !posted)
            break;
        const auto tooOld = m_state.clock().now() - m_options.giveUpAfter;
        const bool passes = !posted && mayPass(posted.error());
        if (passes && item->value.created > tooOld)
            co_return posted;
        store::Change change;
        change.remove<WebhookPost>(item->id);
        std::size_t others = 0;
        // One that does not answer is not waited for once more for each of those that are too old as well.
        if (passes)
            for (const auto &other : m_state.webhookPosts.page(Posts::byTarget, target, {.limit = givenUpAtOnce}).items)
                if (other->id != item->id && other->value.created <= tooOld) {
                    change.remove<WebhookPost>(other->id);
                    ++others;
                }
        if (!posted)
            qCWarning(logPortals).noquote()
                << "the webhook of" << item->value.portal << "at" << hostOf(target) << "was not told of"
                << std::format("{}{}:", item->value.event, others > 0 ? std::format(" and {} more", others) : "")
                << posted.error().detail;
        if (auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return Result<void>{};
}

Task<Result<void>> WebhookPoster::post(WebhookPost what)
{
    const auto answer = co_await m_client.send({.method = "POST",
                                                .url = what.target,
                                                .headers = {{"Content-Type", "application/json"},
                                                            // By which the receiver knows what comes twice.
                                                            {"Idempotency-Key", what.id}},
                                                .body = what.body,
                                                .timeout = m_options.timeout,
                                                .cancel = m_stopping.get_token()},
                                               m_options.policy);
    if (!answer)
        co_return std::unexpected(answer.error());
    if (answer->status < 400)
        co_return Result<void>{};
    const bool passes = answer->status >= 500 || answer->status == 408 || answer->status == 429;
    co_return fail(passes ? ErrorCode::Unavailable : ErrorCode::InvalidArgument,
                   std::format("it answered {}", answer->status));
}

} // namespace portolan::portals
