// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// That the server answers.
struct Health {
    std::string status = "ok";
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
    std::map<std::string, std::string> checks;
    std::vector<LimitState> limits = {};
};

template <>
struct schema::Description<Health> {
    static constexpr std::string_view name = "Health";
    static constexpr std::string_view doc = "That the server answers.";
    static constexpr auto fields = std::tuple{
        field("status", &Health::status, {.required = true}),
        field("version", &Health::version, {.doc = "Of the program.", .presence = Presence::OmitWhenEmpty}),
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
        field("checks", &Readiness::checks, {.doc = "\"ok\", or what is wrong, by what was looked at."}),
        field("limits", &Readiness::limits, {.doc = "The limits that workspaces have here."}),
    };
};

} // namespace portolan
