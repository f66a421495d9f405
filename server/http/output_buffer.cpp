// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/output_buffer.h"

namespace portolan::http {

namespace {
constexpr std::size_t largePart = 16 * 1024;
} // namespace

std::string &OutputBuffer::tail()
{
    if (m_parts.empty() || m_parts.back().size() >= largePart)
        m_parts.emplace_back();
    return m_parts.back();
}

void OutputBuffer::append(std::string_view bytes)
{
    if (!bytes.empty())
        tail().append(bytes);
}

void OutputBuffer::append(std::string &&bytes)
{
    if (bytes.size() >= largePart)
        m_parts.push_back(std::move(bytes));
    else
        append(std::string_view(bytes));
}

std::size_t OutputBuffer::size() const
{
    std::size_t sum = 0;
    for (std::size_t i = m_first; i < m_parts.size(); ++i)
        sum += m_parts[i].size();
    return sum - m_offset;
}

std::span<const std::string_view> OutputBuffer::front(Parts &storage) const
{
    std::size_t used = 0;
    for (std::size_t i = m_first; i < m_parts.size() && used < storage.size(); ++i)
        storage[used++] = i == m_first ? std::string_view(m_parts[i]).substr(m_offset) : std::string_view(m_parts[i]);
    return {storage.data(), used};
}

void OutputBuffer::consume(std::size_t count)
{
    while (m_first < m_parts.size()) {
        const auto left = m_parts[m_first].size() - m_offset;
        if (count < left) {
            m_offset += count;
            return;
        }
        count -= left;
        m_offset = 0;
        std::string().swap(m_parts[m_first]);
        ++m_first;
    }
    clear();
}

void OutputBuffer::clear()
{
    std::vector<std::string>().swap(m_parts);
    m_first = 0;
    m_offset = 0;
}

} // namespace portolan::http
