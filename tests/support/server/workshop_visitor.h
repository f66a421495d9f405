// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/server/node_peer.h"

namespace portolan::test {

/// A participant of a workshop in Chromium, on the session's own page: see workshop_visitor.mjs. Ends with this object.
class WorkshopVisitor
{
public:
    enum class Until {
        Finished, ///< by the page's own button
        Ended, ///< by somebody else, after the first command
    };

    /// `address` opens the session. PORTOLAN_PICTURES names a folder for pictures.
    WorkshopVisitor(const std::string &address, Until until);

    /// Waits for a step, or for one that fails; whether it came to it.
    [[nodiscard]] bool reaches(std::string_view step);
    /// The steps up to now, "fault" for each that the page did wrong.
    [[nodiscard]] std::vector<std::string> steps();
    /// What was told with the last of these steps under a key.
    [[nodiscard]] std::string told(std::string_view step, std::string_view key);
    /// All that was told, to be read by people.
    [[nodiscard]] std::string all();

private:
    NodePeer m_peer;
};

} // namespace portolan::test
