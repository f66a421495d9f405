// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Frames of a WebSocket's client: the same messages and the same end however the bytes arrive.
#include "core/base/encoding.h"
#include "server/http/websocket_session.h"
#include "tests/fuzz/fuzz.h"

#include <format>
#include <string>

using namespace portolan;
using namespace portolan::http;

namespace {

class Channel final : public WebSocketSession::Channel
{
public:
    OutputBuffer &output() override { return m_output; }
    void flushOutput() override
    {
        OutputBuffer::Parts storage;
        for (const auto part : m_output.front(storage))
            sent += part;
        m_output.clear();
    }
    bool mustWait() override { return false; }
    void inputTaken() override {}
    void endConnection() override { ended = true; }
    void cutConnection() override { ended = true; }

    std::string sent;
    bool ended = false;

private:
    OutputBuffer m_output;
};

struct Talk {
    std::string heard; ///< messages that arrived
    bool ended = false; ///< by a violation
    std::string rest; ///< what was answered
};

Talk talk(const std::vector<std::string_view> &pieces)
{
    Limits limits;
    limits.webSocketMessage = 1024;
    Channel channel;
    const auto session = std::make_shared<WebSocketSession>(channel, limits, WebSocketOptions{});
    std::string heard;
    const auto listen = [](WebSocketSession &from, std::string &to) -> Task<void> {
        while (auto message = co_await from.receive()) {
            FUZZ_REQUIRE(message->data.size() <= 1024);
            FUZZ_REQUIRE(!message->text || isUtf8(message->data));
            to += std::format("{} {}\n", message->text, message->data);
        }
    };
    const auto listening = listen(*session, heard);
    for (const auto piece : pieces) {
        if (channel.ended)
            break;
        FUZZ_REQUIRE(session->wantsInput());
        session->feed(piece);
        session->wake();
    }
    const bool ended = channel.ended;
    session->detach();
    session->wake();
    FUZZ_REQUIRE(listening.isReady());
    return {
        .heard = std::move(heard), .ended = ended, .rest = std::format("{} {}", session->closeCode(), channel.sent)};
}

/// What comes in pieces is the same as what comes at once; only when a violation is noticed, and which of several, may
/// differ, and with it what was still answered before.
void requireSame(const Talk &one, const Talk &other)
{
    if (one.ended || other.ended)
        FUZZ_REQUIRE(one.heard.starts_with(other.heard) || other.heard.starts_with(one.heard));
    else
        FUZZ_REQUIRE(one.heard == other.heard && one.rest == other.rest);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    const auto whole = talk({input});
    requireSame(whole, talk(fuzz::cut(input)));
    requireSame(whole, talk(fuzz::crumbs(input)));
    return 0;
}
