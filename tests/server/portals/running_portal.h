// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/control/workspace_controller.h"
#include "server/portals/builtin/session_controller.h"
#include "server/portals/builtin/webhook_poster.h"
#include "server/portals/registry.h"
#include "server/runtime/null/null_runtime.h"
#include "tests/support/run.h"

#include <QTemporaryDir>
#include <QTest>

namespace portolan::test {

/// A portal "p" of this server that offers the workshop "w-a" as "intro", with the controllers of a server and a runtime that runs
/// nothing. The clock is moved by hand.
class RunningPortal
{
public:
    virtual ~RunningPortal() = default;

protected:
    [[nodiscard]] virtual std::unique_ptr<runtime::Runtime> makeRuntime()
    {
        return std::make_unique<runtime::NullRuntime>();
    }
    void open()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<ManualClock>(Time(std::chrono::seconds(1'000'000'000)));
        auto opened = State::open(m_folder->filePath(QStringLiteral("portolan.db")).toStdString(), *m_clock);
        VERIFY_RESULT(opened);
        m_state = std::move(*opened);
        auto vaultOpened = vault::Vault::open(m_folder->filePath(QStringLiteral("keys")).toStdString(), m_random);
        VERIFY_RESULT(vaultOpened);
        m_vault = std::move(*vaultOpened);
        auto loaded = control::Blueprints::load();
        VERIFY_RESULT(loaded);
        m_blueprints.emplace(std::move(*loaded));
        m_jobs.emplace(*m_clock);
        m_runtime = makeRuntime();
        startControllers();
        VERIFY_RESULT(run(m_registry->putWorkshop("w-a", {.title = "A", .description = "About it"}, m_admin)));
    }

    void close()
    {
        stopControllers();
        m_state->close();
    }

    void startControllers()
    {
        control::WorkspaceController::Options options;
        if (m_readyWithWorkspace)
            options.onRunning = [this](store::Change &change, const Workspace &workspace) {
                m_controller->workspaceRuns(change, workspace);
            };
        m_workspaceController.emplace(*m_state, *m_runtime, *m_blueprints, *m_jobs, std::move(options));
        m_workspaces.emplace(
            *m_state, *m_blueprints, *m_jobs, m_random,
            [this](const std::string &name) { m_workspaceController->wake(name); },
            control::WorkspaceService::Options{});
        m_analytics.emplace(*m_state, portals::Analytics::Options{
                                          .base = [] { return std::string("https://labs.example.org"); }});
        m_controller.emplace(*m_state, *m_workspaces, *m_analytics,
                             portals::SessionController::Options{.lookEvery = std::chrono::milliseconds(5)});
        m_portal.emplace(*m_state, *m_blueprints, *m_analytics, m_random,
                         portals::BuiltinPortal::Wake{
                             .session = [this](const std::string &id) { m_controller->wakeSession(id); },
                             .environment = [this](const std::string &id) { m_controller->wakeEnvironment(id); },
                             .workspace = [this](const std::string &name) { m_workspaceController->wake(name); }},
                         portals::BuiltinPortal::Options{.runtime = "null"});
        m_controller->setPortal(*m_portal);
        m_registry.emplace(
            *m_state, *m_vault, *m_blueprints, *m_analytics, m_random,
            [this](const std::string &id) { m_controller->wakePortal(id); },
            portals::Registry::Policies{
                .webhooks = {.allowed = {*Network::parse("127.0.0.0/8")}, .key = "sinks.allow_internal"}});
        VERIFY_RESULT(run(m_workspaceController->start()));
        m_controller->start();
    }

    void stopControllers()
    {
        run(m_controller->stop());
        run(m_workspaceController->stop());
        m_registry.reset();
        m_portal.reset();
        m_controller.reset();
        m_workspaces.reset();
        m_workspaceController.reset();
    }

    void offer(EnvironmentRules rules, const std::string &webhook = {})
    {
        TrainingPortalSpec spec;
        spec.analytics.webhook.url = webhook;
        PortalWorkshop offered;
        static_cast<EnvironmentRules &>(offered) = rules;
        offered.name = "w-a";
        offered.alias = "intro";
        spec.workshops = {offered};
        VERIFY_RESULT(run(m_registry->putPortal("local", "p", spec, m_admin)));
    }

    [[nodiscard]] WorkshopSession sessionFor(const std::string &user)
    {
        return sessionFor(portals::SessionRequest{.environment = "p-w01", .user = user});
    }

    [[nodiscard]] WorkshopSession sessionFor(portals::SessionRequest wanted)
    {
        const auto portal = m_state->portals.find("local/p");
        const auto grant = run(m_portal->request(portal, std::move(wanted)));
        if (!grant)
            qFatal("%s", grant.error().detail.c_str());
        const auto token = grant->url.find("token=") + 6;
        m_tokens[grant->session] = grant->url.substr(token, grant->url.find('&', token) - token);
        return m_portal->find("p", grant->session)->value;
    }

    [[nodiscard]] store::ItemPtr<WorkshopSession> now(const WorkshopSession &session) const
    {
        return m_state->workshopSessions.find(session.id());
    }

    [[nodiscard]] bool becomes(const WorkshopSession &session, WorkshopSessionState state) const
    {
        return waitUntil([&] {
            const auto item = now(session);
            return item && item->value.state == state;
        });
    }

    /// Else sessions are ready after their workspaces run, as with a server of before.
    bool m_readyWithWorkspace = true;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualClock> m_clock;
    SystemRandom m_random;
    std::unique_ptr<State> m_state;
    std::unique_ptr<vault::Vault> m_vault;
    std::optional<control::Blueprints> m_blueprints;
    std::optional<control::JobBoard> m_jobs;
    std::unique_ptr<runtime::Runtime> m_runtime;
    std::optional<control::WorkspaceController> m_workspaceController;
    std::optional<control::WorkspaceService> m_workspaces;
    std::optional<portals::Analytics> m_analytics;
    std::optional<portals::SessionController> m_controller;
    std::optional<portals::BuiltinPortal> m_portal;
    std::optional<portals::Registry> m_registry;
    std::map<std::string, std::string> m_tokens; ///< of the last grant, by session
    const identity::Principal m_admin{.username = "root", .roles = {Role::Admin}};
};

} // namespace portolan::test
