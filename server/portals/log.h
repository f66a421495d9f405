// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/control/log.h"

namespace portolan::portals {

Q_DECLARE_LOGGING_CATEGORY(logPortals)

} // namespace portolan::portals
