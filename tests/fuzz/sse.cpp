// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Server-sent events: our parser reads the same from any pieces, and all that our server writes.
#include "server/http/sse.h"
#include "core/client/sse_parser.h"
#include "tests/fuzz/fuzz.h"

#include <string>

using namespace portolan;

namespace {

std::vector<SseParser::Message> read(const std::vector<std::string_view> &pieces)
{
    SseParser parser;
    std::vector<SseParser::Message> messages;
    for (const auto piece : pieces) {
        auto more = parser.push(piece);
        FUZZ_REQUIRE(more); // an input is smaller than the limit
        messages.insert(messages.end(), more->begin(), more->end());
    }
    return messages;
}

// Each kind of line break becomes a line feed.
std::string withLineFeeds(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n')
            continue;
        result += text[at] == '\r' ? '\n' : text[at];
    }
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    const auto messages = read({input});
    FUZZ_REQUIRE(read(fuzz::cut(input)) == messages);
    FUZZ_REQUIRE(read(fuzz::crumbs(input)) == messages);

    const auto sent = read({http::format({.data = std::string(input), .event = "change", .id = "7"})});
    FUZZ_REQUIRE(sent.size() == 1 && sent[0].event == "change" && sent[0].id == "7");
    FUZZ_REQUIRE(sent[0].data == withLineFeeds(input));
    return 0;
}
