// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/web_browser.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QUrlQuery>

namespace portolan::test {

QUrl WebBrowser::follow(QUrl url, const QString &until)
{
    for (int step = 0; step < 20; ++step) {
        const auto answer = get(url);
        if (answer.status < 300 || answer.status >= 400)
            qFatal("%s: %d %s", qPrintable(url.toString()), answer.status, answer.body.constData());
        url = url.resolved(QUrl(QString::fromUtf8(answer.header("location"))));
        if (url.toString().contains(until))
            return url;
    }
    qFatal("the redirects do not end");
}

HttpAnswer WebBrowser::submitForm(const QUrl &url, const HttpAnswer &page)
{
    static const QRegularExpression form(QStringLiteral("<form method=\"post\" action=\"([^\"]*)\">(.*)</form>"),
                                         QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression input(
        QStringLiteral("<input type=\"hidden\" name=\"([^\"&]*)\" value=\"([^\"&]*)\">"));
    const auto found = form.match(QString::fromUtf8(page.body));
    if (!found.hasMatch())
        qFatal("%s has no form: %d %s", qPrintable(url.toString()), page.status, page.body.constData());
    QUrlQuery fields;
    for (const auto &field : input.globalMatch(found.captured(2)))
        fields.addQueryItem(field.captured(1), QString::fromUtf8(QUrl::toPercentEncoding(field.captured(2))));
    const QString origin = url.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    return post(url.resolved(QUrl(found.captured(1))), fields.toString(QUrl::FullyEncoded).toUtf8(),
                {{"Content-Type", "application/x-www-form-urlencoded"}, {"Origin", origin.toUtf8()}});
}

QByteArray WebBrowser::cookie(const QUrl &url, const QByteArray &name) const
{
    for (const QNetworkCookie &cookie : m_network.cookieJar()->cookiesForUrl(url))
        if (cookie.name() == name)
            return cookie.value();
    return {};
}

HttpAnswer WebBrowser::send(const QByteArray &method, const QUrl &url, const QByteArray &body, const Headers &headers)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    QNetworkRequest request(url);
    request.setTransferTimeout(30'000);
    if (!body.isEmpty())
        request.setRawHeader("Content-Type", "application/json");
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
    if (!waitUntil([&] { return reply->isFinished(); }))
        qFatal("%s does not answer", qPrintable(url.toString()));
    HttpAnswer answer{.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                      .body = reply->readAll()};
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.headers[name.toLower()] = value;
    return answer;
}

} // namespace portolan::test
