// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan {

/// What kind of failure it is. The server maps each to one HTTP status (server/http/problem.h), portolanctl to one
/// exit code (app/ctl/exit_code.h), the console to one sentence. Add a value only when somebody must act differently.
enum class ErrorCode {
    InvalidArgument,    ///< malformed input: 400
    InvalidField,       ///< well-formed input with values that are refused, see Error::fields: 422
    Unauthenticated,    ///< no credential, or one that is not valid: 401
    PermissionDenied,   ///< the caller is known and may not do this: 403
    NotFound,           ///< it does not exist, or the caller may not know that it does: 404
    Conflict,           ///< it exists already, or its state does not allow this: 409
    PreconditionFailed, ///< the caller's version of it is not the current one: 412
    TooLarge,           ///< a limit on size was passed: 413
    TooMany,            ///< a limit on number or rate was passed: 429
    NotImplemented,     ///< understood, and not available on this server: 501
    Unavailable,        ///< the thing needed is not there now; trying again may help: 503
    BadGateway,         ///< a peer answered nonsense or went away in the middle: 502
    Timeout,            ///< a peer did not answer in time: 504
    OutOfSpace,         ///< the disk or the quota is full: 507
    Cancelled,          ///< the caller, or the end of the program, took the request back
    Internal,           ///< a fault of this program: 500
};

/// One refused value: where (RFC 6901 JSON pointer) and why ("must be after timeslot_start").
struct FieldError {
    std::string pointer;
    std::string detail;

    bool operator==(const FieldError &) const = default;
};

/// A failure as a value: what happened, on what, why, and what to do, in one English sentence for logs and API
/// answers. `args` carries the same facts by name so that the console can say it in its own words and language.
/// Never put a secret into any of the members.
struct Error {
    using Args = std::vector<std::pair<std::string, std::string>>;

    ErrorCode code = ErrorCode::Internal;
    std::string detail;
    Args args = {};
    std::vector<FieldError> fields = {};

    bool operator==(const Error &) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, "no workspace is named \"x\"");`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string detail, Error::Args args = {})
{
    return std::unexpected(Error{.code = code, .detail = std::move(detail), .args = std::move(args)});
}

/// Refused values, InvalidField: "/roles/1: must be one of admin, user (and 2 more)". `fields` must not be empty.
[[nodiscard]] std::unexpected<Error> failFields(std::vector<FieldError> fields);

/// The same failure, with where it happened in front: "reading DATA/endpoint: permission denied".
[[nodiscard]] std::unexpected<Error> failWithin(std::string_view context, Error error);

/// A failed system call: maps errno to the code and names it, "opening /x: Permission denied".
[[nodiscard]] std::unexpected<Error> failFromErrno(std::string_view context, int error);

/// Stable name, as logged: "not-found".
[[nodiscard]] std::string_view name(ErrorCode code);

} // namespace portolan
