// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// The sections of the configuration about HTTP. A key is described here and nowhere else: its name in the file and in
/// the environment, its default (the member's), what it takes and what it does.
namespace portolan::config {

using std::chrono::milliseconds;

struct Tls {
    std::string certificate;
    std::string key;

    bool operator==(const Tls &) const = default;
};

struct Http {
    std::int64_t threads = 0;
    std::int64_t maxHead = 32 * 1024;
    std::int64_t maxBody = 1024 * 1024;
    std::int64_t maxConnections = 20'000;
    std::int64_t maxConnectionsPerAddress = 5'000;
    milliseconds headTimeout = std::chrono::seconds(10);
    milliseconds idleTimeout = std::chrono::seconds(75);
    bool accessLog = false;

    bool operator==(const Http &) const = default;
};

struct Proxies {
    std::string secretFile;
    std::string secretHeader = "X-Portolan-Proxy-Secret";
    bool overUnixSocket = false;

    bool operator==(const Proxies &) const = default;
};

struct RateLimit {
    std::int64_t perMinute = 1'000;
    std::int64_t burst = 100;
    std::int64_t perAddressPerMinute = 3'000;
    std::int64_t perAddressBurst = 300;

    bool operator==(const RateLimit &) const = default;
};

struct Cors {
    std::vector<std::string> origins;
    bool credentials = false;
    milliseconds maxAge = std::chrono::hours(1);

    bool operator==(const Cors &) const = default;
};

} // namespace portolan::config

namespace portolan {

template <>
struct schema::Description<config::Tls> {
    static constexpr std::string_view name = "TlsConfiguration";
    static constexpr std::string_view doc = "Serving HTTPS. Both files, or neither.";
    static constexpr auto fields = std::tuple{
        field("certificate", &config::Tls::certificate, {.doc = "PEM file of the certificate chain."}),
        field("key", &config::Tls::key, {.doc = "PEM file of its private key; others may not read it."}),
    };
};

template <>
struct schema::Description<config::Http> {
    using Http = config::Http;
    static constexpr std::string_view name = "HttpConfiguration";
    static constexpr std::string_view doc = "What one client may cost.";
    static constexpr auto fields = std::tuple{
        field("threads", &Http::threads, {.doc = "Event loops; 0: one per core.", .minimum = 0, .maximum = 1024}),
        field("max_head", &Http::maxHead, {.doc = "Bytes of a request's head.", .minimum = 1024}),
        field("max_body", &Http::maxBody,
              {.doc = "Bytes of a request's body, where it is not streamed.", .minimum = 1024}),
        field("max_connections", &Http::maxConnections, {.doc = "Connections in all.", .minimum = 1}),
        field("max_connections_per_address", &Http::maxConnectionsPerAddress,
              {.doc = "Connections of one IP address.", .minimum = 1}),
        field("head_timeout", &Http::headTimeout,
              {.doc = "How long a request's head may take.", .minimum = 0.001, .maximum = 86'400}),
        field("idle_timeout", &Http::idleTimeout,
              {.doc = "How long a connection may stay without a request.", .minimum = 0.001, .maximum = 86'400}),
        field("access_log", &Http::accessLog,
              {.doc = "A line in the log for each request: its id, who, from where, what, status and time."}),
    };
};

template <>
struct schema::Description<config::Proxies> {
    using Proxies = config::Proxies;
    static constexpr std::string_view name = "ProxiesConfiguration";
    static constexpr std::string_view
        doc = "Whose X-Forwarded-For and X-Forwarded-Proto are believed. Nobody's, unless one of "
              "these says how a proxy is told from other clients.";
    static constexpr auto fields = std::tuple{
        field(
            "secret_file", &Proxies::secretFile,
            {.doc = "File with a secret that the proxy sends in the header `secret_header`; others may not read it."}),
        field("secret_header", &Proxies::secretHeader,
              {.doc = "Header in which the proxy sends the secret.", .minLength = 1, .maxLength = 100}),
        field("over_unix_socket", &Proxies::overUnixSocket,
              {.doc = "Believe whoever connects over the Unix socket that `listen` names."}),
    };
};

template <>
struct schema::Description<config::RateLimit> {
    using RateLimit = config::RateLimit;
    static constexpr std::string_view name = "RateLimitConfiguration";
    static constexpr std::string_view doc = "How many requests are answered; others get 429 with Retry-After.";
    static constexpr auto fields = std::tuple{
        field("per_minute", &RateLimit::perMinute,
              {.doc = "Requests of one user in a minute; 0: any number.", .minimum = 0, .maximum = 1e9}),
        field("burst", &RateLimit::burst, {.doc = "How many more may come at once.", .minimum = 0, .maximum = 1e9}),
        field("per_address_per_minute", &RateLimit::perAddressPerMinute,
              {.doc = "Requests of one IP address in a minute without a good credential; 0: any number.",
               .minimum = 0,
               .maximum = 1e9}),
        field("per_address_burst", &RateLimit::perAddressBurst,
              {.doc = "How many more may come at once.", .minimum = 0, .maximum = 1e9}),
    };
};

template <>
struct schema::Description<config::Cors> {
    using Cors = config::Cors;
    static constexpr std::string_view name = "CorsConfiguration";
    static constexpr std::string_view doc = "Which pages of other origins a browser lets call this server.";
    static constexpr auto fields = std::tuple{
        field("origins", &Cors::origins,
              {.doc = "Origins such as `https://labs.example.org`; `*` for any, then without `credentials`.",
               .maxLength = 100}),
        field("credentials", &Cors::credentials, {.doc = "Whether their requests may carry the cookie of a session."}),
        field("max_age", &Cors::maxAge,
              {.doc = "How long a browser may remember the answer.", .minimum = 0, .maximum = 86'400}),
    };
};

} // namespace portolan
