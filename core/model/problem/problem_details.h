// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// The one error body of every API (RFC 9457); `msg` is for clients of the k8shell API (workspaces spec, 1.1).
struct ProblemDetails {
    std::string type = "about:blank";
    std::string title;
    int status = 0;
    std::string detail;
    std::string instance;
    std::string msg;
    std::string reason; ///< for programs: "no-capacity"
    std::vector<FieldError> errors = {};
};

template <>
struct schema::Description<FieldError> {
    static constexpr std::string_view name = "FieldError";
    static constexpr std::string_view doc = "A value that was refused.";
    static constexpr auto fields = std::tuple{
        field("pointer", &FieldError::pointer, {.doc = "Where it stands (RFC 6901).", .required = true}),
        field("detail", &FieldError::detail, {.doc = "What is wrong with it.", .required = true}),
    };
};

template <>
struct schema::Description<ProblemDetails> {
    using P = ProblemDetails;
    static constexpr std::string_view name = "Problem";
    static constexpr std::string_view doc = "Why a request was not done (RFC 9457).";
    static constexpr auto fields = std::tuple{
        field("type", &P::type, {.doc = "Names the kind of problem.", .required = true}),
        field("title", &P::title, {.doc = "The kind of problem in words.", .required = true}),
        field("status", &P::status, {.doc = "The status of the answer.", .required = true}),
        field("detail", &P::detail, {.doc = "What happened, on what, why, and what to do.", .required = true}),
        field("instance", &P::instance, {.doc = "The path of the request.", .presence = Presence::OmitWhenEmpty}),
        field("msg", &P::msg, {.doc = "The same as `detail`.", .required = true}),
        field("reason", &P::reason, {.doc = "Why, for programs: `no-capacity`.", .presence = Presence::OmitWhenEmpty}),
        field("errors", &P::errors, {.doc = "The values that were refused.", .presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
