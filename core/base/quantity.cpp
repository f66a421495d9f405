// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/quantity.h"

#include <array>
#include <charconv>
#include <cmath>
#include <format>
#include <limits>
#include <optional>

namespace portolan {

namespace {

struct Suffix {
    std::string_view text;
    double factor;
};

// Longest first where one is the end of another.
constexpr std::array byteSuffixes{
    Suffix{"Ki", 1024.0},
    Suffix{"Mi", 1048576.0},
    Suffix{"Gi", 1073741824.0},
    Suffix{"Ti", 1099511627776.0},
    Suffix{"Pi", 1125899906842624.0},
    Suffix{"k", 1e3},
    Suffix{"M", 1e6},
    Suffix{"G", 1e9},
    Suffix{"T", 1e12},
    Suffix{"P", 1e15},
    Suffix{"", 1.0},
};
constexpr std::array cpuSuffixes{Suffix{"m", 1.0}, Suffix{"", 1000.0}};

template <std::size_t N>
Result<std::int64_t> parse(std::string_view text, const std::array<Suffix, N> &suffixes, std::string_view example)
{
    const auto refuse = [&] {
        return fail(ErrorCode::InvalidArgument, std::format("\"{}\" is not a quantity such as {}", text, example));
    };
    for (const Suffix &suffix : suffixes) {
        if (!text.ends_with(suffix.text))
            continue;
        const std::string_view digits = text.substr(0, text.size() - suffix.text.size());
        double value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value,
                                                  std::chars_format::fixed);
        if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty() || value < 0)
            return refuse();
        const double scaled = std::ceil(value * suffix.factor); // Kubernetes rounds up to the smallest unit.
        if (!(scaled < static_cast<double>(std::numeric_limits<std::int64_t>::max())))
            return refuse();
        return static_cast<std::int64_t>(scaled);
    }
    return refuse();
}

} // namespace

Result<std::int64_t> parseMillicores(std::string_view text)
{
    return parse(text, cpuSuffixes, "500m or 2");
}

std::string formatMillicores(std::int64_t millicores)
{
    return millicores % 1000 == 0 ? std::to_string(millicores / 1000) : std::format("{}m", millicores);
}

Result<std::int64_t> parseBytes(std::string_view text)
{
    return parse(text, byteSuffixes, "512Mi or 2Gi");
}

std::string formatBytes(std::int64_t bytes)
{
    constexpr std::array<std::string_view, 6> units{"", "Ki", "Mi", "Gi", "Ti", "Pi"};
    std::size_t unit = 0;
    while (bytes != 0 && bytes % 1024 == 0 && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    return std::format("{}{}", bytes, units[unit]);
}

std::string formatSize(std::int64_t bytes)
{
    constexpr std::array<std::string_view, 6> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    const int decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return std::format("{:.{}f} {}", value, decimals, units[unit]);
}

} // namespace portolan
