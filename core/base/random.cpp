// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/random.h"

#include "core/base/encoding.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/random.h>
#include <vector>

namespace portolan {

std::uint64_t Random::below(std::uint64_t bound)
{
    // Rejection keeps it even: values past the last whole multiple of the bound are drawn again.
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t value = 0;
    do {
        fill(std::as_writable_bytes(std::span(&value, 1)));
    } while (value >= limit);
    return value % bound;
}

void SystemRandom::fill(std::span<std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
        if (got > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(got));
        else if (errno != EINTR)
            std::abort(); // No kernel that runs this lacks getrandom; going on without it would make guessable keys.
    }
}

void SeededRandom::fill(std::span<std::byte> bytes)
{
    while (!bytes.empty()) {
        const std::uint64_t value = m_engine();
        const std::size_t count = std::min(bytes.size(), sizeof value);
        std::memcpy(bytes.data(), &value, count);
        bytes = bytes.subspan(count);
    }
}

std::string randomUuid(Random &random)
{
    std::array<std::byte, 16> bytes{};
    random.fill(bytes);
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    std::string text = toHex(bytes);
    for (const std::size_t at : {8, 13, 18, 23})
        text.insert(at, 1, '-');
    return text;
}

std::string randomToken(Random &random, std::size_t bytes)
{
    std::vector<std::byte> buffer(bytes);
    random.fill(buffer);
    return toBase64Url(buffer);
}

} // namespace portolan
