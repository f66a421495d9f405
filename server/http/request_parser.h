// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/limits.h"
#include "server/http/request.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <llhttp.h>

namespace portolan::http {

/// Turns the bytes of one connection into requests (RFC 9112), one at a time. Stricter than the RFC has to be where
/// leniency lets two readers see two messages: bare LF, folded lines and spaces before colons are refused, and so is a
/// Content-Length beside a Transfer-Encoding.
class RequestParser
{
public:
    /// Why the input is refused: the status to answer and a sentence for the client.
    struct Refusal {
        int status = 400;
        std::string detail;
    };

    explicit RequestParser(const Limits &limits);
    RequestParser(const RequestParser &) = delete;
    RequestParser &operator=(const RequestParser &) = delete;

    /// The next message goes into `request`, its body is appended to `body`; both outlive the message.
    void begin(Request *request, std::string *body);

    /// Reads up to the end of the message, of the bytes, or to the first fault; gives how much was read. A fault stays.
    std::size_t feed(std::string_view bytes);

    [[nodiscard]] bool headComplete() const { return m_headComplete; }
    [[nodiscard]] bool messageComplete() const { return m_messageComplete; }
    [[nodiscard]] const std::optional<Refusal> &refusal() const { return m_refusal; }

    // Of the message whose head is complete:
    [[nodiscard]] bool keepAlive() const { return m_keepAlive; }
    [[nodiscard]] bool http10() const { return m_parser.http_minor == 0; }
    [[nodiscard]] bool chunked() const { return (m_parser.flags & F_CHUNKED) != 0; }
    /// Body bytes still to come by Content-Length.
    [[nodiscard]] std::uint64_t remaining() const { return m_parser.content_length; }
    [[nodiscard]] std::optional<std::uint64_t> contentLength() const { return m_contentLength; }
    [[nodiscard]] bool expectsContinue() const { return m_expectsContinue; }

private:
    static int onUrl(llhttp_t *parser, const char *at, std::size_t length);
    static int onHeaderField(llhttp_t *parser, const char *at, std::size_t length);
    static int onHeaderValue(llhttp_t *parser, const char *at, std::size_t length);
    static int onHeaderValueComplete(llhttp_t *parser);
    static int onHeadersComplete(llhttp_t *parser);
    static int onBody(llhttp_t *parser, const char *at, std::size_t length);
    static int onChunkExtension(llhttp_t *parser, const char *at, std::size_t length);
    static int onMessageComplete(llhttp_t *parser);
    static const llhttp_settings_t &settings();
    static RequestParser &of(llhttp_t *parser) { return *static_cast<RequestParser *>(parser->data); }

    int refuse(int status, std::string detail);
    void refuseSyntax();
    bool countHead(std::size_t length);
    void keepStart(std::string_view bytes);
    bool checkHead();
    bool checkVersionAndMethod();
    bool checkTarget();
    bool checkHost();
    bool checkFraming();

    llhttp_t m_parser;
    const Limits &m_limits;
    Request *m_request = nullptr;
    std::string *m_body = nullptr;
    std::optional<Refusal> m_refusal;
    std::size_t m_headBytes = 0;
    std::size_t m_rawHeadBytes = 0;
    std::size_t m_trailingBytes = 0; ///< chunk extensions and trailer fields
    std::optional<std::uint64_t> m_contentLength;
    std::array<char, 24> m_start; ///< the first bytes of the message, which tell an unknown method from noise
    std::uint8_t m_startLength = 0;
    bool m_inValue = false;
    bool m_headComplete = false;
    bool m_messageComplete = false;
    bool m_keepAlive = false;
    bool m_expectsContinue = false;
    bool m_paused = false;
};

} // namespace portolan::http
