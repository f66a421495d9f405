// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/outbound/outbound_client.h"

#include "core/async/off_thread.h"
#include "core/async/oneshot.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <atomic>
#include <format>

namespace portolan::outbound {

namespace {

using Deadline = std::chrono::steady_clock::time_point;

/// Of the client's end, and of the caller.
using Stops = std::vector<std::stop_token>;

struct AbortAndDelete {
    void operator()(QNetworkReply *reply) const
    {
        reply->abort();
        reply->deleteLater();
    }
};
using ReplyPtr = std::unique_ptr<QNetworkReply, AbortAndDelete>;

std::unique_ptr<QNetworkAccessManager> makeManager()
{
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setProxy(QNetworkProxy(QNetworkProxy::NoProxy)); // it would resolve names by itself
    return manager;
}

std::string nameOf(const QUrl &url)
{
    return url.authority().toStdString();
}

Result<QUrl> parseUrl(const QUrl &url)
{
    if (!url.isValid() || (url.scheme() != QLatin1StringView("http") && url.scheme() != QLatin1StringView("https"))
        || url.host().isEmpty() || url.port() == 0)
        return fail(ErrorCode::InvalidArgument, "the URL to call must be one of http or https, with a host");
    if (!url.userInfo().isEmpty())
        return fail(ErrorCode::InvalidArgument, "the URL to call must not have a name or a password");
    QUrl wanted = url;
    wanted.setFragment(QString());
    return wanted;
}

Result<void> checkHeaders(const OutboundRequest &request)
{
    const auto splits = [](const std::string &text) {
        return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
    };
    for (const auto &[name, value] : request.headers)
        if (name.empty() || splits(name) || splits(value))
            return fail(ErrorCode::InvalidArgument, "a header of the request to send has a line break");
    return {};
}

bool isSameOrigin(const QUrl &left, const QUrl &right)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == QLatin1StringView("https") ? 443 : 80); };
    return left.scheme() == right.scheme() && left.host() == right.host() && port(left) == port(right);
}

Error cancelled()
{
    return {.code = ErrorCode::Cancelled, .detail = "the request was given up"};
}

Error timedOut(const QUrl &url)
{
    return {.code = ErrorCode::Timeout, .detail = std::format("{} did not answer in time", nameOf(url))};
}

/// What ends the waiting before its time: the deadline, the caller, the client's end.
class Interruption
{
public:
    Interruption(Deadline deadline, const Stops &stops, std::function<void()> wake)
    {
        using namespace std::chrono;
        const auto left = std::max(ceil<milliseconds>(deadline - steady_clock::now()), milliseconds(0));
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this, wake] {
            m_isLate = true;
            wake();
        });
        m_timer.start(left);
        for (const std::stop_token &stop : stops)
            m_callbacks.push_back(std::make_unique<std::stop_callback<std::function<void()>>>(stop, [this, wake] {
                m_isStopped = true;
                wake();
            }));
    }

    [[nodiscard]] std::optional<Error> error(const QUrl &url) const
    {
        if (m_isStopped)
            return cancelled();
        return m_isLate ? std::optional(timedOut(url)) : std::nullopt;
    }

private:
    QTimer m_timer;
    bool m_isLate = false;
    bool m_isStopped = false;
    std::vector<std::unique_ptr<std::stop_callback<std::function<void()>>>> m_callbacks;
};

/// The addresses of the URL's host to which a connection may be made, in the system's order (RFC 6724).
Task<Result<std::vector<QHostAddress>>> resolve(QUrl url, OutboundPolicy policy, Deadline deadline, Stops stops)
{
    QList<QHostAddress> found;
    if (const QHostAddress literal(url.host()); !literal.isNull()) {
        found.append(literal); // QHostInfo would ask for its name
    } else {
        QObject context; // a lookup that ends later finds nobody
        OneShot<QHostInfo> answer;
        const auto wake = [answer]() mutable { answer.set(QHostInfo()); };
        const Interruption interruption(deadline, stops, wake);
        QHostInfo::lookupHost(url.host(), &context, [answer](const QHostInfo &info) mutable { answer.set(info); });
        found = (co_await answer).addresses();
        if (auto error = interruption.error(url))
            co_return std::unexpected(std::move(*error));
    }
    if (found.isEmpty())
        co_return fail(ErrorCode::Unavailable, std::format("the name of {} is not known", nameOf(url)));
    std::vector<QHostAddress> permitted;
    for (const QHostAddress &address : found)
        if (isPermitted(address.toString().toStdString(), policy))
            permitted.push_back(address);
    if (permitted.empty()) {
        const std::string address = found.front().toString().toStdString();
        co_return fail(ErrorCode::PermissionDenied,
                       std::format("{} is at {}, which is not a public address{}", nameOf(url), address,
                                   policy.key.empty() ? std::string()
                                                      : std::format("; if it is meant, add it to {}", policy.key)),
                       {{"address", address}, {"key", policy.key}});
    }
    co_return permitted;
}

/// The error of a reply that has no status.
Error errorOf(const QNetworkReply &reply, const QUrl &url)
{
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {.code = ErrorCode::Unavailable, .detail = std::format("nothing listens at {}", nameOf(url))};
    case QNetworkReply::SslHandshakeFailedError:
        return {.code = ErrorCode::PermissionDenied,
                .detail = std::format("the certificate of {} is not trusted: {}", nameOf(url),
                                      reply.errorString().toStdString())};
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return {.code = ErrorCode::BadGateway, .detail = std::format("what {} answered is not HTTP", nameOf(url))};
    default: // its own words may hold the URL
        return {.code = ErrorCode::Unavailable, .detail = std::format("the connection to {} broke", nameOf(url))};
    }
}

/// The request to this address, which it says nothing of: Host, SNI and the certificate are the name's.
QNetworkRequest requestTo(const QUrl &url, const QHostAddress &address, const OutboundRequest &request,
                          bool isFirstOrigin)
{
    QUrl direct = url;
    direct.setHost(address.toString());
    QNetworkRequest network(direct);
    for (const auto &[name, value] : request.headers) {
        const QByteArray header = QByteArray::fromStdString(name);
        const bool isSecret = header.compare("authorization", Qt::CaseInsensitive) == 0
                              || header.compare("cookie", Qt::CaseInsensitive) == 0;
        if (header.compare("host", Qt::CaseInsensitive) != 0 && (isFirstOrigin || !isSecret))
            network.setRawHeader(header, QByteArray::fromStdString(value));
    }
    network.setRawHeader("Host", url.authority(QUrl::FullyEncoded).toLatin1());
    network.setRawHeader("Accept-Encoding", "identity"); // small answers must not grow large here
    if (!network.hasRawHeader("User-Agent"))
        network.setRawHeader("User-Agent", "portolan");
    network.setPeerVerifyName(url.host(QUrl::FullyEncoded));
    network.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    network.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    if (url.scheme() == QLatin1StringView("https")) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        if (!request.authorities.empty())
            tls.addCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(request.authorities)));
        network.setSslConfiguration(tls);
    }
    return network;
}

struct Attempt {
    bool isRefused = false; ///< nothing listens there: another address may be tried
    bool lacksAuthority = false; ///< nobody who is trusted vouches for the peer, who is the right one otherwise
    Result<OutboundAnswer> result;
};

bool isForAnotherName(const QList<QSslError> &errors)
{
    return std::ranges::contains(errors, QSslError::HostNameMismatch, &QSslError::error);
}

/// One request to one address, to its end.
Task<Attempt> attempt(QNetworkAccessManager &network, QNetworkRequest wanted, QUrl url, OutboundRequest request,
                      Deadline deadline, Stops stops)
{
    const ReplyPtr reply(network.sendCustomRequest(wanted, QByteArray::fromStdString(request.method),
                                                   QByteArray::fromStdString(request.body)));
    reply->setReadBufferSize(64 * 1024);
    OneShot<bool> done;
    auto wake = [done]() mutable { done.set(true); };
    OutboundAnswer answer;
    bool isTooLarge = false;
    auto take = [&answer, &isTooLarge, &request, raw = reply.get(), wake]() mutable {
        answer.body += raw->readAll().toStdString();
        isTooLarge = answer.body.size() > request.maxAnswer;
        if (isTooLarge)
            wake();
    };
    const auto receiver = std::make_unique<QObject>();
    QObject::connect(reply.get(), &QNetworkReply::readyRead, receiver.get(), take);
    QObject::connect(reply.get(), &QNetworkReply::finished, receiver.get(), wake);
    QList<QSslError> doubts;
    QObject::connect(reply.get(), &QNetworkReply::sslErrors, receiver.get(),
                     [&doubts](const QList<QSslError> &errors) { doubts = errors; });
    const Interruption interruption(deadline, stops, wake);
    co_await done;
    if (auto error = interruption.error(url))
        co_return Attempt{.result = std::unexpected(std::move(*error))};
    if (!isTooLarge)
        take();
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (isTooLarge)
        co_return Attempt{.result = fail(ErrorCode::TooLarge, std::format("{} answered with more than {} bytes",
                                                                          nameOf(url), request.maxAnswer))};
    if (answer.status == 0)
        co_return Attempt{.isRefused = reply->error() == QNetworkReply::ConnectionRefusedError,
                          .lacksAuthority = !doubts.empty() && !isForAnotherName(doubts),
                          .result = std::unexpected(errorOf(*reply, url))};
    if (reply->error() == QNetworkReply::RemoteHostClosedError || reply->error() == QNetworkReply::UnknownNetworkError)
        co_return Attempt{.result = fail(ErrorCode::BadGateway,
                                         std::format("{} went away in the middle of its answer", nameOf(url)))};
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.headers[name.toLower().toStdString()] = value.toStdString();
    co_return Attempt{.result = std::move(answer)};
}

bool isRedirect(const OutboundAnswer &answer)
{
    constexpr std::array statuses{301, 302, 303, 307, 308};
    return std::ranges::contains(statuses, answer.status) && answer.headers.contains("location");
}

/// At its first use the TLS library reads every certificate of the system, which takes tens of milliseconds.
Task<void> prepareTls()
{
    static std::atomic<bool> isPrepared = false;
    if (isPrepared)
        co_return;
    co_await offThread<bool>([] { return QSslCertificate().isNull(); });
    isPrepared = true;
}

} // namespace

/// What requests under way go on with when the client has gone.
struct OutboundClient::Shared {
    std::unique_ptr<QNetworkAccessManager> manager = makeManager();
    std::stop_source end;
};

OutboundClient::OutboundClient() : m_shared(std::make_shared<Shared>()) {}

OutboundClient::~OutboundClient()
{
    m_shared->end.request_stop();
}

Task<Result<OutboundAnswer>> OutboundClient::send(OutboundRequest request, OutboundPolicy policy)
{
    const std::shared_ptr<Shared> shared = m_shared;
    const Deadline deadline = std::chrono::steady_clock::now() + request.timeout;
    const Stops stops{shared->end.get_token(), request.cancel};
    if (auto headers = checkHeaders(request); !headers)
        co_return std::unexpected(std::move(headers.error()));
    auto url = parseUrl(QUrl(QString::fromStdString(request.url), QUrl::StrictMode));
    if (!url)
        co_return std::unexpected(std::move(url.error()));
    // Connections are kept by address and name; which authorities had been trusted is not in that key.
    const auto own = request.authorities.empty() ? nullptr : makeManager();
    QNetworkAccessManager &network = own ? *own : *shared->manager;
    const QUrl origin = *url;
    for (int followed = 0;; ++followed) {
        if (url->scheme() == QLatin1StringView("https"))
            co_await prepareTls();
        const auto addresses = co_await resolve(*url, policy, deadline, stops);
        if (!addresses)
            co_return std::unexpected(addresses.error());
        Attempt last;
        for (const QHostAddress &address : *addresses) {
            last = co_await attempt(network, requestTo(*url, address, request, isSameOrigin(*url, origin)), *url,
                                    request, deadline, stops);
            if (!last.isRefused)
                break;
        }
        if (last.lacksAuthority && !policy.authoritiesKey.empty())
            last.result.error().detail += std::format("; if it is meant, add who vouches for it to {}",
                                                      policy.authoritiesKey);
        if (!last.result || request.method != "GET" || request.redirects == 0 || !isRedirect(*last.result))
            co_return std::move(last.result);
        if (followed == request.redirects)
            co_return fail(ErrorCode::BadGateway,
                           std::format("{} led on more than {} times", nameOf(origin), request.redirects));
        const QUrl target(QString::fromStdString(last.result->headers["location"]), QUrl::StrictMode);
        const bool wasSecure = url->scheme() == QLatin1StringView("https");
        url = parseUrl(url->resolved(target));
        if (!url)
            co_return failWithin(std::format("following a redirect of {}", nameOf(origin)), url.error());
        if (wasSecure && url->scheme() != QLatin1StringView("https"))
            co_return fail(ErrorCode::PermissionDenied, std::format("{} leads from https to http", nameOf(origin)));
    }
}

} // namespace portolan::outbound
