// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/log.h"

namespace portolan::control {

Q_LOGGING_CATEGORY(logControl, "portolan.control", QtInfoMsg)

} // namespace portolan::control
