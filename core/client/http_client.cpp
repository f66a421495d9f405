// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/http_client.h"

#include "core/async/oneshot.h"
#include "core/client/tls.h"
#include "core/schema/codec.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QSslError>

namespace portolan {

namespace {

constexpr auto transferTimeout = std::chrono::seconds(60); ///< without a single byte
constexpr qint64 largestAnswer = 64LL * 1024 * 1024;

ErrorCode codeOfStatus(int status)
{
    switch (status) {
    case 400:
        return ErrorCode::InvalidArgument;
    case 401:
        return ErrorCode::Unauthenticated;
    case 403:
        return ErrorCode::PermissionDenied;
    case 404:
        return ErrorCode::NotFound;
    case 409:
        return ErrorCode::Conflict;
    case 412:
        return ErrorCode::PreconditionFailed;
    case 413:
        return ErrorCode::TooLarge;
    case 422:
        return ErrorCode::InvalidField;
    case 429:
        return ErrorCode::TooMany;
    case 501:
        return ErrorCode::NotImplemented;
    case 502:
        return ErrorCode::BadGateway;
    case 503:
        return ErrorCode::Unavailable;
    case 504:
        return ErrorCode::Timeout;
    case 507:
        return ErrorCode::OutOfSpace;
    default:
        return status < 500 ? ErrorCode::InvalidArgument : ErrorCode::Internal;
    }
}

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

/// Owns a reply for as long as a task works with it.
struct DeleteLater {
    void operator()(QNetworkReply *reply) const
    {
        reply->abort();
        reply->deleteLater();
    }
};
using ReplyPtr = std::unique_ptr<QNetworkReply, DeleteLater>;

/// Keeps what was wrong with a server's certificate, so that a person may look at it and decide.
class TlsTroubles
{
public:
    explicit TlsTroubles(QNetworkReply &reply)
    {
        QObject::connect(&reply, &QNetworkReply::sslErrors, &reply,
                         [state = m_state, &reply](const QList<QSslError> &errors) {
                             const auto chain = reply.sslConfiguration().peerCertificateChain();
                             if (errors.isEmpty() || chain.isEmpty())
                                 return;
                             state->reason = errors.front().errorString().toStdString();
                             state->certificate = chain.front();
                             state->onlyUnknown = std::ranges::all_of(errors, [](const QSslError &error) {
                                 return error.error() == QSslError::SelfSignedCertificate
                                        || error.error() == QSslError::SelfSignedCertificateInChain
                                        || error.error() == QSslError::UnableToGetLocalIssuerCertificate
                                        || error.error() == QSslError::UnableToVerifyFirstCertificate
                                        || error.error() == QSslError::CertificateUntrusted;
                             });
                         });
    }

    [[nodiscard]] Error explain(Error error) const
    {
        if (!m_state->certificate)
            return error;
        const QByteArray digest = m_state->certificate->digest(QCryptographicHash::Sha256).toHex(':').toUpper();
        error.code = ErrorCode::PermissionDenied;
        error.args = {{"reason", m_state->onlyUnknown ? "certificate-unknown" : "certificate-invalid"},
                      {"fingerprint", "SHA-256 " + digest.toStdString()},
                      {"certificate", m_state->certificate->toPem().toStdString()},
                      {"why", m_state->reason}};
        return error;
    }

private:
    struct State {
        std::string reason;
        std::optional<QSslCertificate> certificate; // even an empty one would set up TLS
        bool onlyUnknown = false;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace

Error errorOfNetwork(const QNetworkReply &reply)
{
    const std::string host = reply.request().url().authority().toStdString();
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {.code = ErrorCode::Unavailable,
                .detail = std::format("nothing listens at {}: is the server running?", host)};
    case QNetworkReply::HostNotFoundError:
        return {.code = ErrorCode::Unavailable, .detail = std::format("the name of {} is not known", host)};
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return {.code = ErrorCode::Timeout, .detail = std::format("{} did not answer in time", host)};
    case QNetworkReply::SslHandshakeFailedError:
        return {.code = ErrorCode::PermissionDenied,
                .detail = std::format("the certificate of {} is not trusted: {}. If the server is yours, name the file "
                                      "of the certificate that issued its own (portolanctl --ca-file FILE)",
                                      host, reply.errorString().toStdString())};
    default:
        return {.code = ErrorCode::Unavailable,
                .detail = std::format("the connection to {} failed: {}", host, reply.errorString().toStdString())};
    }
}

Error errorOfAnswer(int status, std::string_view body)
{
    Error error{.code = codeOfStatus(status), .detail = std::format("the server answered with status {}", status)};
    const auto document = JsonDocument::parse(body);
    if (!document)
        return error;
    for (const std::string_view key : {"detail", "msg", "title"}) {
        const auto member = document->root().find(key);
        if (const auto text = member ? member->toString() : std::nullopt; text && !text->empty()) {
            error.detail = *text;
            break;
        }
    }
    const auto reason = document->root().find("reason");
    if (const auto text = reason ? reason->toString() : std::nullopt; text && !text->empty())
        error.args = {{"problem", std::string(*text)}}; // "reason" is how the connection itself fails
    if (const auto fields = document->root().find("errors")) {
        fields->forEachElement([&](std::size_t, JsonValue element) {
            const auto pointer = element.find("pointer");
            const auto detail = element.find("detail");
            if (pointer && detail)
                error.fields.push_back({std::string(pointer->toString().value_or("")),
                                        std::string(detail->toString().value_or(""))});
        });
    }
    return error;
}

HttpClient::HttpClient(ControlPlaneAddress address) : m_address(std::move(address))
{
    while (m_address.url.ends_with('/'))
        m_address.url.pop_back();
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy); // The token is for this server alone.
}

QNetworkRequest HttpClient::request(const std::string &pathAndQuery) const
{
    QNetworkRequest request(QUrl(QString::fromStdString(m_address.url + pathAndQuery), QUrl::StrictMode));
    if (!m_address.token.empty())
        request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_address.token));
    request.setRawHeader("Accept", "application/json");
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("portolan"));
    if (const auto tls = tlsFor(m_address))
        request.setSslConfiguration(*tls);
    return request;
}

Task<Result<HttpClient::Answer>> HttpClient::send(std::string method, std::string pathAndQuery, std::string body,
                                                  std::function<bool(int)> accepted)
{
    co_await prepareTls(m_address);
    QNetworkRequest wanted = request(pathAndQuery);
    wanted.setTransferTimeout(transferTimeout);
    if (!body.empty())
        wanted.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const ReplyPtr reply(m_network.sendCustomRequest(wanted, QByteArray::fromStdString(method),
                                                     QByteArray::fromStdString(body)));
    TlsTroubles troubles(*reply);
    OneShot<bool> done;
    QObject::connect(reply.get(), &QNetworkReply::finished, reply.get(), [done]() mutable { done.set(true); });
    QObject::connect(reply.get(), &QNetworkReply::downloadProgress, reply.get(), [raw = reply.get()](qint64 received) {
        if (received > largestAnswer)
            raw->abort();
    });
    co_await done;
    Answer answer{.status = statusOf(*reply), .body = reply->readAll().toStdString()};
    if (answer.status == 0)
        co_return std::unexpected(troubles.explain(errorOfNetwork(*reply)));
    if (answer.status >= 300 && !(accepted && accepted(answer.status)))
        co_return std::unexpected(errorOfAnswer(answer.status, answer.body));
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.headers.insert_or_assign(name.toLower().toStdString(), value.toStdString());
    co_return answer;
}

Task<Result<void>> HttpClient::stream(std::string pathAndQuery, StreamOptions options,
                                      std::function<bool(const SseParser::Message &)> onMessage)
{
    co_await prepareTls(m_address);
    QNetworkRequest wanted = request(pathAndQuery);
    wanted.setRawHeader("Accept", "text/event-stream");
    // The server sends a heartbeat; a stream that is silent for longer is dead.
    wanted.setTransferTimeout(options.silence);
    if (!options.lastEventId.empty())
        wanted.setRawHeader("Last-Event-ID", QByteArray::fromStdString(options.lastEventId));
    const ReplyPtr reply(m_network.get(wanted));
    reply->setReadBufferSize(1024 * 1024);
    TlsTroubles troubles(*reply);
    const std::stop_callback onCancel(options.cancel, [raw = reply.get()] { raw->abort(); });
    SseParser parser;
    while (true) {
        OneShot<bool> something;
        const auto wake = [something]() mutable { something.set(true); };
        const auto onData = QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), wake);
        const auto onEnd = QObject::connect(reply.get(), &QNetworkReply::finished, reply.get(), wake);
        if (reply->bytesAvailable() == 0 && !reply->isFinished())
            co_await something;
        QObject::disconnect(onData);
        QObject::disconnect(onEnd);
        if (options.cancel.stop_requested())
            co_return fail(ErrorCode::Cancelled, "following the stream was given up");
        const std::string bytes = reply->readAll().toStdString();
        if (statusOf(*reply) >= 400 && !reply->isFinished())
            continue; // until the whole of the error is there
        if (statusOf(*reply) >= 400)
            co_return std::unexpected(errorOfAnswer(statusOf(*reply), bytes));
        const auto messages = parser.push(bytes);
        if (!messages)
            co_return std::unexpected(messages.error());
        for (const SseParser::Message &message : *messages)
            if (!onMessage(message))
                co_return Result<void>{};
        if (reply->isFinished() && reply->bytesAvailable() == 0) {
            if (reply->error() == QNetworkReply::NoError)
                co_return Result<void>{};
            co_return std::unexpected(troubles.explain(errorOfNetwork(*reply)));
        }
    }
}

} // namespace portolan
