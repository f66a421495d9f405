// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/workshop.h"

namespace portolan {

/// "COLOUR=red", and "PASSWORD ~ [a-z]{16}" for one that is made from an expression: as people and requests write it.
[[nodiscard]] std::string toText(const WorkshopParameterRule &parameter);

} // namespace portolan
