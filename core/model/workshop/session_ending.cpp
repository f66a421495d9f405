// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/session_ending.h"

#include <format>

namespace portolan {

std::string toText(const SessionEnding &ending)
{
    switch (ending.why) {
    case SessionEnd::Finished:
        return "finished by its user";
    case SessionEnd::Ended:
        return std::format("ended by {}", ending.detail);
    case SessionEnd::NotActivated:
        return "its user did not come in time";
    case SessionEnd::Expired:
        return "its time was up";
    case SessionEnd::Orphaned:
        return "nobody looked at it any more";
    case SessionEnd::NotReady:
        return "its workspace was not ready in time";
    case SessionEnd::Vanished:
        return std::format("its workspace is {}", ending.detail);
    case SessionEnd::NotNeeded:
        return "fewer are kept warm";
    case SessionEnd::Displaced:
        return "its place was needed";
    case SessionEnd::Withdrawn:
        return "its environment was taken away";
    case SessionEnd::Unclaimed:
        break;
    }
    return "the request that it was made for was given up";
}

} // namespace portolan
