// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Requests on one connection: the same messages however the bytes arrive, and what request.h promises of each.
#include "core/base/encoding.h"
#include "server/http/request_parser.h"
#include "tests/fuzz/fuzz.h"

#include <format>
#include <optional>
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

std::string describe(const RequestParser &parser, const Request &request, const std::string &body)
{
    if (!parser.headComplete())
        return "unfinished head";
    const auto path = request.path();
    FUZZ_REQUIRE(isUtf8(path) && !path.contains('\0'));
    FUZZ_REQUIRE(request.rawPath().starts_with('/') || request.rawPath() == "*");
    FUZZ_REQUIRE(request.target().starts_with(request.rawPath()));
    std::string text = std::format("{} {} {} {}", name(request.method()), request.target(), path, request.host());
    for (const auto &[key, value] : request.query().items())
        text += std::format("\n?{}={}", key, value);
    for (std::size_t at = 0; at < request.headerCount(); ++at) {
        const auto [field, value] = request.headerAt(at);
        FUZZ_REQUIRE(!field.empty() && !value.starts_with(' ') && !value.ends_with(' '));
        FUZZ_REQUIRE(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos);
        text += std::format("\n{}: {}", field, value);
    }
    if (parser.messageComplete() && parser.contentLength())
        FUZZ_REQUIRE(body.size() == *parser.contentLength());
    FUZZ_REQUIRE(!parser.chunked() || !parser.contentLength());
    return text + std::format("\n{}{}{}{}\n", parser.keepAlive(), parser.http10(), parser.expectsContinue(), body);
}

// The messages, and how it ended.
std::vector<std::string> read(const std::vector<std::string_view> &pieces)
{
    const Limits limits;
    const Peer peer;
    NoBody noBody;
    RequestParser parser(limits);
    std::optional<Request> request;
    std::string body;
    const auto begin = [&] {
        body.clear();
        parser.begin(&request.emplace(noBody, peer), &body);
    };
    begin();
    std::vector<std::string> messages;
    for (auto piece : pieces)
        while (!piece.empty() && !parser.refusal()) {
            const auto count = parser.feed(piece);
            FUZZ_REQUIRE(count <= piece.size() && (count > 0 || parser.refusal()));
            piece.remove_prefix(count);
            if (parser.messageComplete()) {
                messages.push_back(describe(parser, *request, body));
                begin();
            }
        }
    // Whether a method is unknown (501) or noise (400) is told by what has come of it.
    const auto status = !parser.refusal() ? 0 : parser.refusal()->status == 501 ? 400 : parser.refusal()->status;
    messages.push_back(parser.refusal() ? std::format("refused with {}", status) : describe(parser, *request, body));
    return messages;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    const auto messages = read({input});
    FUZZ_REQUIRE(read(fuzz::cut(input)) == messages);
    FUZZ_REQUIRE(read(fuzz::crumbs(input)) == messages);
    return 0;
}
