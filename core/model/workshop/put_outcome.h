// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

#include <string_view>

namespace portolan {

/// What became of something that was put whole, in kubectl's words; or would, where it was only tried.
enum class PutOutcome { Created, Configured, Unchanged };

/// The header of an answer that says so; in lower case, as clients look for it.
inline constexpr std::string_view putOutcomeHeader = "portolan-outcome";

template <>
struct schema::EnumNames<PutOutcome> {
    static constexpr std::array<std::pair<PutOutcome, std::string_view>, 3> names{{
        {PutOutcome::Created, "created"},
        {PutOutcome::Configured, "configured"},
        {PutOutcome::Unchanged, "unchanged"},
    }};
};

} // namespace portolan
