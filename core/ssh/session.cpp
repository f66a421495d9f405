// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/session.h"

#include "core/async/timer.h"
#include "core/base/time.h"
#include "core/ssh/channel.h"

#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>

#include <fcntl.h>
#include <sys/socket.h>

#if defined(__linux__) && defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace portolan::ssh {

namespace {

/// AES-GCM is several times faster than ChaCha20 where the processor has instructions for it, and slower elsewhere.
const char *ciphers()
{
#if defined(__x86_64__) || defined(__i386__)
    const bool fastAes = __builtin_cpu_supports("aes");
#elif defined(__linux__) && defined(__aarch64__)
    constexpr unsigned long hwcapAes = 1UL << 3;
    const bool fastAes = (getauxval(AT_HWCAP) & hwcapAes) != 0;
#else
    const bool fastAes = false;
#endif
    return fastAes ? "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr"
                   : "chacha20-poly1305@openssh.com,aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes256-ctr";
}

/// The signature algorithms of RFC 8332 for an RSA key; a key's own type for the others.
std::string hostKeyAlgorithms(const std::vector<PublicKey> &keys)
{
    std::string list;
    for (const auto &key : keys) {
        const auto type = key.type() == "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : key.type();
        list += (list.empty() ? "" : ",") + type;
    }
    return list;
}

std::string fingerprints(const std::vector<PublicKey> &keys)
{
    std::string list;
    for (const auto &key : keys)
        list += (list.empty() ? "" : " or ") + key.fingerprint();
    return list;
}

} // namespace

Session::Session(ConnectionOptions options) : m_options(std::move(options))
{
    QObject::connect(&m_keepAlive, &QTimer::timeout, &m_keepAlive, [this] { keepAlive(); });
}

Session::~Session()
{
    close();
}

std::string Session::lastError() const
{
    const char *text = m_session ? ssh_get_error(m_session) : "";
    return text && *text ? text : "no reason given";
}

Task<Result<void>> Session::open(Connector connector, std::stop_token cancel, Engine::Hold hold)
{
    const auto self = shared_from_this();
    auto fresh = KeyPair::generate();
    if (!fresh)
        co_return std::unexpected(fresh.error());

    const auto failLater = [loop = Loop::current(), weak = weak_from_this()](Error why) {
        loop->post([weak, why = std::move(why)]() mutable {
            if (const auto session = weak.lock())
                session->fail(std::move(why));
        });
    };
    const std::stop_callback onCancel(cancel, [&] {
        failLater({ErrorCode::Cancelled, "opening the SSH connection was cancelled"});
    });
    QTimer deadline;
    deadline.setSingleShot(true);
    QObject::connect(&deadline, &QTimer::timeout, &deadline, [&] {
        fail({ErrorCode::Timeout, std::format("no SSH connection came about within {}: the server did not answer",
                                              formatDuration(m_options.timeout))});
    });
    deadline.start(m_options.timeout);

    auto transport = co_await connector(fresh->publicKey().line(), m_connecting.get_token());
    if (m_failure)
        co_return std::unexpected(*m_failure);
    if (!transport) {
        fail(transport.error());
        co_return std::unexpected(*m_failure);
    }
    if (m_options.offerFreshKey)
        m_options.keys.insert(m_options.keys.begin(), std::move(*fresh));
    if (m_options.user.empty())
        m_options.user = transport->user;
    m_pinned = m_options.hostKeys;
    m_pinned.insert(m_pinned.end(), transport->hostKeys.begin(), transport->hostKeys.end());

    Result<void> result;
    if (const auto fd = attach(std::move(*transport), std::move(hold)); !fd)
        result = std::unexpected(fd.error());
    else if (result = configure(*fd); result)
        result = co_await handshake();
    if (!result) {
        fail(result.error());
        co_return std::unexpected(*m_failure);
    }
    m_keepAlive.start(m_options.keepAlive);
    co_return {};
}

Result<int> Session::attach(Transport transport, Engine::Hold hold)
{
    if (auto *socket = std::get_if<Descriptor>(&transport.bytes)) {
        m_fd = std::move(*socket);
        return m_fd.get();
    }
    auto pair = socketPair();
    if (!pair)
        return std::unexpected(pair.error());
    m_fd = std::move(pair->first);
    // Little may wait here, or keys typed would wait behind it; it is still several packets.
    const int bytes = 64 * 1024;
    for (const int fd : {m_fd.get(), pair->second.get()})
        ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    m_outer = std::move(std::get<std::unique_ptr<Stream>>(transport.bytes));
    m_outerEnded.emplace();
    detach(pumpStream(weak_from_this(), makeFdStream(std::move(pair->second)), m_outer, std::move(hold)));
    return m_fd.get();
}

Task<void> Session::pumpStream(std::weak_ptr<Session> session, std::shared_ptr<Stream> inner,
                               std::shared_ptr<Stream> outer, Engine::Hold hold)
{
    const auto result = co_await pipe(inner, std::move(outer));
    if (const auto strong = session.lock())
        strong->m_outerEnded->set(result ? std::nullopt : std::optional(result.error()));
    hold.reset();
}

Result<void> Session::configure(int fd)
{
    m_session = ssh_new();
    if (!m_session)
        return portolan::fail(ErrorCode::Internal, "libssh could not make a session");
    ssh_set_blocking(m_session, 0);
    m_counter = std::make_unique<ssh_counter_struct>();
    ssh_set_counters(m_session, m_counter.get(), nullptr);
    // libssh closes even a descriptor that it was lent when writing to it fails: it gets one of its own.
    m_libsshs = Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
    if (!m_libsshs)
        return portolan::fail(ErrorCode::Internal,
                              std::format("the SSH connection could not be set up: {}", std::strerror(errno)));
    const int libsshs = m_libsshs.get();
    const bool no = false;
    const int on = 1;
    const auto algorithms = hostKeyAlgorithms(m_pinned);
    const auto set = [this](ssh_options_e option, const void *value) {
        return ssh_options_set(m_session, option, value) == SSH_OK;
    };
    // Nothing from files that happen to be on this computer: all that counts is in the options.
    const bool done = set(SSH_OPTIONS_PROCESS_CONFIG, &no) && set(SSH_OPTIONS_KNOWNHOSTS, "/dev/null")
                      && set(SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null") && set(SSH_OPTIONS_FD, &libsshs)
                      && set(SSH_OPTIONS_HOST, "peer") && set(SSH_OPTIONS_USER, m_options.user.c_str())
                      && set(SSH_OPTIONS_NODELAY, &on) && set(SSH_OPTIONS_CIPHERS_C_S, ciphers())
                      && set(SSH_OPTIONS_CIPHERS_S_C, ciphers())
                      && (algorithms.empty() || set(SSH_OPTIONS_HOSTKEYS, algorithms.c_str()));
    if (!done)
        return portolan::fail(ErrorCode::InvalidArgument, "the SSH connection could not be set up: " + lastError());

    m_readable = std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Write);
    m_writable->setEnabled(false);
    QObject::connect(m_readable.get(), &QSocketNotifier::activated, m_readable.get(), [this] { pump(); });
    QObject::connect(m_writable.get(), &QSocketNotifier::activated, m_writable.get(), [this] { pump(); });
    return {};
}

Task<Result<void>> Session::handshake()
{
    static_cast<void>(m_libsshs.release());
    const auto connected = co_await repeat([this] { return ssh_connect(m_session); });
    if (!connected)
        co_return std::unexpected(connected.error());
    if (*connected != SSH_OK) {
        const auto why = lastError();
        // With a host that has no key of the pinned type there is no key exchange at all.
        if (!m_pinned.empty() && why.contains("kex error"))
            co_return portolan::fail(ErrorCode::PermissionDenied,
                                     std::format("the SSH server was refused: it offers no host key of the type that "
                                                 "is expected ({}), or no method in common: {}",
                                                 fingerprints(m_pinned), why),
                                     {{"reason", "host-key-changed"}});
        co_return portolan::fail(ErrorCode::BadGateway, "the SSH server did not complete the handshake: " + why);
    }
    if (const auto checked = checkHostKey(); !checked)
        co_return checked;
    if (const auto known = co_await authenticate(); !known)
        co_return known;
    co_return startEvents();
}

Result<void> Session::checkHostKey()
{
    ssh_key key = nullptr;
    if (ssh_get_server_publickey(m_session, &key) != SSH_OK)
        return portolan::fail(ErrorCode::BadGateway, "the SSH server has shown no host key");
    const PublicKey shown(key);
    if (std::ranges::find(m_pinned, shown) != m_pinned.end())
        return {};
    const Error::Args args = {{"reason", m_pinned.empty() ? "host-key-unknown" : "host-key-changed"},
                              {"fingerprint", shown.fingerprint()},
                              {"hostKey", shown.line()}};
    if (m_pinned.empty())
        return portolan::fail(
            ErrorCode::PermissionDenied,
            std::format("the SSH server was refused: its host key is {} and nothing says which one is right",
                        shown.fingerprint()),
            args);
    return portolan::fail(ErrorCode::PermissionDenied,
                          std::format("the SSH server was refused: its host key is {} instead of {}. Either it was set "
                                      "up anew, or somebody stands between; nothing was sent to it",
                                      shown.fingerprint(), fingerprints(m_pinned)),
                          args);
}

Task<Result<void>> Session::authenticate()
{
    std::string tried;
    const auto note = [&tried](std::string_view what) { tried += (tried.empty() ? "" : ", ") + std::string(what); };
    // libssh has a code of its own for "again" here.
    const auto again = [](int status) { return status == SSH_AUTH_AGAIN ? SSH_AGAIN : status; };
    for (const auto &key : m_options.keys) {
        const auto status = co_await repeat([&] {
            return again(ssh_userauth_publickey(m_session, nullptr, key.handle()));
        });
        if (!status)
            co_return std::unexpected(status.error());
        if (*status == SSH_AUTH_SUCCESS)
            co_return {};
        if (*status == SSH_AUTH_ERROR)
            co_return portolan::fail(ErrorCode::BadGateway, "the SSH server broke off the login: " + lastError());
        note(key.publicKey().fingerprint());
    }
    if (m_options.useAgent) {
        const auto status = co_await repeat([&] { return again(ssh_userauth_agent(m_session, nullptr)); });
        if (!status)
            co_return std::unexpected(status.error());
        if (*status == SSH_AUTH_SUCCESS)
            co_return {};
        note("the keys of the agent");
    }
    co_return portolan::fail(ErrorCode::Unauthenticated,
                             std::format("the SSH server does not let in \"{}\" (tried: {})", m_options.user,
                                         tried.empty() ? "no key" : tried));
}

Result<void> Session::startEvents()
{
    m_event = ssh_event_new();
    if (!m_event || ssh_event_add_session(m_event, m_session) != SSH_OK)
        return portolan::fail(ErrorCode::Internal, "libssh could not watch its session");
    pumpSoon();
    return {};
}

Task<Result<int>> Session::repeat(std::move_only_function<int()> step)
{
    const auto self = shared_from_this();
    for (;;) {
        if (m_failure)
            co_return std::unexpected(*m_failure);
        const int rc = step();
        watch();
        if (rc != SSH_AGAIN)
            co_return rc;
        co_await m_traffic.wait();
    }
}

Task<Result<std::shared_ptr<Channel>>> Session::openChannel(std::stop_token cancel)
{
    const auto self = shared_from_this();
    if (m_failure)
        co_return std::unexpected(*m_failure);
    const auto channel = std::make_shared<Channel>(self);
    std::erase_if(m_channels, [](const auto &weak) { return weak.expired(); });
    m_channels.push_back(channel);
    if (auto opened = co_await channel->open(std::move(cancel)); !opened)
        co_return std::unexpected(opened.error());
    co_return channel;
}

bool Session::isWireFree() const
{
    return (ssh_get_status(m_session) & SSH_WRITE_PENDING) == 0;
}

void Session::pumpSoon()
{
    if (std::exchange(m_pumpPosted, true))
        return;
    Loop::current()->post([weak = weak_from_this()] {
        if (const auto session = weak.lock()) {
            session->m_pumpPosted = false;
            session->pump();
        }
    });
}

void Session::pump()
{
    if (m_failure || m_pumping)
        return;
    if (!m_event) { // still in the handshake, where each call of libssh polls by itself
        m_traffic.raise();
        watch();
        return;
    }
    m_pumping = true;
    // A turn is bounded, so that other work of this thread gets its share.
    constexpr int rounds = 64;
    int round = 0;
    for (; round < rounds; ++round) {
        bool wrote = false;
        for (const auto &weak : m_channels)
            if (const auto channel = weak.lock())
                wrote |= channel->writeSome();
        const int rc = ssh_event_dopoll(m_event, 0);
        if (rc == SSH_ERROR || !ssh_is_connected(m_session) || ssh_get_status(m_session) & SSH_CLOSED_ERROR) {
            m_pumping = false;
            detach(lose(shared_from_this(), lastError()));
            return;
        }
        for (const auto &weak : m_channels)
            if (const auto channel = weak.lock())
                channel->consumeRest();
        if (rc == SSH_AGAIN && !wrote)
            break;
    }
    m_pumping = false;
    m_traffic.raise();
    watch();
    if (round == rounds)
        pumpSoon();
}

void Session::watch()
{
    if (m_failure || !m_session || !m_writable)
        return;
    m_writable->setEnabled((ssh_get_poll_flags(m_session) & SSH_WRITE_PENDING) != 0);
}

void Session::keepAlive()
{
    if (m_failure)
        return;
    constexpr int patience = 3;
    if (const auto heard = m_counter->in_bytes; heard != m_heard) {
        m_heard = heard;
        m_silentTicks = 0;
    }
    if (m_silentTicks >= patience) {
        fail({ErrorCode::Timeout, std::format("the SSH connection was given up: nothing came from the server for {}",
                                              formatDuration(m_options.keepAlive * m_silentTicks))});
        return;
    }
    if (m_silentTicks++ > 0)
        ssh_send_keepalive(m_session);
    pumpSoon();
}

Task<void> Session::lose(std::shared_ptr<Session> session, std::string reason)
{
    if (std::exchange(session->m_losing, true))
        co_return;
    session->m_readable->setEnabled(false);
    session->m_writable->setEnabled(false);
    ::shutdown(session->m_fd.get(), SHUT_RDWR);
    // The tunnel knows better than libssh why it ended.
    if (session->m_outerEnded) {
        session->m_outer->close();
        if (const auto deeper = co_await *session->m_outerEnded; deeper && deeper->code != ErrorCode::Cancelled)
            reason = deeper->detail;
    }
    session->fail({ErrorCode::BadGateway, "the SSH connection was lost: " + reason});
}

void Session::fail(Error why)
{
    if (m_failure)
        return;
    m_failure = std::move(why);
    m_keepAlive.stop();
    m_connecting.request_stop();
    if (m_readable) {
        m_readable->setEnabled(false);
        m_writable->setEnabled(false);
    }
    m_traffic.raise();
    for (const auto &weak : m_channels)
        if (const auto channel = weak.lock())
            channel->wakeAll();
    if (m_outer)
        m_outer->close();
    m_ended.set(*m_failure);
}

void Session::close()
{
    fail({ErrorCode::Cancelled, "the SSH connection was closed on this side"});
    for (const auto &weak : std::exchange(m_channels, {}))
        if (const auto channel = weak.lock())
            channel->detachFromSession();
    m_readable.reset();
    m_writable.reset();
    if (!m_session)
        return;
    if (m_event) {
        ssh_event_remove_session(m_event, m_session);
        ssh_event_free(m_event);
        m_event = nullptr;
    }
    // Of what it was lent it closes nothing here, unless it forgets that; which it does, and says "invalid".
    ssh_options_set(m_session, SSH_OPTIONS_FD, nullptr);
    ssh_disconnect(m_session);
    ssh_free(m_session);
    m_session = nullptr;
    m_libsshs = Descriptor();
    m_fd = Descriptor();
}

} // namespace portolan::ssh
