// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/limits.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace portolan::http {

/// Counts the connections of a server, in all and by address. Thread-safe.
class Admission
{
public:
    enum class Verdict { Admitted, TooManyInAll, TooManyOfAddress };

    explicit Admission(const Limits &limits) : m_limits(limits) {}

    /// What is open over a new limit stays.
    void setLimits(const Limits &limits);
    /// `address` is empty for a Unix socket.
    [[nodiscard]] Verdict admit(const std::string &address);
    void release(const std::string &address);
    /// Whether one more refusal may be told; past it connections are closed without a word.
    [[nodiscard]] bool admitRefusal();
    void releaseRefusal();

    [[nodiscard]] std::uint64_t open() const;
    [[nodiscard]] std::uint64_t accepted() const { return m_accepted; }
    [[nodiscard]] std::uint64_t refused() const { return m_refused; }

private:
    mutable std::mutex m_mutex;
    Limits m_limits;
    std::size_t m_open = 0;
    std::size_t m_refusalsOpen = 0;
    std::unordered_map<std::string, std::size_t> m_byAddress;
    std::atomic<std::uint64_t> m_accepted = 0;
    std::atomic<std::uint64_t> m_refused = 0;
};

} // namespace portolan::http
