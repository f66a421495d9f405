// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often a second one of 1 000 environments is chosen, as lines of "case value unit": processor time, so that other
// work of the computer does not count. Each decision sees the one before it: the session is in flight, and a while
// later it is not.

#include "core/schedule/allocation.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <tuple>

using namespace portolan::schedule;

namespace {

constexpr std::size_t portals = 50;
constexpr std::size_t environmentsOfEach = 20;
constexpr std::size_t inFlightAtOnce = 256;

Candidates environments(bool full)
{
    std::mt19937 random(1);
    const auto some = [&random](int limit) { return std::uniform_int_distribution(0, limit - 1)(random); };
    Candidates all;
    for (std::size_t portal = 0; portal < portals; ++portal) {
        all.addPortal({.capacity = some(8) == 0 ? 0 : 20 + some(400), .allocated = some(300)});
        for (std::size_t number = 0; number < environmentsOfEach; ++number) {
            const int capacity = some(8) == 0 && !full ? 0 : 5 + some(40);
            all.add({.capacity = capacity, .allocated = full ? capacity + some(20) : some(30), .available = some(4)});
        }
    }
    return all;
}

double cpuSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
}

using Decision = std::function<std::size_t(const Candidates &)>;

void measure(const char *name, Candidates candidates, int decisions, const Decision &decide)
{
    std::array<std::size_t, inFlightAtOnce> inFlight{};
    const double before = cpuSeconds();
    for (std::size_t number = 0; number < std::size_t(decisions); ++number) {
        std::size_t &slot = inFlight[number % inFlightAtOnce];
        if (number >= inFlightAtOnce)
            candidates.count(slot, -1);
        slot = decide(candidates);
        candidates.count(slot, 1);
    }
    std::printf("%s %.0f /s\n", name, decisions / (cpuSeconds() - before));
    std::fflush(stdout);
}

/// What the ranking is without any thought: tuples of all, sorted.
std::size_t sortTuples(const Candidates &candidates)
{
    using Tuple = std::tuple<bool, bool, std::int64_t, std::int64_t, std::int64_t>;
    std::vector<std::pair<Tuple, std::size_t>> sorted;
    sorted.reserve(candidates.size());
    for (std::size_t index = 0; index < candidates.size(); ++index) {
        const Standing standing = candidates.standing(index);
        sorted.emplace_back(Tuple{standing.portalHasRoom, standing.environmentHasRoom, standing.portalRoom,
                                  standing.available, standing.environmentRoom},
                            index);
    }
    std::ranges::stable_sort(sorted, std::greater(), [](const auto &entry) { return entry.first; });
    return sorted.front().second;
}

} // namespace

int main()
{
    const auto usual = environments(false);
    const auto full = environments(true);
    for (const auto *candidates : {&usual, &full})
        if (best(*candidates) != sortTuples(*candidates) || rank(*candidates).front().index != best(*candidates)) {
            std::fputs("they do not agree\n", stderr);
            return EXIT_FAILURE;
        }
    const Decision first = [](const Candidates &candidates) { return best(candidates).value(); };
    measure("best", usual, 1'000'000, first);
    measure("sorted_tuples", usual, 20'000, sortTuples);
    measure("best_of_full", full, 1'000'000, first);
    measure("sorted_tuples_of_full", full, 20'000, sortTuples);
    measure("rank", usual, 20'000, [](const Candidates &candidates) { return rank(candidates).front().index; });
    return EXIT_SUCCESS;
}
