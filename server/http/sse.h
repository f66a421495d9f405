// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/body.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace portolan::http {

/// One event as in the HTML standard, section 9.2. Line breaks in `data` are kept (one "data:" line each); in `id`
/// and `event` they are dropped.
struct SseEvent {
    std::string data;
    std::string event = {};
    std::optional<std::string> id = {};
    std::optional<std::chrono::milliseconds> retry = {};
};

[[nodiscard]] std::string format(const SseEvent &event);

/// Writes events; each call waits while the peer is slow, so the caller bounds its own queue and decides what a
/// subscriber that cannot keep up misses.
class SseWriter
{
public:
    explicit SseWriter(BodyWriter &body) : m_body(body) {}

    [[nodiscard]] Task<Result<void>> send(SseEvent event);
    /// Bytes that are whole events already (see format()): lets a fan-out format each event once.
    [[nodiscard]] Task<Result<void>> sendFormatted(std::string events);
    [[nodiscard]] Task<Result<void>> comment(std::string text);

private:
    BodyWriter &m_body;
};

} // namespace portolan::http
