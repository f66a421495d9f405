// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/metrics.h"

#include "core/base/file.h"

#include <prometheus/text_serializer.h>

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

namespace portolan::api {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

struct Value {
    double value = 0;
    std::vector<ClientMetric::Label> labels = {};
};

void add(std::vector<MetricFamily> &families, MetricType type, std::string name, std::string help,
         const std::vector<Value> &values)
{
    MetricFamily family{.name = std::move(name), .help = std::move(help), .type = type, .metric = {}};
    for (const Value &value : values) {
        ClientMetric &metric = family.metric.emplace_back();
        metric.label = value.labels;
        if (type == MetricType::Counter)
            metric.counter.value = value.value;
        else
            metric.gauge.value = value.value;
    }
    families.push_back(std::move(family));
}

class Gauges
{
public:
    explicit Gauges(std::vector<MetricFamily> &families) : m_families(families) {}

    void gauge(std::string name, std::string help, double value)
    {
        add(m_families, MetricType::Gauge, std::move(name), std::move(help), {{value}});
    }
    void gauge(std::string name, std::string help, const std::vector<Value> &values)
    {
        add(m_families, MetricType::Gauge, std::move(name), std::move(help), values);
    }
    void counter(std::string name, std::string help, double value)
    {
        add(m_families, MetricType::Counter, std::move(name), std::move(help), {{value}});
    }

private:
    std::vector<MetricFamily> &m_families;
};

double openFiles()
{
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(opendir("/proc/self/fd"), closedir);
    double count = 0;
    while (folder && readdir(folder.get()))
        ++count;
    return std::max(0.0, count - 3); // ".", ".." and the folder itself
}

void addProcess(Gauges &gauges)
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    gauges.counter("process_cpu_seconds_total", "Processor time used, in seconds.",
                   seconds(usage.ru_utime) + seconds(usage.ru_stime));
    double resident = 0;
    if (const auto statm = readFile("/proc/self/statm", 4096)) {
        const auto space = statm->find(' ');
        resident = std::strtod(statm->c_str() + (space == statm->npos ? 0 : space), nullptr)
                   * double(sysconf(_SC_PAGESIZE));
    }
    gauges.gauge("process_resident_memory_bytes", "Memory in use, in bytes.", resident);
    gauges.gauge("process_open_fds", "Open files and sockets.", openFiles());
}

void addHttp(Gauges &gauges, const http::ServerCounters &counters)
{
    gauges.gauge("portolan_http_connections", "Open connections.", double(counters.connections));
    gauges.counter("portolan_http_connections_accepted_total", "Connections that were accepted.",
                   double(counters.accepted));
    gauges.counter("portolan_http_connections_refused_total", "Connections that were over a limit.",
                   double(counters.refused));
    gauges.gauge("portolan_http_buffered_bytes", "Received or to be sent, in memory.", double(counters.bufferedBytes));
}

void addLedger(Gauges &gauges, const store::LedgerCounters &counters)
{
    gauges.gauge("portolan_ledger_queue", "Changes that wait to be stored.", double(counters.waiting));
    gauges.counter("portolan_ledger_changes_total", "Changes that were stored.", double(counters.committed));
    gauges.counter("portolan_ledger_refused_total", "Changes that were refused.", double(counters.refused));
    gauges.counter("portolan_ledger_transactions_total", "Transactions of the database.",
                   double(counters.transactions));
    gauges.counter("portolan_ledger_busy_seconds_total", "Time spent in transactions.",
                   std::chrono::duration<double>(counters.busy).count());
}

template <class Model, class Enum>
std::vector<Value> countedBy(const store::Table<Model> &table, Enum Model::*state)
{
    std::map<std::string_view, double> counts;
    for (const auto &[value, name] : schema::EnumNames<Enum>::names)
        counts[name] = 0;
    for (const auto &item : table.all())
        ++counts[schema::enumName(item->value.*state)];
    std::vector<Value> values;
    for (const auto &[name, count] : counts)
        values.push_back({count, {{"state", std::string(name)}}});
    return values;
}

void addState(Gauges &gauges, const Services &services)
{
    const State &state = services.state;
    gauges.gauge("portolan_workspaces", "Workspaces, by state.", countedBy(state.workspaces, &Workspace::state));
    gauges.gauge("portolan_jobs", "Jobs that are remembered, by state.", countedBy(state.jobs, &Job::state));
    gauges.gauge("portolan_users", "Users.", double(state.users.size()));
    gauges.gauge("portolan_access_tokens", "Personal access tokens.", double(state.tokens.size()));
    gauges.gauge("portolan_browser_sessions", "Browsers that are logged in.", double(state.sessions.size()));
    gauges.gauge("portolan_controller_queue", "What controllers work on or will.",
                 {{double(services.controllerDepth), {{"controller", "workspaces"}}}});
    gauges.gauge("portolan_webhooks_waiting", "What webhooks of portals and sessions are still to be told.",
                 double(state.webhookPosts.size()));
    gauges.gauge("portolan_ready", "Whether the controllers have looked at everything once.", services.ready ? 1 : 0);
    std::vector<Value> ages;
    for (const auto &heart : services.heartbeats.states())
        ages.push_back({std::chrono::duration<double>(heart.age).count(), {{"loop", heart.name}}});
    gauges.gauge("portolan_heartbeat_age_seconds", "Since a loop was last seen alive.", ages);
    gauges.gauge("portolan_info", "The program.", {{1, {{"version", services.version}}}});
}

} // namespace

Task<http::Response> showMetrics(Services services, Call &)
{
    auto families = services.requestMetrics.collect();
    Gauges gauges(families);
    addProcess(gauges);
    addHttp(gauges, services.httpCounters());
    addLedger(gauges, services.state.ledger().counters());
    addState(gauges, services);
    co_return http::Response::bytes(200, "text/plain; version=0.0.4; charset=utf-8",
                                    prometheus::TextSerializer().Serialize(families))
        .with("Cache-Control", "no-store");
}

} // namespace portolan::api
