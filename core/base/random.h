// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>

namespace portolan {

/// Randomness is injected, so that decisions can be replayed from a seed.
class Random
{
public:
    virtual ~Random() = default;

    virtual void fill(std::span<std::byte> bytes) = 0;

    /// A whole number below `bound` (which is above 0), evenly distributed.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
};

/// The kernel's generator: fit for keys and tokens. Thread-safe.
class SystemRandom final : public Random
{
public:
    void fill(std::span<std::byte> bytes) override;
};

/// The same sequence for the same seed. Never for secrets.
class SeededRandom final : public Random
{
public:
    explicit SeededRandom(std::uint64_t seed) : m_engine(seed) {}

    void fill(std::span<std::byte> bytes) override;

private:
    std::mt19937_64 m_engine;
};

/// UUID version 4 (RFC 9562 section 5.4), lower case.
[[nodiscard]] std::string randomUuid(Random &random);

/// `bytes` random bytes as unpadded base64url: 32 bytes give 43 characters.
[[nodiscard]] std::string randomToken(Random &random, std::size_t bytes = 32);

} // namespace portolan
