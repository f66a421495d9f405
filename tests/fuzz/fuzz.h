// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <print>
#include <random>
#include <string_view>
#include <vector>

/// What every target defines: one input, and what must hold for it. Called by libFuzzer with what it thinks of, and by
/// replay.cpp with the files of the corpus.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace portolan::fuzz {

[[nodiscard]] inline std::string_view text(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), size};
}

[[noreturn]] inline void fail(const char *condition, const char *file, int line)
{
    std::println(stderr, "{}:{}: does not hold: {}", file, line, condition);
    std::abort();
}

/// The input cut into pieces, none empty, at places that the input decides: the same ones each time.
[[nodiscard]] inline std::vector<std::string_view> cut(std::string_view input)
{
    std::minstd_rand random(static_cast<std::uint32_t>(std::hash<std::string_view>()(input)));
    std::uniform_int_distribution<std::size_t> size(1, 2 * std::max<std::size_t>(1, input.size() / 4));
    std::vector<std::string_view> pieces;
    while (!input.empty()) {
        pieces.push_back(input.substr(0, size(random)));
        input.remove_prefix(pieces.back().size());
    }
    return pieces;
}

/// The input byte by byte.
[[nodiscard]] inline std::vector<std::string_view> crumbs(std::string_view input)
{
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < input.size(); ++at)
        pieces.push_back(input.substr(at, 1));
    return pieces;
}

} // namespace portolan::fuzz

/// Ends the program where something does not hold, in every build.
#define FUZZ_REQUIRE(...) \
    do { \
        if (!(__VA_ARGS__)) \
            ::portolan::fuzz::fail(#__VA_ARGS__, __FILE__, __LINE__); \
    } while (false)
