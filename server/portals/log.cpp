// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/log.h"

namespace portolan::portals {

Q_LOGGING_CATEGORY(logPortals, "portolan.portals", QtInfoMsg)

} // namespace portolan::portals
