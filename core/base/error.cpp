// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <cerrno>
#include <format>
#include <system_error>

namespace portolan {

namespace {

ErrorCode codeOfErrno(int error)
{
    switch (error) {
    case ENOENT:
    case ESRCH:
        return ErrorCode::NotFound;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorCode::PermissionDenied;
    case EEXIST:
    case EBUSY:
    case ENOTEMPTY:
    case ETXTBSY:
        return ErrorCode::Conflict;
    case ENOSPC:
    case EDQUOT:
        return ErrorCode::OutOfSpace;
    case ETIMEDOUT:
        return ErrorCode::Timeout;
    case ECONNREFUSED:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EAGAIN:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        return ErrorCode::Unavailable;
    case EPIPE:
    case ECONNRESET:
        return ErrorCode::BadGateway;
    case EFBIG:
        return ErrorCode::TooLarge;
    case ENAMETOOLONG:
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
    case EINVAL:
        return ErrorCode::InvalidArgument;
    default:
        return ErrorCode::Internal;
    }
}

} // namespace

std::unexpected<Error> failFields(std::vector<FieldError> fields)
{
    const FieldError &first = fields.front();
    std::string detail = std::format("{}: {}", first.pointer.empty() ? "/" : first.pointer, first.detail);
    if (fields.size() > 1)
        detail += std::format(" (and {} more)", fields.size() - 1);
    return std::unexpected(Error{
        .code = ErrorCode::InvalidField, .detail = std::move(detail), .fields = std::move(fields)});
}

std::unexpected<Error> failWithin(std::string_view context, Error error)
{
    error.detail = std::format("{}: {}", context, error.detail);
    return std::unexpected(std::move(error));
}

std::unexpected<Error> failFromErrno(std::string_view context, int error)
{
    return fail(codeOfErrno(error), std::format("{}: {}", context, std::generic_category().message(error)));
}

std::string_view name(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid-argument";
    case ErrorCode::InvalidField:
        return "invalid-field";
    case ErrorCode::Unauthenticated:
        return "unauthenticated";
    case ErrorCode::PermissionDenied:
        return "permission-denied";
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::PreconditionFailed:
        return "precondition-failed";
    case ErrorCode::TooLarge:
        return "too-large";
    case ErrorCode::TooMany:
        return "too-many";
    case ErrorCode::NotImplemented:
        return "not-implemented";
    case ErrorCode::Unavailable:
        return "unavailable";
    case ErrorCode::BadGateway:
        return "bad-gateway";
    case ErrorCode::Timeout:
        return "timeout";
    case ErrorCode::OutOfSpace:
        return "out-of-space";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

} // namespace portolan
