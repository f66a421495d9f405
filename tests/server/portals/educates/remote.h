// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/lists.h"
#include "server/portals/educates/catalog_poller.h"
#include "server/portals/environments.h"
#include "server/portals/registry.h"
#include "tests/support/run.h"
#include "tests/support/server/answers.h"
#include "tests/support/server/fault_proxy.h"
#include "tests/support/server/portals.h"

#include <QTemporaryDir>

namespace portolan::test {

/// A portal "demo" of a second server, which offers the workshop "lab"; nothing runs in its workspaces.
class OtherServer
{
public:
    OtherServer()
    {
        qputenv("PORTOLAN_WORKSPACES_RUNTIME", "none");
        if (const auto started = m_server.start(); !started)
            qFatal("%s", started.error().detail.c_str());
        put(QStringLiteral("/api/v1/workshop-definitions/lab"),
            R"({"title":"Lab","description":"About it","labels":[{"name":"topic","value":"x"}],)"
            R"("request":{"parameters":[{"name":"COLOUR","value":"red"}]}})");
    }

    void offer(std::int64_t places, const std::string &portal = "demo")
    {
        put(QString::fromStdString("/api/v1/clusters/local/portals/" + portal),
            QByteArray::fromStdString(std::format(
                R"({{"portal":{{"sessions":{{"maximum":{0}}}}},"workshops":[{{"name":"lab","capacity":{0},"reserved":0,)"
                R"("expires":"4m","deadline":"20m"}}]}})",
                places)));
    }
    void withdraw(const std::string &portal = "demo")
    {
        const auto path = QString::fromStdString("/api/v1/clusters/local/portals/" + portal);
        (void)m_server.request("DELETE", path);
        if (!waitUntil([&] { return m_server.request("GET", path).status == 404; }))
            qFatal("the portal stays");
    }
    [[nodiscard]] PortalCredentials robot(const std::string &portal = "demo") const
    {
        return robotOf(m_server, portal);
    }
    /// Those that have not begun to end.
    [[nodiscard]] std::vector<WorkshopSessionDetails> sessions() const
    {
        auto list = modelOf<WorkshopSessionList>(m_server.request("GET", QStringLiteral("/api/v1/workshop-sessions")));
        std::erase_if(list.sessions,
                      [](const WorkshopSessionDetails &session) { return session.phase != SessionPhase::Allocated; });
        return std::move(list.sessions);
    }
    [[nodiscard]] ServerProcess &server() { return m_server; }

private:
    void put(const QString &path, const QByteArray &body) const
    {
        const auto answer = m_server.request("PUT", path, body);
        if (answer.status != 200 && answer.status != 201)
            qFatal("%s", answer.body.constData());
    }

    ServerProcess m_server;
};

/// A store that knows that portal, and the driver that asks it.
struct Here {
    /// `port`: where the other server is, or what stands in front of it.
    Here(OtherServer &other, std::uint16_t port, portals::EducatesPortal::Options options)
    {
        state = std::move(*State::open(folder.filePath(QStringLiteral("p.db")).toStdString(), clock));
        vault = std::move(*vault::Vault::open(folder.filePath(QStringLiteral("keys")).toStdString(), random));
        blueprints.emplace(std::move(*control::Blueprints::load()));
        analytics.emplace(*state, portals::Analytics::Options{.base = [] { return std::string(); }});
        options.policy.allowed = {*Network::parse("127.0.0.0/8")};
        registry.emplace(
            *state, *vault, *blueprints, *analytics, random,
            [this](const std::string &id) {
                if (poller)
                    poller->wake(id);
            },
            portals::Registry::Policies{.portals = options.policy});
        driver.emplace(
            *state, random, [this](const TrainingPortal &portal) { return registry->robotOf(portal); },
            [this](const std::string &id) {
                ++wakes;
                if (poller)
                    poller->wake(id);
            },
            options);
        spec = remotePortal(other.server(), "demo");
        spec.remote = {.url = std::format("http://127.0.0.1:{}/portals/demo", port)};
        if (const auto put = run(registry->putPortal("local", "away", spec, admin)); !put)
            qFatal("%s", put.error().detail.c_str());
    }
    ~Here()
    {
        if (poller)
            run(poller->stop());
        state->close();
    }
    Q_DISABLE_COPY_MOVE(Here)

    void startPolling(portals::CatalogPoller::Options options)
    {
        poller.emplace(*state, random, options);
        poller->setPortal(*driver);
        poller->start();
    }
    [[nodiscard]] portals::PortalPtr portal() const { return state->portals.find("local/away"); }
    [[nodiscard]] Result<void> poll() { return run(driver->poll(portal(), {})); }
    [[nodiscard]] store::ItemPtr<WorkshopEnvironment> environment() const
    {
        return state->environments.find("local/away/demo-w01");
    }
    [[nodiscard]] std::optional<WorkshopSession> session(const std::string &name) const
    {
        const auto item = state->workshopSessions.find("local/away/demo-w01/" + name);
        return item ? std::optional(item->value) : std::nullopt;
    }
    [[nodiscard]] portals::Fill fill() const { return portals::fillOf(*state, environment()->value); }

    QTemporaryDir folder;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<State> state;
    std::unique_ptr<vault::Vault> vault;
    std::optional<control::Blueprints> blueprints;
    std::optional<portals::Analytics> analytics;
    std::optional<portals::Registry> registry;
    std::optional<portals::EducatesPortal> driver;
    std::optional<portals::CatalogPoller> poller;
    TrainingPortalSpec spec;
    int wakes = 0; ///< how often the driver wants the portal to be asked
    identity::Principal admin{.username = "root", .roles = {Role::Admin}};
};

} // namespace portolan::test
