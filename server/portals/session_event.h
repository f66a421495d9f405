// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/workshop_session.h"
#include "server/store/event.h"

namespace portolan::portals {

/// `workshop-session.<what>`, with what others need to know of the session. `actor`: who has asked for it.
[[nodiscard]] store::Event sessionEvent(std::string_view what, const WorkshopSession &session,
                                        std::string_view actor = {});

/// `environment.<what>`
[[nodiscard]] store::Event environmentEvent(std::string_view what, const std::string &environmentId);

} // namespace portolan::portals
