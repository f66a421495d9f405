// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Public keys of callers and hosts.
#include "core/ssh/key.h"
#include "tests/fuzz/fuzz.h"

using namespace portolan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto key = ssh::PublicKey::parse(fuzz::text(data, size));
    if (!key) {
        FUZZ_REQUIRE(key.error().code == ErrorCode::InvalidArgument && !key.error().detail.empty());
        return 0;
    }
    const auto line = key->line();
    // It is written into files of one key a line.
    FUZZ_REQUIRE(line.starts_with(key->type() + " "));
    FUZZ_REQUIRE(line.find_first_of(std::string_view("\r\n\0\t", 4)) == line.npos);
    const auto again = ssh::PublicKey::parse(line);
    FUZZ_REQUIRE(again && *again == *key);
    FUZZ_REQUIRE(again->line() == line && again->fingerprint() == key->fingerprint());
    return 0;
}
