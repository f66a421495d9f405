// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/stored.h"

namespace portolan::store {

std::string orderKey(std::int64_t number)
{
    // With the sign bit turned over, big-endian bytes sort as the numbers do.
    const auto bits = static_cast<std::uint64_t>(number) ^ (std::uint64_t(1) << 63);
    std::string key(8, '\0');
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<char>(bits >> (56 - 8 * i));
    return key;
}

std::string orderKey(Time time)
{
    return orderKey(static_cast<std::int64_t>(time.time_since_epoch().count()));
}

} // namespace portolan::store
