// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/sink.h"
#include "ui/session/session.h"
#include "ui/widgets/state_chip.h"

/// How a sink shows, and what may be done with it. Texts are translated.
namespace portolan::ui {

enum class SinkAction : std::uint8_t { Edit, Test, DeadLetters, Disable, Enable, Delete };
inline constexpr std::size_t sinkActionCount = 6;

/// "disabled", "retrying", "refused", "sending" or "current".
[[nodiscard]] std::string stateOfSink(const SinkDetails &sink);
/// Of stateOfSink().
[[nodiscard]] StateLook lookOfSink(std::string_view state);
/// Why it is in its state, in a sentence or two.
[[nodiscard]] QString reasonOfSink(const SinkDetails &sink);

/// How an event is laid into a request, in a few words.
[[nodiscard]] QString explainMode(SinkMode mode);
/// Which events it gets: its patterns, or that it gets all.
[[nodiscard]] QString explainTypes(const std::vector<std::string> &types);

/// Why the caller of the session may not do this to the sink now; empty when it may.
[[nodiscard]] QString refusalOf(const Session &session, const SinkDetails &sink, SinkAction action);
/// Why it may not change sinks: make them, or send what they would not take.
[[nodiscard]] QString refusalOfSinkChange(const Session &session);

} // namespace portolan::ui
