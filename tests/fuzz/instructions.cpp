// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Instructions of authors, with values of anybody: whatever they say, the page gets no markup but ours.
#include "server/portals/builtin/instructions.h"
#include "core/base/encoding.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/html_allow_list.h"

using namespace portolan;
using namespace portolan::portals;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    // The input itself is a value too, wherever it names itself.
    const InstructionVariables variables{{"self", std::string(input)}, {"mark", "\"'><script>&"}, {"one", "1"}};
    const InstructionLimits limits{.source = 64 * 1024, .html = 512 * 1024, .depth = 32};
    const auto pages = renderInstructions({{.name = "page", .title = "", .markdown = std::string(input)}}, variables,
                                          limits);
    if (!pages) {
        FUZZ_REQUIRE(pages.error().code == ErrorCode::InvalidArgument || pages.error().code == ErrorCode::TooLarge);
        return 0;
    }
    FUZZ_REQUIRE(pages->size() == 1 && !pages->front().title.empty());
    FUZZ_REQUIRE(isUtf8(pages->front().html));
    const auto problem = test::HtmlAllowList::problemOf(pages->front().html);
    if (!problem.empty())
        std::println(stderr, "{}\n{}", problem, pages->front().html);
    FUZZ_REQUIRE(problem.empty());
    return 0;
}
