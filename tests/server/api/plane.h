// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/dispatcher.h"
#include "server/api/services.h"
#include "tests/support/agent_process.h"

namespace portolan::test {

/// One workspace that runs: an agent in a sandbox.
class OneWorkspace final : public runtime::Runtime
{
public:
    OneWorkspace()
    {
        if (runProgram(QStringLiteral("ssh-keygen"),
                       {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                        QStringLiteral(""), QStringLiteral("-f"), m_folder.filePath(QStringLiteral("host"))})
                .status
            != 0)
            qFatal("no host key could be made");
        const auto key = QString::fromStdString(readFile(m_folder.filePath(QStringLiteral("host")).toStdString()));
        m_agent.emplace(AgentProcess::Options{.sandboxed = true, .config = {{QStringLiteral("hostKey"), key}}});
    }

    std::string name() const override { return "one"; }
    std::vector<runtime::Enforcement> enforcement() const override { return {}; }
    Result<void> usable() const override { return {}; }
    Task<Result<void>> start(runtime::Spec, runtime::Progress) override { co_return Result<void>{}; }
    Task<Result<void>> stop(std::string, std::chrono::milliseconds) override { co_return Result<void>{}; }
    Task<Result<void>> wipe(std::string) override { co_return Result<void>{}; }
    Task<Result<std::vector<runtime::Found>>> discover() override { co_return std::vector<runtime::Found>(); }
    Task<Result<std::unique_ptr<Stream>>> open(std::string) override { return connectUnix(m_agent->socketPath()); }
    Result<std::string> hostKey(const std::string &) const override
    {
        return readFile(m_folder.filePath(QStringLiteral("host.pub")).toStdString());
    }
    Result<Usage> usage(const std::string &) const override { return Usage{}; }

    const AgentProcess &agent() const { return *m_agent; }

private:
    QTemporaryDir m_folder;
    std::optional<AgentProcess> m_agent;
};

/// The API over a store and that workspace, without the controllers.
class Plane
{
public:
    /// `adapt` may change the routes before they are served.
    explicit Plane(const std::function<void(std::vector<api::Route> &)> &adapt = {})
    {
        auto opened = State::open(m_folder.filePath(QStringLiteral("portolan.db")).toStdString(), m_clock);
        auto loaded = control::Blueprints::load();
        if (!opened || !loaded)
            qFatal("the store or the blueprints cannot be opened");
        state = std::move(*opened);
        m_blueprints.emplace(std::move(*loaded));
        auto signedTokens = identity::SignedTokens::open(m_folder.filePath(QStringLiteral("keys")).toStdString(),
                                                         *state, m_random, {});
        if (!signedTokens)
            qFatal("%s", signedTokens.error().detail.c_str());
        m_signedTokens = std::move(*signedTokens);
        m_authenticator.emplace(*state, m_lastUse, *m_signedTokens);
        m_passwords.emplace(*state, m_random, identity::PasswordService::Options{});
        m_users.emplace(*state, *m_passwords);
        m_tokens.emplace(*state, m_random, m_lastUse);
        m_sessions.emplace(*state, m_random, identity::SessionService::Options{});
        auto vaultOpened = vault::Vault::open(m_folder.filePath(QStringLiteral("keys")).toStdString(), m_random);
        if (!vaultOpened)
            qFatal("%s", vaultOpened.error().detail.c_str());
        m_vault = std::move(*vaultOpened);
        m_credentials.emplace(*state, *m_vault);
        m_sessionLog.emplace(*state, m_random, "test");
        m_idempotency.emplace(*state, *m_vault, m_random);
        m_webLogin.emplace(std::vector<identity::WebLogin::Provider>(), outbound::OutboundPolicy(), m_clock, m_random,
                           Loop::current());
        m_sinks.emplace(*state, *m_vault, m_random, notify::DeliveryOptions{}, [](const std::string &) {});
        m_usage.emplace(*state, runtime, std::chrono::hours(1));
        m_workspaces.emplace(
            *state, *m_blueprints, jobs, m_random, [](const std::string &) {}, control::WorkspaceService::Options{});
        m_analytics.emplace(*state, portals::Analytics::Options{.base = [] { return std::string(); }});
        m_workshopSessions.emplace(*state, *m_workspaces, *m_analytics, portals::SessionController::Options{});
        m_builtinPortal.emplace(*state, *m_blueprints, *m_analytics, m_random,
                                portals::BuiltinPortal::Wake{.session = [](const std::string &) {},
                                                             .environment = [](const std::string &) {},
                                                             .workspace = [](const std::string &) {}},
                                portals::BuiltinPortal::Options{});
        m_robotTokens.emplace(*state, m_random);
        m_registry.emplace(
            *state, *m_vault, *m_blueprints, *m_analytics, m_random, [](const std::string &) {},
            portals::Registry::Policies{});
        m_lookup.emplace(*state, m_random, *m_builtinPortal, portals::Lookup::Options{});
        const api::Services services{.state = *state,
                                     .authenticator = *m_authenticator,
                                     .users = *m_users,
                                     .tokens = *m_tokens,
                                     .passwords = *m_passwords,
                                     .sessions = *m_sessions,
                                     .credentials = *m_credentials,
                                     .signedTokens = *m_signedTokens,
                                     .webLogin = *m_webLogin,
                                     .handout = m_handout,
                                     .publicUrl = {},
                                     .signedInByProxy = false,
                                     .everybodyIsDeveloper = false,
                                     .tokenAddresses = m_tokenAddresses,
                                     .sinks = *m_sinks,
                                     .registry = *m_registry,
                                     .lookup = *m_lookup,
                                     .builtinPortal = *m_builtinPortal,
                                     .robotTokens = *m_robotTokens,
                                     .workshopSessions = *m_workshopSessions,
                                     .analytics = *m_analytics,
                                     .webhooks = m_webhooks,
                                     .workspaces = *m_workspaces,
                                     .jobs = jobs,
                                     .sessionLog = *m_sessionLog,
                                     .blueprints = *m_blueprints,
                                     .runtime = runtime,
                                     .usage = *m_usage,
                                     .controlLoop = Loop::current(),
                                     .version = "test",
                                     .serverName = "localhost",
                                     .heartbeat = std::chrono::seconds(15),
                                     .checkCredentials = m_checkCredentials,
                                     .ready = m_ready,
                                     .heartbeats = m_heartbeats,
                                     .controllerDepth = m_controllerDepth,
                                     .requestMetrics = m_requestMetrics,
                                     .httpCounters = [this] { return m_server->counters(); }};
        auto routes = api::allRoutes(services);
        if (adapt)
            adapt(routes);
        m_audit.emplace(*state);
        m_dispatcher.emplace(api::Dispatcher::Helpers{.authenticator = *m_authenticator,
                                                      .clock = m_clock,
                                                      .idempotency = *m_idempotency,
                                                      .metrics = m_requestMetrics,
                                                      .audit = *m_audit},
                             std::move(routes), api::Dispatcher::Limits{}, api::CorsOptions{});
        m_server.emplace(http::ServerOptions{.threads = 1},
                         [this] { return [this](http::Request &request) { return m_dispatcher->handle(request); }; });
        if (const auto started = m_server->start(); !started)
            qFatal("%s", started.error().detail.c_str());
    }

    ~Plane()
    {
        m_server.reset();
        state->close();
    }

    [[nodiscard]] std::string url(const std::string &path) const { return m_server->url() + path; }
    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }
    [[nodiscard]] const std::vector<api::Route> &routes() const { return m_dispatcher->routes(); }
    [[nodiscard]] Time now() const { return m_clock.now(); }

    [[nodiscard]] Result<store::Committed> commit(store::Change change) const
    {
        return run(state->ledger().commit(std::move(change)));
    }

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    SystemRandom m_random;

public:
    std::unique_ptr<State> state;
    OneWorkspace runtime;
    control::JobBoard jobs{m_clock};

private:
    std::optional<control::Blueprints> m_blueprints;
    identity::LastUse m_lastUse;
    std::unique_ptr<identity::SignedTokens> m_signedTokens;
    std::vector<Network> m_tokenAddresses;
    std::optional<identity::Authenticator> m_authenticator;
    std::optional<identity::PasswordService> m_passwords;
    std::optional<identity::UserService> m_users;
    std::optional<identity::TokenService> m_tokens;
    std::optional<identity::SessionService> m_sessions;
    std::optional<identity::WebLogin> m_webLogin;
    identity::TokenHandout m_handout{m_clock, m_random};
    std::optional<control::UsageSampler> m_usage;
    std::optional<control::WorkspaceService> m_workspaces;
    std::unique_ptr<vault::Vault> m_vault;
    std::optional<identity::CredentialService> m_credentials;
    std::optional<control::SessionLog> m_sessionLog;
    std::optional<api::Idempotency> m_idempotency;
    std::optional<notify::SinkService> m_sinks;
    outbound::OutboundPolicy m_webhooks;
    std::optional<portals::Analytics> m_analytics;
    std::optional<portals::SessionController> m_workshopSessions;
    std::optional<portals::BuiltinPortal> m_builtinPortal;
    std::optional<portals::RobotTokens> m_robotTokens;
    std::optional<portals::Registry> m_registry;
    std::optional<portals::Lookup> m_lookup;
    std::optional<api::Dispatcher> m_dispatcher;
    std::atomic<bool> m_ready = true;
    control::Heartbeats m_heartbeats{m_clock};
    std::atomic<std::size_t> m_controllerDepth = 0;
    api::RequestMetrics m_requestMetrics;
    std::optional<api::AuditTrail> m_audit;
    std::atomic<std::chrono::milliseconds> m_checkCredentials{std::chrono::milliseconds(20)};
    std::optional<http::Server> m_server;
};

} // namespace portolan::test
