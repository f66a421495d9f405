// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Server-sent events out of bytes that are cut anywhere (WHATWG HTML, section "Interpreting an event stream").
class SseParser
{
public:
    struct Message {
        std::string event; ///< "" where the stream names none
        std::string data;
        std::string id; ///< the last id that was told, also by an earlier message

        bool operator==(const Message &) const = default;
    };

    /// The messages that are whole with these bytes. TooLarge for a message past 1 MiB: nothing of it is kept.
    [[nodiscard]] Result<std::vector<Message>> push(std::string_view bytes);

private:
    void takeLine(std::string_view line, std::vector<Message> &messages);

    std::string m_line;
    Message m_message;
    bool m_hasData = false;
    bool m_afterCarriageReturn = false;
};

} // namespace portolan
