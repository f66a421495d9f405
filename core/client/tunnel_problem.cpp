// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/tunnel_problem.h"

#include "core/async/oneshot.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace portolan {

using namespace Qt::StringLiterals;

namespace {

ErrorCode codeOfStatus(int status)
{
    switch (status) {
    case 400:
    case 422:
        return ErrorCode::InvalidArgument;
    case 401:
        return ErrorCode::Unauthenticated;
    case 403:
        return ErrorCode::PermissionDenied;
    case 404:
        return ErrorCode::NotFound;
    case 409:
        return ErrorCode::Conflict;
    case 429:
        return ErrorCode::TooMany;
    case 501:
        return ErrorCode::NotImplemented;
    case 503:
        return ErrorCode::Unavailable;
    case 504:
        return ErrorCode::Timeout;
    default:
        return ErrorCode::BadGateway;
    }
}

/// The sentence of an RFC 9457 problem; the status line where there is none.
std::string detailOf(const QByteArray &body, int status, const QString &phrase)
{
    const auto problem = QJsonDocument::fromJson(body).object();
    for (const auto &member : {"detail"_L1, "msg"_L1, "title"_L1})
        if (const auto text = problem[member].toString(); !text.isEmpty())
            return text.toStdString();
    return std::format("the server answered {} {}", status, phrase.toStdString());
}

} // namespace

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
        co_return Error{ErrorCode::Unavailable, "the server cannot be reached: " + reply->errorString().toStdString()};
    constexpr int upgradeRequired = 426;
    constexpr int firstError = 400;
    if (!finished || status < firstError || status == upgradeRequired) {
        refusal.detail = std::format("the server would open the tunnel, but a WebSocket does not get through to it; "
                                     "a proxy may be in between ({})",
                                     refusal.detail);
        co_return refusal;
    }
    co_return Error{
        codeOfStatus(status),
        detailOf(reply->readAll(), status, reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString()),
        {{"status", std::to_string(status)}}};
}

} // namespace portolan
