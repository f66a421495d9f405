// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/exit_code.h"

namespace portolan::ctl {

ExitCode exitCodeOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return ExitCode::NotFound;
    case ErrorCode::Conflict:
    case ErrorCode::PreconditionFailed:
        return ExitCode::Conflict;
    case ErrorCode::Unauthenticated:
    case ErrorCode::PermissionDenied:
        return ExitCode::Refused;
    case ErrorCode::Unavailable:
    case ErrorCode::Timeout:
    case ErrorCode::BadGateway:
        return ExitCode::Unavailable;
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidField:
    case ErrorCode::TooLarge:
        return ExitCode::Invalid;
    case ErrorCode::Cancelled:
        return ExitCode::Interrupted;
    case ErrorCode::TooMany:
    case ErrorCode::NotImplemented:
    case ErrorCode::OutOfSpace:
    case ErrorCode::Internal:
        return ExitCode::Failure;
    }
    return ExitCode::Failure;
}

} // namespace portolan::ctl
