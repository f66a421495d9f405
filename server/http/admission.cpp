// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/admission.h"

namespace portolan::http {

namespace {
constexpr std::size_t refusalsAtOnce = 64;
} // namespace

void Admission::setLimits(const Limits &limits)
{
    const std::lock_guard lock(m_mutex);
    m_limits = limits;
}

Admission::Verdict Admission::admit(const std::string &address)
{
    const std::lock_guard lock(m_mutex);
    if (m_open >= m_limits.connections) {
        ++m_refused;
        return Verdict::TooManyInAll;
    }
    if (!address.empty()) {
        auto &count = m_byAddress[address];
        if (count >= m_limits.connectionsPerAddress) {
            ++m_refused;
            if (count == 0)
                m_byAddress.erase(address);
            return Verdict::TooManyOfAddress;
        }
        ++count;
    }
    ++m_open;
    ++m_accepted;
    return Verdict::Admitted;
}

void Admission::release(const std::string &address)
{
    const std::lock_guard lock(m_mutex);
    --m_open;
    if (const auto found = m_byAddress.find(address); found != m_byAddress.end() && --found->second == 0)
        m_byAddress.erase(found);
}

bool Admission::admitRefusal()
{
    const std::lock_guard lock(m_mutex);
    if (m_refusalsOpen >= refusalsAtOnce)
        return false;
    ++m_refusalsOpen;
    return true;
}

void Admission::releaseRefusal()
{
    const std::lock_guard lock(m_mutex);
    --m_refusalsOpen;
}

std::uint64_t Admission::open() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

} // namespace portolan::http
