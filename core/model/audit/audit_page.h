// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace portolan {

/// What a page of GET /api/v1/audit says beside its records.
struct AuditPage {
    std::int64_t oldest = 0; ///< the lowest seq that the server keeps
    std::int64_t last = 0; ///< the highest that it has given
    std::int64_t highest = 0; ///< of this page; 0 where it is empty
    std::size_t count = 0; ///< of its records
};

/// Told the page, of which the bounds are known, the number of a record, and the JSON that was sealed.
using AuditVisitor = std::function<Result<void>(const AuditPage &page, std::int64_t seq, std::string_view record)>;

/// Hands on each record of the page, in its order, for whoever verifies it; none behind one that `visit` gives an error
/// for, which is given then. BadGateway where it is no page.
[[nodiscard]] Result<AuditPage> readAuditPage(std::string_view json, const AuditVisitor &visit);

} // namespace portolan
