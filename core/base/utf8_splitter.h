// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace portolan {

/// Makes well-formed UTF-8 of a stream of bytes that is cut anywhere, as terminals are: holds back at most three bytes
/// of a character that is not whole yet, and replaces what can never become one by U+FFFD.
class Utf8Splitter
{
public:
    /// The characters that are whole with these bytes.
    [[nodiscard]] std::string push(std::string_view bytes);
    /// The rest at the end of the stream: one U+FFFD for a character that never became whole.
    [[nodiscard]] std::string finish();

private:
    std::string m_held;
};

} // namespace portolan
