// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/embed/control_plane.h"

#include "server/api/dispatcher.h"
#include "server/api/services.h"
#include "server/control/housekeeping.h"
#include "server/embed/trust.h"
#include "server/identity/bootstrap.h"
#include "server/notify/notifier.h"
#include "server/runtime/local/local_runtime.h"
#include "server/store/data_folder.h"

#include "core/async/loop_thread.h"
#include "core/base/certificates.h"

#include <QCoreApplication>
#include <QTimer>

#include <future>

namespace portolan {

namespace {

/// Everything that lives in the control loop's thread, in the order in which it is made; it goes in the opposite one.
struct Parts {
    SystemClock clock;
    SystemRandom random;
    std::optional<store::DataFolder> folder;
    std::unique_ptr<State> state;
    std::optional<control::Blueprints> blueprints;
    std::optional<control::JobBoard> jobs;
    std::unique_ptr<runtime::Runtime> runtime;
    identity::LastUse lastUse;
    std::unique_ptr<identity::SignedTokens> signedTokens;
    std::optional<identity::Issuers> issuers;
    std::optional<identity::Authenticator> authenticator;
    std::optional<identity::PasswordService> passwords;
    std::optional<identity::UserService> users;
    std::optional<identity::Federation> federation;
    std::optional<identity::WebLogin> webLogin;
    std::optional<identity::TokenHandout> handout;
    std::optional<identity::TokenService> tokens;
    std::optional<identity::SessionService> sessions;
    std::unique_ptr<vault::Vault> vault;
    std::optional<control::SessionLog> sessionLog;
    std::optional<identity::CredentialService> credentials;
    std::optional<api::Idempotency> idempotency;
    control::Heartbeats heartbeats{clock};
    api::RequestMetrics requestMetrics;
    std::optional<api::AuditTrail> audit;
    std::optional<notify::Notifier> notifier;
    std::optional<notify::SinkService> sinks;
    std::optional<control::Housekeeping> housekeeping;
    std::optional<control::WorkspaceController> controller;
    std::optional<control::UsageSampler> usage;
    std::optional<control::WorkspaceService> workspaces;
    std::optional<portals::Analytics> analytics;
    std::optional<portals::WebhookPoster> webhooks;
    std::optional<portals::SessionController> workshopSessions;
    std::optional<portals::BuiltinPortal> builtinPortal;
    std::optional<portals::RobotTokens> robotTokens;
    std::optional<portals::Registry> registry;
    std::optional<portals::CatalogPoller> poller;
    std::optional<portals::EducatesPortal> remotePortals;
    std::optional<portals::Lookup> lookup;
    std::optional<api::Dispatcher> dispatcher;
    std::atomic<bool> ready = false;
    QTimer pulse; ///< of the control loop
    std::atomic<std::size_t> controllerDepth = 0;
    std::atomic<std::chrono::milliseconds> checkCredentials;
    std::unique_ptr<http::Server> server;
};

/// A program of ours: beside the running one, or where packages put what nobody calls by hand.
Result<std::filesystem::path> findProgram(const std::string &name)
{
    const std::filesystem::path here = QCoreApplication::applicationDirPath().toStdString();
    for (const auto &folder : {here, here / "../bin", here / "../libexec/portolan"}) {
        std::error_code ignored;
        if (const auto path = std::filesystem::canonical(folder / name, ignored); !path.empty())
            return path;
    }
    return fail(ErrorCode::NotFound,
                std::format("the program {} is not beside {}; is the installation whole?", name, here.string()));
}

Task<Result<std::unique_ptr<runtime::Runtime>>> makeLocalRuntime(std::filesystem::path data)
{
    auto agent = findProgram("portolan-agent");
    auto launcher = findProgram("portolan-launch");
    if (!agent || !launcher)
        co_return std::unexpected(agent ? launcher.error() : agent.error());
    auto made = co_await runtime::LocalRuntime::create(
        {.data = std::move(data), .agent = *agent, .launcher = *launcher});
    if (!made)
        co_return std::unexpected(std::move(made.error()));
    co_return std::unique_ptr<runtime::Runtime>(std::move(*made));
}

} // namespace

/// Lives across threads; its tasks run in the control loop's.
class ControlPlane::Inside
{
public:
    explicit Inside(Options options) : m_options(std::move(options)) {}

    ~Inside()
    {
        // The parts were made in the control loop's thread and go there.
        std::promise<void> gone;
        m_thread.loop()->post([this, &gone] {
            m_parts.reset();
            gone.set_value();
        });
        gone.get_future().wait();
        m_thread.end();
    }

    [[nodiscard]] const std::shared_ptr<Loop> &loop() const { return m_thread.loop(); }

    Task<Result<std::string>> start()
    {
        m_parts = std::make_unique<Parts>();
        auto started = co_await startParts(*m_parts);
        if (!started) {
            co_await stop(std::chrono::milliseconds(0));
            co_return std::unexpected(std::move(started.error()));
        }
        co_return m_parts->server->url();
    }

    void reconfigure(const config::Configuration &configuration)
    {
        if (!m_parts || m_stopped)
            return;
        const Options wanted = optionsFrom(configuration);
        m_parts->checkCredentials = wanted.checkCredentials;
        if (m_parts->workspaces)
            m_parts->workspaces->setPerOwner(wanted.workspaces.perOwner);
        if (m_parts->dispatcher) {
            m_parts->dispatcher->setLimits(wanted.rates);
            m_parts->dispatcher->setCors(wanted.cors);
            m_parts->dispatcher->setAccessLog(wanted.accessLog);
        }
        if (m_parts->server)
            m_parts->server->setLimits(wanted.http.limits);
    }

    Task<void> stop(std::chrono::milliseconds grace)
    {
        if (!m_parts || std::exchange(m_stopped, true))
            co_return;
        Parts &parts = *m_parts;
        parts.ready = false;
        if (parts.folder)
            if (const auto withdrawn = parts.folder->withdraw(); !withdrawn)
                qWarning("withdrawing the endpoint failed: %s", withdrawn.error().detail.c_str());
        if (parts.server)
            co_await parts.server->stop(grace);
        if (parts.usage)
            parts.usage->stop();
        if (parts.sessionLog)
            parts.sessionLog->stop();
        if (parts.poller)
            co_await parts.poller->stop();
        if (parts.workshopSessions)
            co_await parts.workshopSessions->stop();
        if (parts.controller)
            co_await parts.controller->stop();
        if (parts.webhooks)
            co_await parts.webhooks->stop();
        if (parts.notifier)
            co_await parts.notifier->stop();
        if (parts.housekeeping)
            co_await parts.housekeeping->stop();
        if (parts.state)
            parts.state->close();
    }

private:
    Task<Result<void>> startParts(Parts &parts)
    {
        auto folder = store::DataFolder::open(m_options.data);
        if (!folder)
            co_return std::unexpected(std::move(folder.error()));
        parts.folder.emplace(std::move(*folder));
        auto state = State::open(parts.folder->databasePath(), parts.clock, m_options.ledger);
        if (!state)
            co_return failWithin("opening the store", std::move(state.error()));
        parts.state = std::move(*state);
        if (auto made = co_await identity::bootstrap(*parts.state, parts.random, m_options.data / "admin-token"); !made)
            co_return made;
        if (const auto &name = m_options.identity.developmentIdentity)
            if (auto made = co_await ensureDeveloper(*parts.state, *name); !made)
                co_return made;
        auto blueprints = control::Blueprints::load();
        if (!blueprints)
            co_return failWithin("reading the blueprints", std::move(blueprints.error()));
        parts.blueprints.emplace(std::move(*blueprints));
        auto runtime = co_await (m_options.makeRuntime ? m_options.makeRuntime(m_options.data)
                                                       : makeLocalRuntime(m_options.data));
        if (!runtime)
            co_return failWithin("preparing to run workspaces", std::move(runtime.error()));
        parts.runtime = std::move(*runtime);
        co_return co_await serve(parts);
    }

    Task<Result<void>> serve(Parts &parts)
    {
        parts.checkCredentials = m_options.checkCredentials;
        parts.jobs.emplace(parts.clock);
        auto signedTokens = identity::SignedTokens::open(m_options.data / "keys", *parts.state, parts.random,
                                                         m_options.signedTokens);
        if (!signedTokens)
            co_return std::unexpected(std::move(signedTokens.error()));
        parts.signedTokens = std::move(*signedTokens);
        auto front = frontProxyOf(m_options.proxies, m_options.identity.trustedHeader);
        if (!front)
            co_return std::unexpected(std::move(front.error()));
        parts.issuers.emplace(trustedIssuers(m_options.identity), outboundPolicy(m_options.identity), parts.clock,
                              m_thread.loop());
        parts.authenticator.emplace(*parts.state, parts.lastUse, *parts.signedTokens,
                                    trustOf(m_options.identity, *parts.issuers));
        parts.passwords.emplace(*parts.state, parts.random, m_options.passwords);
        parts.users.emplace(*parts.state, *parts.passwords);
        auto providers = loginProviders(m_options.identity);
        if (!providers)
            co_return std::unexpected(std::move(providers.error()));
        parts.webLogin.emplace(std::move(*providers), outboundPolicy(m_options.identity), parts.clock, parts.random,
                               m_thread.loop());
        parts.handout.emplace(parts.clock, parts.random);
        parts.federation.emplace(*parts.authenticator, *parts.users, *parts.issuers);
        parts.tokens.emplace(*parts.state, parts.random, parts.lastUse);
        parts.sessions.emplace(*parts.state, parts.random, m_options.sessions);
        auto vault = vault::Vault::open(m_options.data / "keys", parts.random);
        if (!vault)
            co_return failWithin("opening the vault", std::move(vault.error()));
        parts.vault = std::move(*vault);
        parts.sessionLog.emplace(*parts.state, parts.random, PORTOLAN_VERSION);
        if (auto started = co_await parts.sessionLog->start(); !started)
            co_return started;
        parts.credentials.emplace(*parts.state, *parts.vault);
        parts.idempotency.emplace(*parts.state, *parts.vault, parts.random);
        addChores(parts);
        m_options.controller.heart = parts.heartbeats.add("workspace controller", std::chrono::seconds(60));
        if (auto prepared = co_await prepareSinks(parts); !prepared)
            co_return prepared;
        m_options.controller.onRunning = [&parts](store::Change &change, const Workspace &workspace) {
            parts.workshopSessions->workspaceRuns(change, workspace);
        };
        parts.controller.emplace(*parts.state, *parts.runtime, *parts.blueprints, *parts.jobs, m_options.controller);
        parts.usage.emplace(*parts.state, *parts.runtime, m_options.sampleEvery,
                            parts.heartbeats.add("usage sampler",
                                                 3 * m_options.sampleEvery + std::chrono::seconds(10)));
        auto wake = [&controller = *parts.controller](std::string name) { controller.wake(std::move(name)); };
        m_options.workspaces.runtime = parts.runtime->name();
        parts.workspaces.emplace(*parts.state, *parts.blueprints, *parts.jobs, parts.random, wake,
                                 m_options.workspaces);
        if (auto prepared = preparePortals(parts, std::move(wake)); !prepared)
            co_return prepared;
        const api::Services services{.state = *parts.state,
                                     .authenticator = *parts.authenticator,
                                     .users = *parts.users,
                                     .tokens = *parts.tokens,
                                     .passwords = *parts.passwords,
                                     .sessions = *parts.sessions,
                                     .credentials = *parts.credentials,
                                     .signedTokens = *parts.signedTokens,
                                     .webLogin = *parts.webLogin,
                                     .handout = *parts.handout,
                                     .publicUrl = m_options.publicUrl.value_or(""),
                                     .signedInByProxy = front->users.isWanted(),
                                     .everybodyIsDeveloper = m_options.identity.developmentIdentity.has_value(),
                                     .tokenAddresses = m_options.tokenAddresses,
                                     .sinks = *parts.sinks,
                                     .registry = *parts.registry,
                                     .lookup = *parts.lookup,
                                     .builtinPortal = *parts.builtinPortal,
                                     .robotTokens = *parts.robotTokens,
                                     .workshopSessions = *parts.workshopSessions,
                                     .analytics = *parts.analytics,
                                     .webhooks = m_options.webhooks.policy,
                                     .workspaces = *parts.workspaces,
                                     .jobs = *parts.jobs,
                                     .sessionLog = *parts.sessionLog,
                                     .blueprints = *parts.blueprints,
                                     .runtime = *parts.runtime,
                                     .usage = *parts.usage,
                                     .controlLoop = m_thread.loop(),
                                     .version = PORTOLAN_VERSION,
                                     .serverName = m_options.http.address,
                                     .heartbeat = m_options.heartbeat,
                                     .checkCredentials = parts.checkCredentials,
                                     .ready = parts.ready,
                                     .heartbeats = parts.heartbeats,
                                     .controllerDepth = parts.controllerDepth,
                                     .requestMetrics = parts.requestMetrics,
                                     .httpCounters = [&parts] { return parts.server->counters(); }};
        parts.audit.emplace(*parts.state);
        parts.dispatcher.emplace(api::Dispatcher::Helpers{.authenticator = *parts.authenticator,
                                                          .clock = parts.clock,
                                                          .idempotency = *parts.idempotency,
                                                          .metrics = parts.requestMetrics,
                                                          .audit = *parts.audit,
                                                          .front = identity::FrontProxy(std::move(*front)),
                                                          .federation = &*parts.federation},
                                 api::allRoutes(services), m_options.rates, m_options.cors);
        parts.dispatcher->setAccessLog(m_options.accessLog);
        parts.server = std::make_unique<http::Server>(m_options.http, [&dispatcher = *parts.dispatcher] {
            return [&dispatcher](http::Request &request) { return dispatcher.handle(request); };
        });
        if (auto listening = parts.server->start(); !listening)
            co_return listening;
        if (auto controlled = co_await parts.controller->start(); !controlled)
            co_return controlled;
        parts.workshopSessions->start();
        parts.poller->start();
        parts.webhooks->start();
        parts.usage->start();
        parts.housekeeping->start();
        startPulse(parts);
        parts.notifier->start();
        parts.ready = true;
        co_return parts.folder->announce(parts.server->url(), PORTOLAN_VERSION);
    }

    Result<void> preparePortals(Parts &parts, std::function<void(std::string)> wakeWorkspace)
    {
        if (!m_options.remotePortalsCaFile.empty()) {
            auto authorities = readAuthorities(m_options.remotePortalsCaFile);
            if (!authorities)
                return failWithin("portals.ca_file", std::move(authorities.error()));
            m_options.remotePortals.authorities = std::move(*authorities);
        }
        auto &analytics = parts.analytics.emplace(*parts.state, portals::Analytics::Options{.base = [this, &parts] {
            return m_options.publicUrl.value_or(parts.server ? parts.server->url() : std::string());
        }});
        parts.webhooks.emplace(*parts.state, m_options.webhooks);
        m_options.workshopSessions.heart = parts.heartbeats.add("workshop sessions", std::chrono::seconds(60));
        auto &controller = parts.workshopSessions.emplace(*parts.state, *parts.workspaces, analytics,
                                                          m_options.workshopSessions);
        parts.builtinPortal.emplace(
            *parts.state, *parts.blueprints, analytics, parts.random,
            portals::BuiltinPortal::Wake{
                .session = [&controller](std::string id) { controller.wakeSession(std::move(id)); },
                .environment = [&controller](std::string id) { controller.wakeEnvironment(std::move(id)); },
                .workspace = std::move(wakeWorkspace)},
            portals::BuiltinPortal::Options{.runtime = parts.runtime->name()});
        controller.setPortal(*parts.builtinPortal);
        auto &poller = parts.poller.emplace(*parts.state, parts.random, m_options.polling);
        parts.robotTokens.emplace(*parts.state, parts.random);
        parts.registry.emplace(
            *parts.state, *parts.vault, *parts.blueprints, analytics, parts.random,
            [&controller, &poller](const std::string &id) {
                controller.wakePortal(id);
                poller.wake(id);
            },
            portals::Registry::Policies{.portals = m_options.remotePortals.policy,
                                        .webhooks = m_options.webhooks.policy});
        parts.remotePortals.emplace(
            *parts.state, parts.random,
            [&registry = *parts.registry](const TrainingPortal &portal) { return registry.robotOf(portal); },
            [&poller](std::string id) { poller.wake(std::move(id)); }, m_options.remotePortals);
        poller.setPortal(*parts.remotePortals);
        parts.lookup.emplace(*parts.state, parts.random, *parts.builtinPortal, m_options.lookup, &*parts.remotePortals);
        return {};
    }

    /// What shows that the control loop is alive, and how much it has to do.
    static void startPulse(Parts &parts)
    {
        parts.pulse.setInterval(std::chrono::seconds(1));
        QObject::connect(&parts.pulse, &QTimer::timeout, &parts.pulse,
                         [&parts, heart = parts.heartbeats.add("control loop", std::chrono::seconds(10))] {
                             heart.beat();
                             parts.controllerDepth = parts.controller->depth() + parts.workshopSessions->depth()
                                                     + parts.poller->depth();
                         });
        parts.pulse.start();
    }

    static void addChores(Parts &parts)
    {
        control::Housekeeping &housekeeping = parts.housekeeping.emplace(parts.heartbeats.add("housekeeping",
                                                                                              std::chrono::minutes(3)));
        housekeeping.add("writing when tokens were last used", [&parts] { return parts.lastUse.save(*parts.state); });
        housekeeping.add("removing expired sessions", [&parts] { return parts.sessions->removeExpired(); });
        housekeeping.add("taking a new key to sign tokens with",
                         [&parts] { return parts.signedTokens->rotateWhenDue(); });
        housekeeping.add("forgetting old sessions", [&parts] { return parts.sessionLog->removeExpired(); });
        housekeeping.add("forgetting old tokens of robots", [&parts] { return parts.robotTokens->removeExpired(); });
        housekeeping.add("forgetting old Idempotency-Keys", [&parts] { return parts.idempotency->removeExpired(); });
    }

    Task<Result<void>> prepareSinks(Parts &parts)
    {
        auto instance = co_await identity::instanceOf(*parts.state, parts.random);
        if (!instance)
            co_return std::unexpected(std::move(instance.error()));
        notify::DeliveryOptions options = m_options.sinks;
        options.sender.instance = *instance;
        parts.notifier.emplace(*parts.state, *parts.vault, parts.random, options);
        auto changed = [loop = m_thread.loop(), &notifier = *parts.notifier](std::string id) {
            loop->post([&notifier, id = std::move(id)] { notifier.changed(id); });
        };
        parts.sinks.emplace(*parts.state, *parts.vault, parts.random, std::move(options), std::move(changed));
        co_return Result<void>{};
    }

    Options m_options;
    LoopThread m_thread{"control"};
    std::unique_ptr<Parts> m_parts;
    bool m_stopped = false;
};

ControlPlane::ControlPlane(Options options) : m_inside(std::make_unique<Inside>(std::move(options))) {}

ControlPlane::~ControlPlane()
{
    std::promise<void> stopped;
    m_inside->loop()->post([this, &stopped] {
        constexpr auto stopAndTell = [](Inside &inside, std::promise<void> &told) -> Task<void> {
            co_await inside.stop(std::chrono::milliseconds(0));
            told.set_value();
        };
        detach(stopAndTell(*m_inside, stopped));
    });
    stopped.get_future().wait();
}

Task<Result<std::string>> ControlPlane::start()
{
    return runIn<Result<std::string>>(m_inside->loop(), [this] { return m_inside->start(); });
}

Task<void> ControlPlane::stop(std::chrono::milliseconds grace)
{
    co_await runIn<bool>(m_inside->loop(), [this, grace]() -> Task<bool> { return stopInside(*m_inside, grace); });
}

Task<void> ControlPlane::reconfigure(config::Configuration configuration)
{
    co_await runIn<bool>(m_inside->loop(),
                         [this, &configuration] { return reconfigureInside(*m_inside, configuration); });
}

Task<bool> ControlPlane::reconfigureInside(Inside &inside, const config::Configuration &configuration)
{
    inside.reconfigure(configuration);
    co_return true;
}

Task<bool> ControlPlane::stopInside(Inside &inside, std::chrono::milliseconds grace)
{
    co_await inside.stop(grace);
    co_return true;
}

} // namespace portolan
