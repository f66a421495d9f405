// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/sse.h"

#include <algorithm>
#include <format>

namespace portolan::http {

namespace {

// Lines end with CR LF, LF or CR; one "name: line" for each.
void appendLines(std::string &out, std::string_view name, std::string_view text)
{
    for (;;) {
        const auto end = text.find_first_of("\r\n");
        out += std::format("{}: {}\n", name, text.substr(0, end));
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
}

std::string oneLine(std::string_view text)
{
    std::string line(text);
    std::erase_if(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    return line;
}

} // namespace

std::string format(const SseEvent &event)
{
    std::string out;
    out.reserve(event.data.size() + event.event.size() + 64);
    if (event.id)
        out += std::format("id: {}\n", oneLine(*event.id));
    if (!event.event.empty())
        out += std::format("event: {}\n", oneLine(event.event));
    if (event.retry)
        out += std::format("retry: {}\n", event.retry->count());
    appendLines(out, "data", event.data);
    out += '\n';
    return out;
}

Task<Result<void>> SseWriter::send(SseEvent event)
{
    return m_body.write(format(event));
}

Task<Result<void>> SseWriter::sendFormatted(std::string events)
{
    return m_body.write(std::move(events));
}

Task<Result<void>> SseWriter::comment(std::string text)
{
    std::string out;
    appendLines(out, "", text);
    out += '\n';
    return m_body.write(std::move(out));
}

} // namespace portolan::http
