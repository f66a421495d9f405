// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/tunnel_problem.h"

#include "core/async/oneshot.h"
#include "core/client/http_client.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace portolan {

Task<Error> askForProblem(QNetworkRequest request, Error refusal, std::stop_token cancel)
{
    constexpr int patienceMs = 10'000;
    constexpr qint64 mostOfBody = 64 * 1024;
    request.setTransferTimeout(patienceMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setRawHeader("Accept", "application/problem+json, application/json");
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(manager.get(request));
    reply->setReadBufferSize(mostOfBody);

    OneShot<bool> done;
    QObject::connect(reply.get(), &QNetworkReply::finished, reply.get(), [done]() mutable { done.set(true); });
    // Whoever answers with more than that has no problem to tell.
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [done, raw = reply.get()]() mutable {
        if (raw->bytesAvailable() >= mostOfBody)
            done.set(false);
    });
    const std::stop_callback onCancel(cancel, [done]() mutable { done.set(false); });
    const bool finished = co_await done;
    if (cancel.stop_requested())
        co_return Error{ErrorCode::Cancelled, "opening the tunnel was cancelled"};

    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        co_return errorOfNetwork(*reply);
    constexpr int upgradeRequired = 426;
    constexpr int firstError = 400;
    if (!finished || status < firstError || status == upgradeRequired) {
        refusal.detail = std::format("the server would open the tunnel, but a WebSocket does not get through to it; "
                                     "a proxy may be in between ({})",
                                     refusal.detail);
        co_return refusal;
    }
    Error error = errorOfAnswer(status, reply->readAll().toStdString());
    error.args.emplace_back("status", std::to_string(status));
    co_return error;
}

} // namespace portolan
