// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// That the server answers.
struct Health {
    std::string status = "healthy"; ///< the word that the API of the path has for it
    Time timestamp;
    std::string service = "portolan";
    std::string version = {};
};

/// Whether a limit on workspaces is kept on this computer, and why not.
struct LimitState {
    std::string what;
    bool enforced = false;
    std::string reason = {};
};

/// Whether the server can do its work: each thing that it needs is "ok", or says what is wrong.
struct Readiness {
    std::string status;
    Time timestamp;
    std::map<std::string, std::string> checks;
    std::vector<LimitState> limits = {};
};

/// What the server does again and again.
struct LoopState {
    std::string name;
    double ageSeconds = 0;
    double withinSeconds = 0;
    bool alive = true;
};

/// What the server is: the first page of the templates' API (spec section 2).
struct ServerInfo {
    std::string name = "Portolan";
    std::string version;
    std::string docsUrl = "/docs";
    std::string healthUrl = "/health";
    Time timestamp;
};

template <>
struct schema::Description<Health> {
    static constexpr std::string_view name = "Health";
    static constexpr std::string_view doc = "That the server answers.";
    static constexpr auto fields = std::tuple{
        field("status", &Health::status, {.doc = "\"ok\", \"healthy\" or \"alive\", by path.", .required = true}),
        field("timestamp", &Health::timestamp, {}),
        field("service", &Health::service, {}),
        field("version", &Health::version, {.doc = "Of the program."}),
    };
};

template <>
struct schema::Description<LimitState> {
    static constexpr std::string_view name = "LimitState";
    static constexpr std::string_view doc = "Whether a limit on workspaces is kept on this computer.";
    static constexpr auto fields = std::tuple{
        field("what", &LimitState::what, {.required = true}),
        field("enforced", &LimitState::enforced, {.required = true}),
        field("reason", &LimitState::reason, {.doc = "Why it is not.", .presence = Presence::OmitWhenEmpty}),
    };
};

template <>
struct schema::Description<Readiness> {
    static constexpr std::string_view name = "Readiness";
    static constexpr std::string_view doc = "Whether the server can do its work.";
    static constexpr auto fields = std::tuple{
        field("status", &Readiness::status, {.doc = "\"ready\" or \"not ready\".", .required = true}),
        field("timestamp", &Readiness::timestamp, {}),
        field("checks", &Readiness::checks, {.doc = "\"ok\", or what is wrong, by what was looked at."}),
        field("limits", &Readiness::limits, {.doc = "The limits that workspaces have here."}),
    };
};

template <>
struct schema::Description<LoopState> {
    static constexpr std::string_view name = "LoopState";
    static constexpr std::string_view doc = "Something that the server does again and again.";
    static constexpr auto fields = std::tuple{
        field("name", &LoopState::name, {.required = true}),
        field("age_seconds", &LoopState::ageSeconds, {.doc = "Since it was last seen alive.", .required = true}),
        field("within_seconds", &LoopState::withinSeconds, {.doc = "How old that may be.", .required = true}),
        field("alive", &LoopState::alive, {.required = true}),
    };
};

template <>
struct schema::Description<ServerInfo> {
    static constexpr std::string_view name = "ServerInfo";
    static constexpr std::string_view doc = "What the server is.";
    static constexpr auto fields = std::tuple{
        field("name", &ServerInfo::name, {.required = true}),
        field("version", &ServerInfo::version, {.required = true}),
        field("docs_url", &ServerInfo::docsUrl, {.doc = "Where the API is shown."}),
        field("health_url", &ServerInfo::healthUrl, {.doc = "Where its health is told."}),
        field("timestamp", &ServerInfo::timestamp, {}),
    };
};

} // namespace portolan
