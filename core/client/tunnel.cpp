// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/tunnel.h"

#include "core/client/tunnel_problem.h"
#include "core/ssh/signal.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkRequest>
#include <QPointer>
#include <QTimer>
#include <QWebSocket>

#include <deque>

namespace portolan {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 waitingBytes = 64 * 1024;
constexpr std::size_t mostUnread = 64 * 1024 * 1024;
constexpr quint64 mostInMessage = 1024 * 1024;
constexpr int patience = 3; // pings without an answer

/// The WebSocket and what came over it. Shared by the stream and its reads and writes under way.
class Link final
{
public:
    explicit Link(const TunnelRequest &request) : m_interval(request.pingInterval)
    {
        m_socket.setMaxAllowedIncomingFrameSize(mostInMessage);
        m_socket.setMaxAllowedIncomingMessageSize(mostInMessage);
        if (request.tls)
            m_socket.setSslConfiguration(*request.tls);
        QObject::connect(&m_socket, &QWebSocket::connected, &m_socket, [this] { m_changed.raise(); });
        QObject::connect(&m_socket, &QWebSocket::disconnected, &m_socket, [this] { onDisconnected(); });
        QObject::connect(&m_socket, &QWebSocket::errorOccurred, &m_socket, [this] {
            end(Error{ErrorCode::BadGateway, "the tunnel broke: " + m_socket.errorString().toStdString()});
        });
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString &text) { onText(text); });
        QObject::connect(&m_socket, &QWebSocket::binaryMessageReceived, &m_socket,
                         [this](const QByteArray &bytes) { onBinary(bytes); });
        QObject::connect(&m_socket, &QWebSocket::pong, &m_socket, [this] { m_unanswered = 0; });
        QObject::connect(&m_socket, &QWebSocket::bytesWritten, &m_socket, [this] { m_changed.raise(); });
        QObject::connect(&m_pings, &QTimer::timeout, &m_socket, [this] { ping(); });
    }

    ~Link()
    {
        // The socket speaks once more while it goes, and nobody is there to listen.
        QObject::disconnect(&m_socket, nullptr, nullptr, nullptr);
    }
    Q_DISABLE_COPY_MOVE(Link)

    void open(const QNetworkRequest &request) { m_socket.open(request); }

    [[nodiscard]] bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] const std::optional<QString> &greeting() const { return m_greeting; }
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    [[nodiscard]] OneShot<bool> changed() { return m_changed.wait(); }
    void startPings() { m_pings.start(m_interval); }

    /// What was sent but not taken by the network.
    [[nodiscard]] qint64 bytesWaiting() const { return m_socket.bytesToWrite(); }
    void send(const std::string &bytes)
    {
        m_socket.sendBinaryMessage(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())));
    }

    [[nodiscard]] std::optional<std::string> take(std::size_t limit)
    {
        if (m_received.empty())
            return std::nullopt;
        auto &front = m_received.front();
        std::string bytes;
        if (m_taken == 0 && front.size() <= limit)
            bytes = std::move(front);
        else
            bytes = front.substr(m_taken, limit);
        m_taken += bytes.size();
        m_unread -= bytes.size();
        if (front.size() <= m_taken) {
            m_received.pop_front();
            m_taken = 0;
        }
        return bytes;
    }
    [[nodiscard]] bool isAtEnd() const { return m_ended; }

    /// The first reason counts.
    void end(std::optional<Error> why)
    {
        if (std::exchange(m_ended, true))
            return;
        m_failure = std::move(why);
        m_pings.stop();
        m_changed.raise();
    }
    void closePolitely()
    {
        if (isConnected())
            m_socket.close();
    }
    void abort() { m_socket.abort(); }

private:
    void onDisconnected()
    {
        const auto code = m_socket.closeCode();
        if (code == QWebSocketProtocol::CloseCodeNormal)
            return end(std::nullopt);
        const auto reason = m_socket.closeReason().toStdString();
        end(Error{reason.empty() ? ErrorCode::BadGateway : ErrorCode::Unavailable,
                  reason.empty() ? std::format("the tunnel was cut off (code {})", static_cast<int>(code)) : reason});
    }

    void onText(const QString &text)
    {
        if (m_greeting)
            return fail("the server sent a text where only bytes may come");
        m_greeting = text;
        m_changed.raise();
    }

    void onBinary(const QByteArray &bytes)
    {
        m_unanswered = 0;
        if (!m_greeting)
            return fail("the server sent bytes before its greeting");
        m_unread += static_cast<std::size_t>(bytes.size());
        if (m_unread > mostUnread)
            return fail("the server sent more than an SSH connection may have under way");
        if (!bytes.isEmpty())
            m_received.push_back(bytes.toStdString());
        m_changed.raise();
    }

    void fail(std::string_view why)
    {
        end(Error{ErrorCode::BadGateway, std::format("the tunnel broke: {}", why)});
        m_socket.abort();
    }

    void ping()
    {
        if (m_unanswered++ >= patience) {
            end(Error{ErrorCode::Timeout, "the tunnel was given up: the server has not answered for a while"});
            m_socket.abort();
            return;
        }
        m_socket.ping();
    }

    QWebSocket m_socket;
    QTimer m_pings;
    std::chrono::milliseconds m_interval;
    int m_unanswered = 0;
    std::optional<QString> m_greeting;
    std::deque<std::string> m_received;
    std::size_t m_taken = 0; ///< of the first of them
    std::size_t m_unread = 0;
    bool m_ended = false;
    std::optional<Error> m_failure;
    ssh::Signal m_changed;
};

class TunnelStream final : public Stream
{
public:
    explicit TunnelStream(std::shared_ptr<Link> link) : m_link(std::move(link)) {}
    ~TunnelStream() override
    {
        TunnelStream::close();
        // Perhaps called from a slot of the socket's own.
        QTimer::singleShot(0, [link = std::move(m_link)] {});
    }

    Task<Result<std::string>> read(std::size_t limit) override { return readFrom(m_link, limit); }
    Task<Result<void>> write(std::string bytes) override { return writeTo(m_link, std::move(bytes)); }
    void closeWrite() override { m_link->closePolitely(); }
    void close() override
    {
        m_link->end(Error{ErrorCode::Cancelled, "the tunnel was closed on this side"});
        m_link->closePolitely();
    }

private:
    static Task<Result<std::string>> readFrom(std::shared_ptr<Link> link, std::size_t limit)
    {
        for (;;) {
            // What came before the end still counts, unless this side has given up.
            const auto &failure = link->failure();
            if (failure && failure->code == ErrorCode::Cancelled)
                co_return std::unexpected(*failure);
            if (auto bytes = link->take(limit))
                co_return std::move(*bytes);
            if (failure)
                co_return std::unexpected(*failure);
            if (link->isAtEnd())
                co_return std::string();
            co_await link->changed();
        }
    }

    static Task<Result<void>> writeTo(std::shared_ptr<Link> link, std::string bytes)
    {
        const auto ended = [&link]() -> std::optional<Error> {
            if (link->failure())
                return link->failure();
            if (link->isAtEnd() || !link->isConnected())
                return Error{ErrorCode::BadGateway, "the tunnel has ended"};
            return std::nullopt;
        };
        if (const auto why = ended())
            co_return std::unexpected(*why);
        if (!bytes.empty())
            link->send(bytes);
        while (link->bytesWaiting() > waitingBytes) {
            if (const auto why = ended())
                co_return std::unexpected(*why);
            co_await link->changed();
        }
        co_return {};
    }

    std::shared_ptr<Link> m_link;
};

QNetworkRequest httpRequest(const TunnelRequest &request)
{
    QNetworkRequest http(QUrl(QString::fromStdString(request.url)));
    http.setRawHeader("Authorization", "Bearer " + QByteArray::fromStdString(request.token));
    http.setRawHeader("Portolan-Public-Key", QByteArray::fromStdString(request.publicKey));
    return http;
}

QUrl withScheme(QUrl url, bool webSocket)
{
    const auto scheme = url.scheme();
    const bool secure = scheme == "https"_L1 || scheme == "wss"_L1;
    url.setScheme(webSocket ? (secure ? u"wss"_s : u"ws"_s) : (secure ? u"https"_s : u"http"_s));
    return url;
}

Result<Tunnel> greeted(std::shared_ptr<Link> link)
{
    const auto document = QJsonDocument::fromJson(link->greeting()->toUtf8()).object();
    auto hostKey = ssh::PublicKey::parse(document["hostKey"_L1].toString().toStdString());
    if (!hostKey)
        return failWithin("the tunnel's greeting", std::move(hostKey.error()));
    link->startPings();
    return Tunnel{.stream = std::make_unique<TunnelStream>(std::move(link)),
                  .hostKey = std::move(*hostKey),
                  .user = document["user"_L1].toString().toStdString()};
}

Task<Result<ssh::Transport>> dial(TunnelRequest request, std::stop_token cancel)
{
    auto tunnel = co_await openTunnel(std::move(request), std::move(cancel));
    if (!tunnel)
        co_return std::unexpected(std::move(tunnel.error()));
    co_return ssh::Transport{
        .bytes = std::move(tunnel->stream), .hostKeys = {std::move(tunnel->hostKey)}, .user = std::move(tunnel->user)};
}

} // namespace

Task<Result<Tunnel>> openTunnel(TunnelRequest request, std::stop_token cancel)
{
    auto http = httpRequest(request);
    const QUrl url = http.url();
    if (!url.isValid() || url.host().isEmpty())
        co_return fail(ErrorCode::InvalidArgument, std::format("\"{}\" is no address of a tunnel", request.url));

    const auto link = std::make_shared<Link>(request);
    const auto giveUp = [weak = std::weak_ptr(link)](Error why) {
        if (const auto strong = weak.lock())
            strong->end(std::move(why));
    };
    const std::stop_callback onCancel(cancel, [loop = Loop::current(), giveUp] {
        loop->post([giveUp] { giveUp({ErrorCode::Cancelled, "opening the tunnel was cancelled"}); });
    });
    QTimer deadline;
    deadline.setSingleShot(true);
    QObject::connect(&deadline, &QTimer::timeout, &deadline,
                     [&] { giveUp({ErrorCode::Timeout, "the server did not open the tunnel in time"}); });
    deadline.start(request.timeout);

    http.setUrl(withScheme(url, true));
    link->open(http);
    bool upgraded = false;
    while (!link->greeting() && !link->isAtEnd()) {
        upgraded = upgraded || link->isConnected();
        co_await link->changed();
    }
    if (link->greeting())
        co_return greeted(link);

    auto failure = link->failure().value_or(Error{ErrorCode::BadGateway, "the server closed the tunnel unused"});
    link->abort();
    if (upgraded || failure.code == ErrorCode::Cancelled || failure.code == ErrorCode::Timeout)
        co_return std::unexpected(std::move(failure));
    http.setUrl(withScheme(url, false));
    if (request.tls)
        http.setSslConfiguration(*request.tls);
    co_return std::unexpected(co_await askForProblem(std::move(http), std::move(failure), std::move(cancel)));
}

ssh::Connector connectTunnel(TunnelRequest request)
{
    return [request = std::move(request)](std::string publicKey, std::stop_token cancel) {
        auto mine = request;
        mine.publicKey = std::move(publicKey);
        return dial(std::move(mine), std::move(cancel));
    };
}

} // namespace portolan
