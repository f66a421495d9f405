// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/sse_parser.h"

#include <utility>

namespace portolan {

namespace {

constexpr std::size_t largestMessage = 1024 * 1024;

} // namespace

Result<std::vector<SseParser::Message>> SseParser::push(std::string_view bytes)
{
    std::vector<Message> messages;
    for (const char byte : bytes) {
        if (std::exchange(m_afterCarriageReturn, false) && byte == '\n')
            continue;
        if (byte == '\n' || byte == '\r') {
            m_afterCarriageReturn = byte == '\r';
            takeLine(std::exchange(m_line, {}), messages);
        } else {
            m_line += byte;
        }
        if (m_line.size() + m_message.data.size() > largestMessage) {
            *this = SseParser();
            return fail(ErrorCode::TooLarge, "the server sent an event of more than a mebibyte");
        }
    }
    return messages;
}

void SseParser::takeLine(std::string_view line, std::vector<Message> &messages)
{
    if (line.empty()) {
        if (std::exchange(m_hasData, false)) {
            m_message.data.pop_back(); // the newline after its last line
            messages.push_back(m_message);
        }
        m_message.event.clear();
        m_message.data.clear();
        return;
    }
    const auto colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    std::string_view value = colon == line.npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (name == "data") {
        m_message.data.append(value).push_back('\n');
        m_hasData = true;
    } else if (name == "event") {
        m_message.event = value;
    } else if (name == "id" && !value.contains('\0')) {
        m_message.id = value;
    }
}

} // namespace portolan
