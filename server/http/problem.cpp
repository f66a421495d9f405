// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/problem.h"

#include "core/model/problem/problem_details.h"
#include "core/schema/codec.h"
#include "server/http/headers.h"

namespace portolan::http {

std::string Problem::toJson(std::string_view instance) const
{
    return schema::encode(ProblemDetails{.title = std::string(reasonPhrase(status)),
                                         .status = status,
                                         .detail = detail,
                                         .instance = std::string(instance),
                                         .msg = detail,
                                         .reason = reason,
                                         .errors = errors});
}

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return 400;
    case ErrorCode::InvalidField:
        return 422;
    case ErrorCode::Unauthenticated:
        return 401;
    case ErrorCode::PermissionDenied:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Conflict:
        return 409;
    case ErrorCode::PreconditionFailed:
        return 412;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::TooMany:
        return 429;
    case ErrorCode::NotImplemented:
        return 501;
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled:
        return 503;
    case ErrorCode::BadGateway:
        return 502;
    case ErrorCode::Timeout:
        return 504;
    case ErrorCode::OutOfSpace:
        return 507;
    case ErrorCode::Internal:
        return 500;
    }
    return 500;
}

Problem toProblem(const Error &error)
{
    const int status = statusOf(error.code);
    if (status == 500)
        return {.status = status, .detail = "the server failed at this request; its log says why"};
    const auto reason = std::ranges::find(error.args, "reason", &Error::Args::value_type::first);
    return {.status = status,
            .detail = error.detail,
            .errors = error.fields,
            .reason = reason == error.args.end() ? std::string() : reason->second};
}

} // namespace portolan::http
