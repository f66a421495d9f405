// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan::http {

/// What an answer with an error says; its body is ProblemDetails.
struct Problem {
    int status = 500;
    std::string detail;
    std::vector<FieldError> errors = {};
    std::string reason = {}; ///< for programs, where there is one
    std::string cause = {}; ///< of a 500: for the log, not for the client

    /// `instance` is the path of the request.
    [[nodiscard]] std::string toJson(std::string_view instance) const;
};

inline constexpr std::string_view problemContentType = "application/problem+json";

[[nodiscard]] int statusOf(ErrorCode code);

/// Internal errors lose their detail here: what they say is for the log. The argument "reason" of an error is told to
/// programs.
[[nodiscard]] Problem toProblem(const Error &error);

} // namespace portolan::http
