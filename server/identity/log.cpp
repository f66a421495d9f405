// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/log.h"

namespace portolan::identity {

Q_LOGGING_CATEGORY(log, "portolan.identity", QtInfoMsg)

} // namespace portolan::identity
