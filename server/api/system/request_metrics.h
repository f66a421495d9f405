// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/route.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <span>
#include <vector>

namespace portolan::api {

/// How many requests each route had, how they were answered and how long they took until the head of the answer.
/// Thread-safe, but for its making.
class RequestMetrics
{
public:
    RequestMetrics();

    /// Before the first observe(); routes are known by their place.
    void setRoutes(std::span<const Route> routes);

    /// `route`: nothing for a request that found none.
    void observe(std::optional<std::size_t> route, int status, std::chrono::nanoseconds took);

    [[nodiscard]] std::vector<prometheus::MetricFamily> collect() const { return m_registry.Collect(); }

private:
    static constexpr std::size_t statuses = 500; ///< 100 to 599

    struct PerRoute {
        prometheus::Labels labels;
        // Made when they are first needed: nobody reads the zeros of routes that nobody uses.
        std::atomic<prometheus::Histogram *> duration = nullptr;
        std::array<std::atomic<prometheus::Counter *>, statuses> byStatus{};
    };

    void addRoute(std::string_view method, const std::string &pattern);

    prometheus::Registry m_registry;
    prometheus::Family<prometheus::Counter> &m_requests;
    prometheus::Family<prometheus::Histogram> &m_durations;
    std::deque<PerRoute> m_routes; ///< the first is of requests that found none
};

} // namespace portolan::api
