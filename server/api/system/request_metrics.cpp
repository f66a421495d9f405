// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/request_metrics.h"

namespace portolan::api {

namespace {

const prometheus::Histogram::BucketBoundaries boundaries{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                         0.1,    0.25,  0.5,    1,     2.5,  5,     10};

} // namespace

RequestMetrics::RequestMetrics()
    : m_requests(prometheus::BuildCounter()
                     .Name("portolan_http_requests_total")
                     .Help("Requests, by route and status.")
                     .Register(m_registry)),
      m_durations(prometheus::BuildHistogram()
                      .Name("portolan_http_request_duration_seconds")
                      .Help("Time until the head of the answer, by route.")
                      .Register(m_registry))
{
    addRoute("", "");
}

void RequestMetrics::setRoutes(std::span<const Route> routes)
{
    for (const Route &route : routes)
        addRoute(http::name(route.method), route.pattern);
}

void RequestMetrics::addRoute(std::string_view method, const std::string &pattern)
{
    PerRoute &route = m_routes.emplace_back();
    route.labels = {{"method", std::string(method)}, {"route", pattern}};
}

void RequestMetrics::observe(std::optional<std::size_t> route, int status, std::chrono::nanoseconds took)
{
    PerRoute &entry = m_routes[route ? *route + 1 : 0];
    prometheus::Histogram *duration = entry.duration.load(std::memory_order_acquire);
    if (!duration) {
        duration = &m_durations.Add(entry.labels, boundaries); // gives two threads the same one
        entry.duration.store(duration, std::memory_order_release);
    }
    duration->Observe(std::chrono::duration<double>(took).count());
    const auto place = static_cast<std::size_t>(std::clamp(status - 100, 0, int(statuses) - 1));
    prometheus::Counter *counter = entry.byStatus[place].load(std::memory_order_acquire);
    if (!counter) {
        prometheus::Labels labels = entry.labels;
        labels.emplace("status", std::to_string(status));
        counter = &m_requests.Add(labels);
        entry.byStatus[place].store(counter, std::memory_order_release);
    }
    counter->Increment();
}

} // namespace portolan::api
