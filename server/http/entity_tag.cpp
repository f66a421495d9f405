// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/entity_tag.h"

#include "server/http/headers.h"

namespace portolan::http {

bool listsTag(std::string_view list, std::string_view tag)
{
    constexpr std::string_view weak = "W/";
    if (tag.starts_with(weak))
        tag.remove_prefix(weak.size());
    for (std::string_view entry : splitList(list)) {
        if (entry.starts_with(weak))
            entry.remove_prefix(weak.size());
        if (entry == "*" || entry == tag)
            return true;
    }
    return false;
}

} // namespace portolan::http
