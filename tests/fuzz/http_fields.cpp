// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The values of header fields and queries that have a grammar of their own.
#include "core/base/encoding.h"
#include "server/http/http_date.h"
#include "server/http/range.h"
#include "server/http/request_parser.h"
#include "tests/fuzz/fuzz.h"

#include <format>
#include <string>

using namespace portolan;
using namespace portolan::http;

namespace {

class NoBody final : public BodyReader
{
public:
    Task<Result<std::string>> read() override { co_return std::string(); }
    void giveBack(std::string) override {}
    std::optional<std::uint64_t> length() const override { return {}; }

private:
    std::size_t defaultLimit() const override { return 0; }
};

void checkRange(std::string_view value)
{
    const Limits limits;
    const Peer peer;
    NoBody noBody;
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1000}, UINT64_MAX}) {
        Request request(noBody, peer);
        std::string body;
        RequestParser parser(limits);
        parser.begin(&request, &body);
        static_cast<void>(parser.feed(
            std::format("GET / HTTP/1.1\r\nHost: a\r\nIf-Range: \"tag\"\r\nRange: bytes={}\r\n\r\n", value)));
        if (!parser.headComplete())
            return;
        const auto choice = chooseRange(request, size, "\"tag\"");
        if (choice.status == 206) {
            FUZZ_REQUIRE(choice.length > 0 && choice.offset < size && choice.length <= size - choice.offset);
            FUZZ_REQUIRE(choice.contentRange
                         == std::format("bytes {}-{}/{}", choice.offset, choice.offset + choice.length - 1, size));
        } else if (choice.status == 416) {
            FUZZ_REQUIRE(choice.length == 0 && choice.contentRange == std::format("bytes */{}", size));
        } else {
            FUZZ_REQUIRE(choice.status == 200 && choice.offset == 0 && choice.length == size);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    checkRange(input);
    if (const auto date = parseHttpDate(input))
        FUZZ_REQUIRE(parseHttpDate(formatHttpDate(*date)) == *date);
    for (const auto element : splitList(input)) {
        FUZZ_REQUIRE(!element.empty() && !element.contains(','));
        FUZZ_REQUIRE(hasToken(input, element));
    }
    if (const auto query = Query::parse(input)) {
        std::string again;
        for (const auto &[name, value] : query->items())
            again += (again.empty() ? "" : "&") + percentEncode(name) + "=" + percentEncode(value);
        const auto read = Query::parse(again);
        FUZZ_REQUIRE(read && read->items() == query->items());
    }
    return 0;
}
