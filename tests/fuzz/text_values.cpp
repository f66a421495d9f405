// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Times, durations, quantities and encodings in the texts of others.
#include "core/base/encoding.h"
#include "core/base/quantity.h"
#include "core/base/time.h"
#include "core/base/utf8_splitter.h"
#include "core/model/workspace/workspace_name.h"
#include "tests/fuzz/fuzz.h"

#include <string>

using namespace portolan;

namespace {

std::string split(const std::vector<std::string_view> &pieces)
{
    Utf8Splitter splitter;
    std::string characters;
    for (const auto piece : pieces) {
        const auto whole = splitter.push(piece);
        FUZZ_REQUIRE(isUtf8(whole));
        characters += whole;
    }
    return characters + splitter.finish();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    if (const auto time = parseTime(input))
        FUZZ_REQUIRE(parseTime(formatTime(*time)) == *time);
    if (const auto duration = parseDuration(input))
        FUZZ_REQUIRE(parseDuration(formatDuration(*duration)) == *duration);
    if (const auto cpu = parseMillicores(input))
        FUZZ_REQUIRE(parseMillicores(formatMillicores(*cpu)) == *cpu);
    if (const auto bytes = parseBytes(input))
        FUZZ_REQUIRE(parseBytes(formatBytes(*bytes)) == *bytes);
    FUZZ_REQUIRE(percentDecode(percentEncode(input))
                 == (input.contains('\0') ? std::nullopt : std::optional(std::string(input))));
    FUZZ_REQUIRE(fromBase64Url(toBase64Url(asBytes(input))) == std::string(input));
    if (const auto bytes = fromBase64Url(input))
        FUZZ_REQUIRE(fromBase64Url(toBase64Url(asBytes(*bytes))) == *bytes);
    const auto characters = split({input});
    FUZZ_REQUIRE(isUtf8(characters) && (characters == input) == isUtf8(input));
    FUZZ_REQUIRE(split(fuzz::cut(input)) == characters);
    FUZZ_REQUIRE(split(fuzz::crumbs(input)) == characters);
    return 0;
}
