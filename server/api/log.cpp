// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/log.h"

namespace portolan::api {

Q_LOGGING_CATEGORY(log, "portolan.api", QtInfoMsg)

} // namespace portolan::api
