// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Runs a target once on each file of the folder that the argument names: the test that a corpus still holds.
#include "tests/fuzz/fuzz.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char **argv)
{
    std::size_t replayed = 0;
    if (argc == 2)
        for (const auto &entry : std::filesystem::directory_iterator(argv[1])) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes(std::istreambuf_iterator<char>(file), {});
            if (!file) {
                std::println(stderr, "cannot read {}", entry.path().string());
                return 1;
            }
            std::println("{}", entry.path().filename().string()); // the last one told is the one that fails
            std::fflush(stdout);
            static_cast<void>(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                                     bytes.size()));
            ++replayed;
        }
    if (replayed > 0)
        return 0;
    std::println(stderr, "Usage: {} CORPUS, a folder with at least one file", argv[0]);
    return 2;
}
