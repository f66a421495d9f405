// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLoggingCategory>

namespace portolan::api {

Q_DECLARE_LOGGING_CATEGORY(log)

} // namespace portolan::api
