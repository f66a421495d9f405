// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/sink.h"
#include "server/outbound/outbound_client.h"

#include <string>

/// Events as CloudEvents 1.0, over the HTTP protocol binding.
namespace portolan::notify {

/// The type that others know an event by: io.lablet.instance.* for the instances of labs, whose change of state is an event
/// of the new state's name; io.lablet.* for what else belongs to labs, io.portolan.* for all other.
[[nodiscard]] std::string cloudEventType(const Event &event);

/// Whether a sink wants an event.
[[nodiscard]] bool wants(const Sink &sink, const Event &event);

/// Who sends.
struct Sender {
    std::string instance; ///< with `seq` it makes the id of an event, by which receivers know what comes twice
    std::string source; ///< a URI reference
};

/// The request that brings an event to a sink. `secret`: what it is signed with; empty for none.
[[nodiscard]] outbound::OutboundRequest requestFor(const Sink &sink, const Event &event, const Sender &sender,
                                                   std::string_view secret, Time now);

} // namespace portolan::notify
