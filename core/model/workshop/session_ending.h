// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/workshop_session.h"

#include <string>

namespace portolan {

/// How a session ends.
struct SessionEnding {
    SessionEnd why = SessionEnd::Ended;
    std::string detail = {}; ///< who has ended it (Ended); what its workspace is (Vanished)
};

/// In words: "ended by ada".
[[nodiscard]] std::string toText(const SessionEnding &ending);

} // namespace portolan
