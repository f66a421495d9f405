// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLoggingCategory>

#include <string>

/// std::string in log lines.
inline QDebug operator<<(QDebug debug, const std::string &text)
{
    return debug << QString::fromStdString(text);
}

namespace portolan::control {

Q_DECLARE_LOGGING_CATEGORY(logControl)

} // namespace portolan::control
