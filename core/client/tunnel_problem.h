// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"

#include <QNetworkRequest>

#include <stop_token>

namespace portolan {

/// Why the server has refused to open a tunnel: asks it for the same without the upgrade, because QWebSocket keeps the
/// answer to itself. Gives `refusal` where that brings nothing better.
[[nodiscard]] Task<Error> askForProblem(QNetworkRequest request, Error refusal, std::stop_token cancel);

} // namespace portolan
