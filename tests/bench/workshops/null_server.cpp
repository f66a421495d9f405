// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/loop.h"
#include "server/embed/control_plane.h"
#include "server/portals/registry.h"
#include "server/runtime/null/null_runtime.h"

#include <QCoreApplication>

#include <iostream>
#include <print>

/// A control plane whose workspaces run nothing (the null runtime), with a tenant, 100 environments in 5 portals, which
/// offer the same 20 workshops, and as many sessions as are wanted: portolan-null-server DATA SESSIONS THREADS. Prints its address, and goes
/// when it is killed.
namespace {

using namespace portolan;

constexpr int portalCount = 5;
constexpr int workshopsInEach = 20;

Task<Result<void>> addSessions(State &state, int count)
{
    constexpr int atOnce = 500;
    const Time now = state.clock().now();
    for (int first = 0; first < count; first += atOnce) {
        store::Change change;
        for (int number = first; number < std::min(first + atOnce, count); ++number) {
            const int portal = number % portalCount;
            const int place = number / portalCount % workshopsInEach;
            const std::string environment = std::format("portal-{}-w{:02}", portal, place + 1);
            // Of numbers that the server does not come to.
            change.put(WorkshopSession{.name = std::format("{}-s{}", environment, 10'000'000 + number),
                                       .environment = environment,
                                       .portal = std::format("portal-{}", portal),
                                       .cluster = std::string(localCluster),
                                       .number = 10'000'000 + number,
                                       .workshop = std::format("workshop-{}", place),
                                       .state = WorkshopSessionState::Running,
                                       .user = std::format("user-{}", number),
                                       .created = now,
                                       .started = now},
                       store::absent);
        }
        if (auto committed = co_await state.ledger().commit(std::move(change)); !committed)
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return Result<void>{};
}

Task<Result<void>> fill(State &state, portals::Registry &registry, int sessions)
{
    const identity::Principal admin{.username = "bench", .roles = {Role::Admin}};
    if (auto tenant = co_await registry.putTenant("tenant", {}, admin); !tenant)
        co_return std::unexpected(std::move(tenant.error()));
    TrainingPortalSpec spec;
    for (int number = 0; number < workshopsInEach; ++number) {
        const std::string name = std::format("workshop-{}", number);
        WorkshopSpec workshop{.title = "Workshop", .description = "About as much as people write about a workshop"};
        if (auto put = co_await registry.putWorkshop(name, workshop, admin); !put)
            co_return std::unexpected(std::move(put.error()));
        PortalWorkshop offered;
        offered.name = name;
        offered.reserved = 0;
        spec.workshops.push_back(std::move(offered));
    }
    for (int number = 0; number < portalCount; ++number)
        if (auto put = co_await registry.putPortal(std::string(localCluster), std::format("portal-{}", number), spec,
                                                   admin);
            !put)
            co_return std::unexpected(std::move(put.error()));
    co_return co_await addSessions(state, sessions);
}

Task<Result<void>> prepare(std::filesystem::path data, int sessions)
{
    SystemClock clock;
    SystemRandom random;
    std::filesystem::create_directories(data / "keys");
    std::filesystem::permissions(data / "keys", std::filesystem::perms::owner_all);
    auto state = State::open(data / "portolan.db", clock);
    if (!state)
        co_return std::unexpected(std::move(state.error()));
    auto vault = vault::Vault::open(data / "keys", random);
    auto blueprints = control::Blueprints::load();
    if (!vault || !blueprints)
        co_return std::unexpected(std::move(vault ? blueprints.error() : vault.error()));
    const portals::Analytics analytics(**state, {.base = [] { return std::string(); }});
    portals::Registry registry(
        **state, **vault, *blueprints, analytics, random, [](const std::string &) {}, portals::Registry::Policies{});
    auto filled = co_await fill(**state, registry, sessions);
    (*state)->close();
    co_return filled;
}

Task<void> serve(ControlPlane &plane, std::filesystem::path data, int sessions)
{
    if (const auto prepared = co_await prepare(std::move(data), sessions); !prepared) {
        std::println(stderr, "{}", prepared.error().detail);
        QCoreApplication::exit(1);
        co_return;
    }
    const auto url = co_await plane.start();
    if (!url) {
        std::println(stderr, "{}", url.error().detail);
        QCoreApplication::exit(1);
        co_return;
    }
    std::println("Listening on {}", *url);
    std::cout.flush();
}

Task<Result<std::unique_ptr<runtime::Runtime>>> makeNull(std::filesystem::path)
{
    co_return std::make_unique<runtime::NullRuntime>();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 4) {
        std::println(stderr, "portolan-null-server DATA SESSIONS THREADS");
        return 2;
    }
    ControlPlane::Options options{.data = argv[1]};
    options.http.threads = std::atoi(argv[3]);
    options.http.limits.connectionsPerAddress = 20'000;
    options.makeRuntime = makeNull;
    ControlPlane plane(options);
    QMetaObject::invokeMethod(
        &application, [&] { detach(serve(plane, argv[1], std::atoi(argv[2]))); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
