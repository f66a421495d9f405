// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/parameter_text.h"

#include <format>

namespace portolan {

std::string toText(const WorkshopParameterRule &parameter)
{
    if (parameter.value.empty() && !parameter.generate.empty())
        return std::format("{} ~ {}", parameter.name, parameter.from);
    return std::format("{}={}", parameter.name, parameter.value);
}

} // namespace portolan
