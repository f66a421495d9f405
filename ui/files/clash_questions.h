// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/files/notice_bar.h"
#include "ui/files/placement.h"

#include <QPointer>

namespace portolan::ui {

/// Asks in the bar until everything is decided; false when somebody took it all back, or the bar has gone.
[[nodiscard]] Task<bool> settleClashes(QPointer<NoticeBar> bar, std::shared_ptr<Placement> placement);

} // namespace portolan::ui
