// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/blueprint/blueprint.h"

#include "core/base/quantity.h"

namespace portolan {

std::optional<std::string> refuseCpu(std::string_view text)
{
    const auto millicores = parseMillicores(text);
    return millicores ? std::nullopt : std::optional(millicores.error().detail);
}

std::optional<std::string> refuseMemory(std::string_view text)
{
    const auto bytes = parseBytes(text);
    return bytes ? std::nullopt : std::optional(bytes.error().detail);
}

} // namespace portolan
