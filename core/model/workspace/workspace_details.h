// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A workspace as the API tells it (spec section 1.8, WorkspaceDetails; member for member what clients decode).
struct WorkspaceDetails {
    std::string name;
    std::string status;
    std::string message;
    std::string blueprint;
    std::string username;
    Time created;
    std::string cpu;    ///< Kubernetes quantity, "500m"
    std::string memory; ///< Kubernetes quantity, "512Mi"
    std::int64_t restarts = 0;
    std::string lastFailMessage;
    std::string appVersion;
    std::string repoOwner;
    std::string repoName;
    std::string repoRef;
    std::string origin;
    std::string organization;
    std::string serverName; ///< the host that SSH clients are told
    std::string podIP;
    int port = 0;
    bool tlsEnabled = false;
    std::string namespaceName;
    std::string hostname;
    std::string jobId;
    std::string workspaceType = "standalone";
    std::string runtime;
    std::optional<Time> started;

    bool operator==(const WorkspaceDetails &) const = default;
};

template <>
struct schema::Description<WorkspaceDetails> {
    using W = WorkspaceDetails;
    static constexpr std::string_view name = "WorkspaceDetails";
    static constexpr std::string_view doc = "A workspace: a computer of one's own with a home that is kept.";
    static constexpr auto fields = std::tuple{
        field("name", &W::name, {.doc = "Unique name.", .required = true, .column = {.title = "Name"}}),
        field("status", &W::status,
              {.doc = "Starting, Running, Stopping, Stopped, Error or Terminating.", .column = {.title = "State"}}),
        field("blueprint", &W::blueprint, {.doc = "What it was made from.", .column = {.title = "Blueprint"}}),
        field("username", &W::username, {.doc = "Its owner.", .column = {.title = "Owner"}}),
        field("created", &W::created, {.doc = "When it was made.", .column = {.title = "Created"}}),
        field("started", &W::started,
              {.doc = "When it was last started.",
               .presence = Presence::OmitWhenEmpty,
               .column = {.title = "Started", .shown = Column::Shown::OnRequest}}),
        field("cpu", &W::cpu, {.doc = "Processor limit, as a Kubernetes quantity.", .column = {.title = "CPU"}}),
        field("memory", &W::memory, {.doc = "Memory limit, as a Kubernetes quantity.", .column = {.title = "Memory"}}),
        field("message", &W::message, {.doc = "One sentence on its state.", .column = {.title = "Message"}}),
        field("restarts", &W::restarts,
              {.doc = "How often it was started again.",
               .column = {.title = "Restarts", .shown = Column::Shown::OnRequest}}),
        field("lastFailMessage", &W::lastFailMessage,
              {.doc = "Why it last failed.", .presence = Presence::OmitWhenEmpty}),
        field("appVersion", &W::appVersion, {.doc = "Version of the server that runs it."}),
        field("repoOwner", &W::repoOwner, {.presence = Presence::OmitWhenEmpty}),
        field("repoName", &W::repoName, {.presence = Presence::OmitWhenEmpty}),
        field("repoRef", &W::repoRef, {.presence = Presence::OmitWhenEmpty}),
        field("origin", &W::origin, {.doc = "The repository, or the blueprint's name."}),
        field("organization", &W::organization, {.doc = "The owner's organization."}),
        field("serverName", &W::serverName, {.doc = "Host for SSH clients."}),
        field("podIP", &W::podIP, {.doc = "Empty: workspaces are reached through the server only."}),
        field("port", &W::port, {.doc = "Port for SSH clients; 0 while this server has no SSH door of its own."}),
        field("tlsEnabled", &W::tlsEnabled, {}),
        field("namespace", &W::namespaceName, {.doc = "Where it runs; \"local\" for this computer."}),
        field("hostname", &W::hostname, {.doc = "Its host name inside.", .presence = Presence::OmitWhenEmpty}),
        field("jobId", &W::jobId,
              {.doc = "Job of its last start, while that is kept.", .presence = Presence::OmitWhenEmpty}),
        field("workspaceType", &W::workspaceType, {.doc = "Always \"standalone\"."}),
        field("runtime", &W::runtime, {.doc = "The runtime it runs on."}),
    };
};

} // namespace portolan
