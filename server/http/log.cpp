// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/log.h"

namespace portolan::http {

Q_LOGGING_CATEGORY(log, "portolan.http", QtInfoMsg)

} // namespace portolan::http
