// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/config/configuration.h"

#include <vector>

namespace portolan::config {

/// The rules that a description cannot say: over several keys, the forms of addresses, networks and URLs, and the files
/// that are named (they are looked at, not read). Adds what is wrong to `errors`, under JSON pointers.
void check(const Configuration &configuration, std::vector<FieldError> &errors);

} // namespace portolan::config
