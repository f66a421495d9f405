// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

namespace portolan::ctl {

/// What portolanctl's exit status tells a script. `workspace ssh` gives the remote command's own status instead, and
/// 255 where there was none, as ssh(1) does.
enum class ExitCode : int {
    Success = 0,
    Failure = 1,      ///< anything not told apart below
    Usage = 2,        ///< the command line cannot be understood
    NotFound = 3,     ///< what was named is not there
    Conflict = 4,     ///< its state does not allow it, or it exists already
    Refused = 5,      ///< no valid credential, or no permission
    Unavailable = 6,  ///< the server cannot be reached, or did not answer
    Invalid = 7,      ///< the values were refused
    JobFailed = 8,    ///< the work was begun and did not succeed
    Interrupted = 130 ///< by the user
};

[[nodiscard]] ExitCode exitCodeOf(const Error &error);

} // namespace portolan::ctl
