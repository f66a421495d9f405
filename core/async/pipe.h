// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"

#include <memory>

namespace portolan {

/// Carries bytes between two streams, both ways, until both have ended; an end on one side is passed on to the other,
/// a failure on either closes both. Gives the first failure. Both streams are closed at the end; both belong to the
/// calling thread.
[[nodiscard]] Task<Result<void>> pipe(std::shared_ptr<Stream> left, std::shared_ptr<Stream> right);

} // namespace portolan
