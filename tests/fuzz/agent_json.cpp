// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the agent reads, with a parser of its own: it takes nothing that the server's parser takes for something else.
#include "core/base/encoding.h"
#include "core/schema/json.h"
#include "server/runtime/agent/program/config.h"
#include "server/runtime/agent/program/json.h"
#include "tests/fuzz/fuzz.h"

using namespace portolan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using runtime::agent::Json;
    const auto input = fuzz::text(data, size);
    if (const auto value = Json::parse(input)) {
        FUZZ_REQUIRE(JsonDocument::parse(input));
        const auto text = value->toText();
        const auto again = Json::parse(text);
        FUZZ_REQUIRE(again && again->toText() == text);
        FUZZ_REQUIRE(JsonDocument::parse(text));
        if (const auto *string = value->get<std::string>())
            FUZZ_REQUIRE(JsonDocument::parse(input)->root().toString() == *string);
        if (const auto *number = value->get<std::int64_t>())
            FUZZ_REQUIRE(JsonDocument::parse(input)->root().toInteger() == *number);
    }
    if (const auto config = runtime::agent::Config::parse(input)) {
        for (const auto &[name, content] : config->environment)
            FUZZ_REQUIRE(!name.empty() && !name.contains('=') && !content.contains('\0'));
        FUZZ_REQUIRE(config->maxConnections > 0);
    } else {
        FUZZ_REQUIRE(!config.error().detail.empty());
    }
    const auto mended = runtime::agent::toUtf8(input);
    FUZZ_REQUIRE(isUtf8(mended) && (mended == input) == isUtf8(input));
    return 0;
}
