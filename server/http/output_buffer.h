// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::http {

/// What is to be sent, in order. Small pieces are joined; large ones are taken over without a copy. Holds no memory
/// while it is empty.
class OutputBuffer
{
public:
    using Parts = std::array<std::string_view, 16>;

    /// Where small pieces are written: append to it, then call appended().
    [[nodiscard]] std::string &tail();
    void append(std::string_view bytes);
    void append(std::string &&bytes);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return m_parts.empty(); }

    /// The first parts, as views into `storage`.
    [[nodiscard]] std::span<const std::string_view> front(Parts &storage) const;
    void consume(std::size_t count);
    void clear();

private:
    std::vector<std::string> m_parts;
    std::size_t m_first = 0;  ///< parts before it are sent
    std::size_t m_offset = 0; ///< sent of the first part
};

} // namespace portolan::http
