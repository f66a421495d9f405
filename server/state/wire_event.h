// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/event.h"
#include "server/store/event.h"

namespace portolan {

/// An event of the store as others are told it.
[[nodiscard]] inline Event wireEvent(const store::Event &event)
{
    return {.seq = event.seq,
            .time = event.time,
            .type = event.type,
            .subjectKind = event.subjectKind,
            .subject = event.subjectId,
            .owner = event.owner,
            .actor = event.actor,
            .data = {event.data}};
}

} // namespace portolan
