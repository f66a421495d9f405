// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/listen.h"
#include "server/embed/control_plane.h"
#include "server/runtime/null/null_runtime.h"

namespace portolan {

api::Dispatcher::Limits ratesFrom(const config::RateLimit &limit)
{
    return {.perPrincipal = {.perMinute = limit.perMinute, .burst = limit.burst},
            .perAddress = {.perMinute = limit.perAddressPerMinute, .burst = limit.perAddressBurst}};
}

api::CorsOptions corsFrom(const config::Cors &cors)
{
    return {.origins = cors.origins,
            .credentials = cors.credentials,
            .maxAge = std::chrono::floor<std::chrono::seconds>(cors.maxAge)};
}

notify::DeliveryOptions sinksFrom(const config::Configuration &configuration)
{
    notify::DeliveryOptions options;
    options.sender.source = configuration.publicUrl.value_or("portolan");
    for (const std::string &text : configuration.sinks.allowInternal)
        if (const auto network = Network::parse(text)) // a loaded configuration has such that parse
            options.policy.allowed.push_back(*network);
    return options;
}

portals::Lookup::Options lookupFrom(const config::Lookup &lookup)
{
    return {.portalDeadline = lookup.portalDeadline,
            .deadline = lookup.deadline,
            .countInFlight = lookup.countInFlight,
            .failuresToRest = static_cast<int>(lookup.restAfter),
            .longestRest = lookup.longestRest};
}

/// Runs nothing.
Task<Result<std::unique_ptr<runtime::Runtime>>> makeNullRuntime(std::filesystem::path)
{
    qWarning("workspaces.runtime is none: nothing runs in any workspace; it is for load and simulation only");
    co_return std::unique_ptr<runtime::Runtime>(std::make_unique<runtime::NullRuntime>());
}

ControlPlane::Options ControlPlane::optionsFrom(const config::Configuration &configuration)
{
    Options options;
    options.data = configuration.data;
    options.checkCredentials = configuration.checkCredentials;
    options.passwords.failures = static_cast<int>(configuration.identity.password.failures);
    options.passwords.lockout = configuration.identity.password.lockout;
    options.sessions.lifetime = configuration.identity.sessionLifetime;
    options.signedTokens.lifetime = std::chrono::ceil<std::chrono::seconds>(configuration.identity.tokenLifetime);
    options.signedTokens.loginLifetime = std::chrono::ceil<std::chrono::seconds>(configuration.identity.loginLifetime);
    if (configuration.publicUrl)
        options.signedTokens.issuer = *configuration.publicUrl;
    for (const std::string &text : configuration.identity.tokenAddresses)
        if (const auto network = Network::parse(text)) // a loaded configuration has such that parse
            options.tokenAddresses.push_back(*network);
    options.proxies = configuration.proxies;
    options.identity = configuration.identity;
    options.publicUrl = configuration.publicUrl;
    options.ledger.keepEvents = std::chrono::ceil<std::chrono::seconds>(configuration.events.retention);
    options.ledger.keepAudit = std::chrono::ceil<std::chrono::seconds>(configuration.audit.retention);
    options.heartbeat = configuration.events.heartbeat;
    options.sinks = sinksFrom(configuration);
    for (const std::string &text : configuration.portals.allowInternal)
        if (const auto network = Network::parse(text)) // a loaded configuration has such that parse
            options.remotePortals.policy.allowed.push_back(*network);
    options.remotePortalsCaFile = configuration.portals.caFile;
    options.polling.every = configuration.portals.pollEvery;
    options.lookup = lookupFrom(configuration.lookup);
    options.webhooks.policy = options.sinks.policy;
    if (configuration.workspaces.runtime == config::WorkspaceRuntime::None)
        options.makeRuntime = makeNullRuntime;
    options.rates = ratesFrom(configuration.rateLimit);
    options.cors = corsFrom(configuration.cors);
    options.accessLog = configuration.http.accessLog;
    options.workspaces.perOwner = configuration.workspaces.perOwner;
    http::ServerOptions &http = options.http;
    // A loaded configuration has one that parses (config/checks.h).
    if (auto listen = config::parseListen(configuration.listen)) {
        http.address = std::move(listen->address);
        http.port = listen->port;
    }
    http.tlsCertificate = configuration.tls.certificate;
    http.tlsKey = configuration.tls.key;
    http.threads = static_cast<int>(configuration.http.threads);
    http.limits.head = static_cast<std::size_t>(configuration.http.maxHead);
    http.limits.body = static_cast<std::size_t>(configuration.http.maxBody);
    http.limits.connections = static_cast<std::size_t>(configuration.http.maxConnections);
    http.limits.connectionsPerAddress = static_cast<std::size_t>(configuration.http.maxConnectionsPerAddress);
    http.limits.headRead = configuration.http.headTimeout;
    http.limits.idle = configuration.http.idleTimeout;
    return options;
}

} // namespace portolan
