// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "core/base/network.h"
#include "server/api/dispatcher.h"
#include "server/config/configuration.h"
#include "server/control/workspace_controller.h"
#include "server/control/workspace_service.h"
#include "server/http/server.h"
#include "server/identity/password_service.h"
#include "server/identity/session_service.h"
#include "server/identity/signed_tokens.h"
#include "server/notify/delivery.h"
#include "server/portals/builtin/session_controller.h"
#include "server/portals/builtin/webhook_poster.h"
#include "server/portals/educates/catalog_poller.h"
#include "server/portals/lookup.h"
#include "server/runtime/runtime.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace portolan {

/// The whole control plane inside this process: the store, the controllers, the runtimes and the HTTP server, on
/// threads of their own. portolan-server is a main() around it; the console carries one for "This computer".
class ControlPlane
{
public:
    struct Options {
        std::filesystem::path data; ///< the data folder; made where it is missing
        http::ServerOptions http;
        identity::PasswordService::Options passwords;
        identity::SessionService::Options sessions;
        identity::SignedTokens::Options signedTokens;
        api::Dispatcher::Limits rates; ///< none by default: a control plane inside the console is one person's
        api::CorsOptions cors;
        bool accessLog = false; ///< a line for each request
        std::vector<Network> tokenAddresses; ///< from where tokens of users may be asked for
        config::Proxies proxies;
        config::Identity identity; ///< who is believed besides this server
        std::optional<std::string> publicUrl;
        control::WorkspaceService::Options workspaces;
        control::WorkspaceController::Options controller;
        portals::SessionController::Options workshopSessions;
        portals::Lookup::Options lookup;
        portals::WebhookPoster::Options webhooks;
        portals::EducatesPortal::Options remotePortals;
        std::string remotePortalsCaFile; ///< read at the start, into remotePortals; empty: none
        portals::CatalogPoller::Options polling;
        store::LedgerOptions ledger;
        notify::DeliveryOptions sinks;
        std::chrono::milliseconds heartbeat{15'000}; ///< of event streams
        std::chrono::milliseconds sampleEvery{2'000}; ///< how often the workspaces' use is looked at
        std::chrono::milliseconds checkCredentials{500}; ///< how often long connections are asked for theirs
        /// Makes the runtime; by default the one for this computer. Called in the control loop's thread.
        std::function<Task<Result<std::unique_ptr<runtime::Runtime>>>(std::filesystem::path data)> makeRuntime;
    };

    /// The options that a configuration asks for.
    [[nodiscard]] static Options optionsFrom(const config::Configuration &configuration);

    explicit ControlPlane(Options options);
    /// As stop(), and waits for it.
    ~ControlPlane();

    /// Opens the data folder, begins to serve, takes back the workspaces that run; done when all of that is. Gives the
    /// URL. Conflict where another process holds the folder. From a thread with an event loop; once.
    [[nodiscard]] Task<Result<std::string>> start();

    /// Takes over every key that config::takesEffectAtOnce(), whether it has changed or not, and no other. Between start()
    /// and stop(); from a thread with an event loop.
    [[nodiscard]] Task<void> reconfigure(config::Configuration configuration);

    /// Takes no more requests, lets those under way finish for `grace`, ends the threads. Workspaces go on running.
    /// Idempotent.
    [[nodiscard]] Task<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5));

private:
    class Inside;
    static Task<bool> stopInside(Inside &inside, std::chrono::milliseconds grace);
    static Task<bool> reconfigureInside(Inside &inside, const config::Configuration &configuration);

    std::unique_ptr<Inside> m_inside;
};

} // namespace portolan
