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

// What was received and sent.
std::string talk(const std::vector<std::string_view> &pieces)
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
    // A close frame can be wrong twice, by its code (1002) and by its text (1007); wslay tells what it meets first.
    if (channel.sent.ends_with("\x88\x02\x03\xef"))
        channel.sent.back() = '\xea';
    // An answer to a ping that comes together with a violation may go out before the close frame, or not any more.
    if (ended && channel.sent.size() > 4)
        channel.sent.erase(0, channel.sent.size() - 4);
    return std::format("{}{} {} {}", heard, ended, session->closeCode(), channel.sent);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    const auto whole = talk({input});
    FUZZ_REQUIRE(talk(fuzz::cut(input)) == whole);
    FUZZ_REQUIRE(talk(fuzz::crumbs(input)) == whole);
    return 0;
}
