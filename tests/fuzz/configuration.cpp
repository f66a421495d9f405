// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A file of the configuration: what is refused is told with its place, what is read can be printed and read again.
#include "server/config/changes.h"
#include "server/config/loader.h"
#include "server/config/render.h"
#include "tests/fuzz/fuzz.h"

using namespace portolan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size > 64 * 1024)
        return 0;
    const config::Environment environment{{"PORTOLAN_HTTP_THREADS", "2"}};
    const auto loaded = config::load({.file = config::ConfigurationFile{.name = "f",
                                                                        .text = std::string(fuzz::text(data, size))},
                                      .environment = environment});
    if (!loaded) {
        FUZZ_REQUIRE(!loaded.error().empty());
        for (const config::Problem &problem : loaded.error())
            FUZZ_REQUIRE(!problem.detail.empty() && (problem.line > 0) == (problem.column > 0));
        return 0;
    }
    FUZZ_REQUIRE(loaded->http.threads == 2);
    const auto again = config::load({.file = config::ConfigurationFile{.name = "g", .text = config::toYaml(*loaded)}});
    FUZZ_REQUIRE(again && *again == *loaded && config::changedKeys(*loaded, *again).empty());
    return 0;
}
