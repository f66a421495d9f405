// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/problem.h"

#include <format>

namespace portolan::config {

std::string Problem::text() const
{
    std::string where = origin;
    if (line > 0)
        where += std::format(":{}:{}", line, column);
    for (const std::string &part : {key, detail})
        if (!part.empty())
            where += (where.empty() ? "" : ": ") + part;
    return where;
}

} // namespace portolan::config
