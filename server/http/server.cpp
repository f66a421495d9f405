// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/server.h"

#include "core/async/loop_thread.h"
#include "core/async/oneshot.h"
#include "server/http/acceptor.h"
#include "server/http/admission.h"
#include "server/http/log.h"
#include "server/http/plain_transport.h"
#include "server/http/tls_transport.h"
#include "server/http/worker.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QThread>

#include <atomic>
#include <format>
#include <semaphore>

#include <openssl/pem.h>
#include <openssl/x509.h>

namespace portolan::http {

namespace {

Result<QByteArray> readFile(const std::string &path, std::string_view what)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::InvalidArgument,
                    std::format("cannot read the {} {}: {}", what, path, file.errorString().toStdString()));
    return file.readAll();
}

// Qt gives no way to ask, and would fail each handshake instead.
bool belongTogether(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    const auto open = [](const QByteArray &pem) {
        return std::unique_ptr<BIO, decltype(&BIO_free)>(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())),
                                                         BIO_free);
    };
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(open(certificatePem).get(), nullptr, nullptr, nullptr), X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(open(keyPem).get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
}

Result<QSslConfiguration> loadTls(const std::string &certificatePath, const std::string &keyPath)
{
    const auto certificateFile = readFile(certificatePath, "TLS certificate");
    if (!certificateFile)
        return std::unexpected(certificateFile.error());
    const auto keyFile = readFile(keyPath, "TLS key");
    if (!keyFile)
        return std::unexpected(keyFile.error());
    const auto chain = QSslCertificate::fromData(*certificateFile, QSsl::Pem);
    if (chain.isEmpty())
        return fail(ErrorCode::InvalidArgument, std::format("{} holds no PEM certificate", certificatePath));
    QSslKey key;
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (key.isNull())
            key = QSslKey(*keyFile, algorithm, QSsl::Pem, QSsl::PrivateKey);
    }
    if (key.isNull())
        return fail(ErrorCode::InvalidArgument,
                    std::format("{} holds no unencrypted RSA or EC private key in PEM form", keyPath));
    if (!belongTogether(*certificateFile, *keyFile))
        return fail(ErrorCode::InvalidArgument,
                    std::format("the key {} does not belong to the certificate {}", keyPath, certificatePath));
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    return configuration;
}

/// A thread with an event loop, and the worker that lives in it.
struct WorkerThread {
    explicit WorkerThread(int number) : thread(std::format("http {}", number)), loop(thread.loop()) {}

    LoopThread thread;
    std::shared_ptr<Loop> loop;
    std::unique_ptr<Worker> worker; ///< made and destroyed in `thread`
};

} // namespace

class Server::Private
{
public:
    Private(ServerOptions given, HandlerFactory factory)
        : options(std::move(given)), handlerFactory(std::move(factory)), admission(options.limits)
    {}

    void startThreads();
    void accepted(int descriptor, Peer peer);
    void adopt(Worker &worker, int descriptor, const Peer &peer, Admission::Verdict verdict) const;
    void stopAccepting();
    void stopWorkers(std::chrono::milliseconds grace, std::function<void()> done);
    void join();

    const ServerOptions options;
    const HandlerFactory handlerFactory;
    Admission admission;
    std::optional<QSslConfiguration> tls;
    std::vector<std::unique_ptr<WorkerThread>> threads;
    std::unique_ptr<Acceptor> acceptor; ///< lives in the first thread
    std::uint16_t port = 0;
    std::size_t next = 0; ///< used by the acceptor's thread only
    bool started = false;
    bool stopped = false;
};

void Server::Private::startThreads()
{
    const int count = options.threads > 0 ? options.threads : std::max(1, QThread::idealThreadCount());
    for (int i = 0; i < count; ++i) {
        auto made = std::make_unique<WorkerThread>(i);
        std::binary_semaphore ready(0);
        made->loop->post([&, thread = made.get()] {
            thread->worker = std::make_unique<Worker>(options.limits, admission, handlerFactory);
            ready.release();
        });
        ready.acquire();
        threads.push_back(std::move(made));
    }
}

void Server::Private::accepted(int descriptor, Peer peer)
{
    peer.tls = tls.has_value();
    const auto verdict = admission.admit(peer.address);
    if (verdict != Admission::Verdict::Admitted && (tls || !admission.admitRefusal())) {
        Acceptor::closeDescriptor(descriptor); // a refusal over TLS would cost a handshake
        return;
    }
    auto &target = *threads[next++ % threads.size()];
    if (target.loop->isCurrent()) {
        adopt(*target.worker, descriptor, peer, verdict);
        return;
    }
    target.loop->post([this, &target, descriptor, peer = std::move(peer), verdict] {
        adopt(*target.worker, descriptor, peer, verdict);
    });
}

void Server::Private::adopt(Worker &worker, int descriptor, const Peer &peer, Admission::Verdict verdict) const
{
    if (tls) {
        worker.adopt(std::make_unique<TlsTransport>(descriptor, peer, *tls, worker.limits().headRead));
        return;
    }
    auto transport = std::make_unique<PlainTransport>(worker.poller(), descriptor, peer);
    switch (verdict) {
    case Admission::Verdict::Admitted:
        worker.adopt(std::move(transport));
        break;
    case Admission::Verdict::TooManyInAll:
        worker.adoptRefused(std::move(transport), 503, "the server has all the connections that it may have");
        break;
    case Admission::Verdict::TooManyOfAddress: // RFC 6585 section 4: this client has sent too much
        worker.adoptRefused(std::move(transport), 429, "there are too many connections from this address");
        break;
    }
}

void Server::Private::stopAccepting()
{
    if (!acceptor)
        return;
    std::binary_semaphore done(0);
    threads.front()->loop->post([&] {
        acceptor.reset();
        done.release();
    });
    done.acquire();
}

void Server::Private::stopWorkers(std::chrono::milliseconds grace, std::function<void()> done)
{
    const auto left = std::make_shared<std::atomic<std::size_t>>(threads.size());
    for (const auto &thread : threads) {
        thread->loop->post([worker = thread->worker.get(), grace, left, done] {
            worker->stop(grace, [left, done] {
                if (--*left == 0)
                    done();
            });
        });
    }
}

void Server::Private::join()
{
    for (const auto &thread : threads)
        thread->loop->post([thread = thread.get()] { thread->worker.reset(); });
    for (const auto &thread : threads)
        thread->thread.end();
    threads.clear();
    stopped = true;
}

Server::Server(ServerOptions options, HandlerFactory factory)
    : m_private(std::make_unique<Private>(std::move(options), std::move(factory)))
{}

Server::~Server()
{
    if (!m_private->started || m_private->stopped)
        return;
    m_private->stopAccepting();
    std::binary_semaphore done(0);
    m_private->stopWorkers(std::chrono::milliseconds(0), [&done] { done.release(); });
    done.acquire();
    m_private->join();
}

Result<void> Server::start()
{
    auto &self = *m_private;
    if (self.started)
        return fail(ErrorCode::Conflict, "the HTTP server has been started already");
    if (self.options.tlsCertificate.empty() != self.options.tlsKey.empty())
        return fail(ErrorCode::InvalidArgument, "TLS needs both a certificate and a key");
    if (!self.options.tlsCertificate.empty()) {
        auto configuration = loadTls(self.options.tlsCertificate, self.options.tlsKey);
        if (!configuration)
            return std::unexpected(std::move(configuration.error()));
        self.tls = std::move(*configuration);
    }
    auto socket = ListeningSocket::open(self.options.address, self.options.port);
    if (!socket)
        return std::unexpected(std::move(socket.error()));
    self.port = socket->port();
    self.startThreads();
    self.started = true;
    std::binary_semaphore ready(0);
    self.threads.front()->loop->post([&] {
        self.acceptor = std::make_unique<Acceptor>(self.threads.front()->worker->poller(), std::move(*socket),
                                                   [&self](int descriptor, Peer peer) {
                                                       self.accepted(descriptor, std::move(peer));
                                                   });
        ready.release();
    });
    ready.acquire();
    return {};
}

void Server::setLimits(const Limits &limits)
{
    m_private->admission.setLimits(limits);
    for (const auto &thread : m_private->threads)
        thread->loop->post([worker = thread->worker.get(), limits] { worker->setLimits(limits); });
}

std::uint16_t Server::port() const
{
    return m_private->port;
}

std::string Server::url() const
{
    const auto &self = *m_private;
    if (self.options.address.starts_with("unix:"))
        return self.options.address;
    const bool six = self.options.address.contains(':');
    return std::format("{}://{}{}{}:{}", self.tls ? "https" : "http", six ? "[" : "", self.options.address,
                       six ? "]" : "", self.port);
}

ServerCounters Server::counters() const
{
    const auto &self = *m_private;
    ServerCounters counters{.connections = self.admission.open(),
                            .accepted = self.admission.accepted(),
                            .refused = self.admission.refused()};
    for (const auto &thread : self.threads) {
        counters.requests += thread->worker->requests();
        counters.bufferedBytes += thread->worker->buffered();
    }
    return counters;
}

Task<void> Server::stop(std::chrono::milliseconds grace)
{
    auto &self = *m_private;
    if (!self.started || self.stopped)
        co_return;
    self.stopAccepting();
    OneShot<bool> done;
    self.stopWorkers(grace, [done]() mutable { done.set(true); });
    co_await done;
    if (!self.stopped)
        self.join();
}

} // namespace portolan::http
