// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/request_parser.h"

#include "core/base/encoding.h"

#include <algorithm>
#include <format>

namespace portolan::http {

namespace {

constexpr std::size_t trailingLimit = 8 * 1024;

// RFC 9110 section 5.6.2.
bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

// RFC 3986 section 3.2.2 with a port; the lengths and numbers of it are nobody's risk here.
bool isHostCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || std::string_view("-._~%!$&'()*+,;=:[]").contains(c);
}

std::optional<Method> methodOf(std::uint8_t method)
{
    switch (method) {
    case HTTP_GET:
        return Method::Get;
    case HTTP_HEAD:
        return Method::Head;
    case HTTP_POST:
        return Method::Post;
    case HTTP_PUT:
        return Method::Put;
    case HTTP_PATCH:
        return Method::Patch;
    case HTTP_DELETE:
        return Method::Delete;
    case HTTP_OPTIONS:
        return Method::Options;
    default:
        return {};
    }
}

// Every segment decodes to UTF-8 without NUL and to neither "." nor "..".
bool isSafePath(std::string_view path)
{
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        const auto end = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, end);
        path.remove_prefix(end);
        if (segment.contains('%')) {
            const auto decoded = percentDecode(segment);
            if (!decoded || *decoded == "." || *decoded == ".." || !isUtf8(*decoded))
                return false;
        } else if (segment == "." || segment == "..") {
            return false;
        }
    }
    return true;
}

} // namespace

const llhttp_settings_t &RequestParser::settings()
{
    static const llhttp_settings_t settings = [] {
        llhttp_settings_t made;
        llhttp_settings_init(&made);
        made.on_url = onUrl;
        made.on_header_field = onHeaderField;
        made.on_header_value = onHeaderValue;
        made.on_header_value_complete = onHeaderValueComplete;
        made.on_headers_complete = onHeadersComplete;
        made.on_body = onBody;
        made.on_chunk_extension_name = onChunkExtension;
        made.on_chunk_extension_value = onChunkExtension;
        made.on_message_complete = onMessageComplete;
        return made;
    }();
    return settings;
}

RequestParser::RequestParser(const Limits &limits) : m_limits(limits)
{
    llhttp_init(&m_parser, HTTP_REQUEST, &settings());
    m_parser.data = this;
}

void RequestParser::begin(Request *request, std::string *body)
{
    m_request = request;
    m_body = body;
    m_headBytes = 0;
    m_rawHeadBytes = 0;
    m_trailingBytes = 0;
    m_contentLength.reset();
    m_startLength = 0;
    m_inValue = false;
    m_headComplete = false;
    m_messageComplete = false;
    m_expectsContinue = false;
    if (std::exchange(m_paused, false))
        llhttp_resume(&m_parser);
}

std::size_t RequestParser::feed(std::string_view bytes)
{
    if (m_refusal || m_messageComplete)
        return 0;
    if (!m_headComplete)
        keepStart(bytes);
    auto error = llhttp_execute(&m_parser, bytes.data(), bytes.size());
    if (error == HPE_PAUSED_UPGRADE && !m_messageComplete) {
        // An upgrade that the last request offered and nobody took: HTTP goes on where it stopped, before these bytes.
        llhttp_resume_after_upgrade(&m_parser);
        error = llhttp_execute(&m_parser, bytes.data(), bytes.size());
    }
    if (error == HPE_OK) {
        // Counts what no callback sees, too: blank lines before a request, white space after a colon.
        if (!m_headComplete && (m_rawHeadBytes += bytes.size()) > m_limits.head)
            refuse(431, std::format("the head is larger than {} bytes", m_limits.head));
        return bytes.size();
    }
    const auto read = static_cast<std::size_t>(llhttp_get_error_pos(&m_parser) - bytes.data());
    if (error == HPE_PAUSED)
        m_paused = true;
    else if (!m_refusal)
        refuseSyntax();
    return read;
}

int RequestParser::refuse(int status, std::string detail)
{
    if (!m_refusal)
        m_refusal = {status, std::move(detail)};
    return -1;
}

void RequestParser::refuseSyntax()
{
    switch (llhttp_get_errno(&m_parser)) {
    case HPE_INVALID_METHOD: {
        const std::string_view start(m_start.data(), m_startLength);
        const auto token = start.substr(0, std::min(start.find(' '), start.size()));
        if (!token.empty() && std::ranges::all_of(token, isTokenCharacter))
            refuse(501, "this server does not know the request's method");
        else
            refuse(400, "the request does not begin with a method");
        return;
    }
    case HPE_INVALID_VERSION:
        if (m_parser.http_major == 1 && m_parser.http_minor <= 1)
            refuse(400, "the request line does not end after the version");
        else
            refuse(505, "this server speaks HTTP/1.1 and HTTP/1.0");
        return;
    default:
        if (m_parser.method == HTTP_PRI && m_parser.http_major == 2) {
            refuse(505, "this server speaks HTTP/1.1 and HTTP/1.0");
            return;
        }
        refuse(400, std::format("malformed request: {}", llhttp_get_error_reason(&m_parser)));
    }
}

void RequestParser::keepStart(std::string_view bytes)
{
    if (m_startLength == 0) // blank lines before a request are ignored (RFC 9112 section 2.2)
        bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
    const auto count = std::min(bytes.size(), m_start.size() - m_startLength);
    std::copy_n(bytes.data(), count, m_start.data() + m_startLength);
    m_startLength = static_cast<std::uint8_t>(m_startLength + count);
}

bool RequestParser::countHead(std::size_t length)
{
    m_headBytes += length;
    return m_headBytes <= m_limits.head;
}

int RequestParser::onUrl(llhttp_t *parser, const char *at, std::size_t length)
{
    auto &self = of(parser);
    auto &request = *self.m_request;
    if (request.m_head.size() + length > self.m_limits.target)
        return self.refuse(414, std::format("the target is longer than {} bytes", self.m_limits.target));
    const bool begins = request.m_head.empty(); // it may come in many pieces
    if (!self.countHead(length + (begins ? 16 : 0))) // method and version
        return self.refuse(431, std::format("the head is larger than {} bytes", self.m_limits.head));
    if (begins)
        request.m_head.reserve(1024);
    request.m_head.append(at, length);
    request.m_target = {0, static_cast<std::uint32_t>(request.m_head.size())};
    return 0;
}

int RequestParser::onHeaderField(llhttp_t *parser, const char *at, std::size_t length)
{
    auto &self = of(parser);
    if (self.m_headComplete)
        return self.onChunkExtension(parser, at, length);
    auto &request = *self.m_request;
    const bool begins = self.m_inValue || request.m_fields.empty(); // it may come in many pieces
    if (!self.countHead(length + (begins ? 4 : 0))) // ": " and CR LF
        return self.refuse(431, std::format("the head is larger than {} bytes", self.m_limits.head));
    const auto offset = static_cast<std::uint32_t>(request.m_head.size());
    request.m_head.append(at, length);
    if (begins) {
        if (request.m_fields.size() == self.m_limits.headers)
            return self.refuse(431, std::format("more than {} header fields", self.m_limits.headers));
        if (request.m_fields.empty())
            request.m_fields.reserve(16);
        request.m_fields.push_back({.name = {offset, 0}, .value = {}});
        self.m_inValue = false;
    }
    request.m_fields.back().name.length += static_cast<std::uint32_t>(length);
    return 0;
}

int RequestParser::onHeaderValue(llhttp_t *parser, const char *at, std::size_t length)
{
    auto &self = of(parser);
    if (self.m_headComplete)
        return self.onChunkExtension(parser, at, length);
    auto &request = *self.m_request;
    if (!self.countHead(length))
        return self.refuse(431, std::format("the head is larger than {} bytes", self.m_limits.head));
    auto &value = request.m_fields.back().value;
    if (value.length == 0)
        value.offset = static_cast<std::uint32_t>(request.m_head.size());
    request.m_head.append(at, length);
    value.length += static_cast<std::uint32_t>(length);
    return 0;
}

int RequestParser::onHeaderValueComplete(llhttp_t *parser)
{
    auto &self = of(parser);
    if (self.m_headComplete)
        return 0;
    self.m_inValue = true;
    auto &value = self.m_request->m_fields.back().value;
    const auto text = self.m_request->view(value);
    while (value.length > 0 && (text[value.length - 1] == ' ' || text[value.length - 1] == '\t'))
        --value.length;
    return 0;
}

int RequestParser::onHeadersComplete(llhttp_t *parser)
{
    auto &self = of(parser);
    if (!self.checkHead())
        return -1;
    self.m_headComplete = true;
    self.m_keepAlive = llhttp_should_keep_alive(parser) != 0;
    return 0;
}

int RequestParser::onBody(llhttp_t *parser, const char *at, std::size_t length)
{
    of(parser).m_body->append(at, length);
    return 0;
}

int RequestParser::onChunkExtension(llhttp_t *parser, const char *, std::size_t length)
{
    auto &self = of(parser);
    self.m_trailingBytes += length;
    if (self.m_trailingBytes > trailingLimit)
        return self.refuse(431, "the body carries too many chunk extensions or trailer fields");
    return 0;
}

int RequestParser::onMessageComplete(llhttp_t *parser)
{
    of(parser).m_messageComplete = true;
    return HPE_PAUSED;
}

bool RequestParser::checkHead()
{
    return checkVersionAndMethod() && checkTarget() && checkHost() && checkFraming();
}

bool RequestParser::checkVersionAndMethod()
{
    if (m_parser.http_major != 1) {
        refuse(505, "this server speaks HTTP/1.1 and HTTP/1.0");
        return false;
    }
    const auto method = methodOf(m_parser.method);
    if (!method) {
        refuse(501, "this server does not know the request's method");
        return false;
    }
    m_request->m_method = *method;
    return true;
}

bool RequestParser::checkTarget()
{
    auto &request = *m_request;
    const auto whole = request.target();
    if (std::ranges::any_of(whole, [](char c) { return c <= 0x20 || c >= 0x7f || c == '#'; })) {
        refuse(400, "the target holds characters that must be escaped");
        return false;
    }
    if (whole == "*" && request.m_method == Method::Options) {
        request.m_pathLength = 1;
        return true;
    }
    if (!whole.starts_with('/')) {
        // absolute-form (RFC 9112 section 3.2.2): its authority replaces Host
        const auto scheme = whole.find("://");
        if (scheme == std::string_view::npos
            || (!equalNames(whole.substr(0, scheme), "http") && !equalNames(whole.substr(0, scheme), "https"))) {
            refuse(400, "the target is neither a path nor an http address");
            return false;
        }
        const auto authority = scheme + 3;
        const auto path = std::min(whole.find_first_of("/?", authority), whole.size());
        request.m_authority = {static_cast<std::uint32_t>(authority), static_cast<std::uint32_t>(path - authority)};
        if (path == authority || whole.substr(authority, path - authority).contains('@')) {
            refuse(400, "the target's address has no host, or carries a user name");
            return false;
        }
        if (path == whole.size() || whole[path] == '?') {
            // No path at all is "/".
            std::string target = "/";
            target += whole.substr(path);
            request.m_target = {static_cast<std::uint32_t>(request.m_head.size()),
                                static_cast<std::uint32_t>(target.size())};
            request.m_head += target;
        } else {
            request.m_target = {static_cast<std::uint32_t>(path), static_cast<std::uint32_t>(whole.size() - path)};
        }
    }
    const auto target = request.target();
    const auto question = std::min(target.find('?'), target.size());
    request.m_pathLength = static_cast<std::uint32_t>(question);
    if (!isSafePath(target.substr(0, question))) {
        refuse(400, "the path has a malformed escape, a NUL, or a segment \".\" or \"..\"");
        return false;
    }
    if (question < target.size()) {
        auto query = Query::parse(target.substr(question + 1));
        if (!query) {
            refuse(400, "the query has a malformed escape");
            return false;
        }
        request.m_query = std::move(*query);
    }
    return true;
}

bool RequestParser::checkHost()
{
    const auto count = std::ranges::count_if(m_request->m_fields, [&](const Request::Field &field) {
        return field.name.length == 4 && equalNames(m_request->view(field.name), "Host");
    });
    if (count > 1 || (count == 0 && m_parser.http_minor >= 1)) {
        refuse(400, count > 1 ? "more than one Host field" : "no Host field");
        return false;
    }
    if (!std::ranges::all_of(m_request->header("Host").value_or(""), isHostCharacter)) {
        refuse(400, "the Host field is malformed");
        return false;
    }
    return true;
}

bool RequestParser::checkFraming()
{
    if (const auto codings = m_request->header("Transfer-Encoding")) {
        if (m_parser.http_minor == 0 || m_request->header("Content-Length")) {
            refuse(400, "Transfer-Encoding in HTTP/1.0 or beside Content-Length");
            return false;
        }
        if (const auto list = m_request->headerList("Transfer-Encoding"); !equalNames(list, "chunked")) {
            const auto elements = splitList(list);
            const auto last = elements.empty() ? std::string_view() : elements.back();
            const bool framed = equalNames(last, "chunked") && std::ranges::count_if(elements, [](auto element) {
                                                                   return equalNames(element, "chunked");
                                                               }) == 1;
            refuse(framed ? 501 : 400, framed ? "this server knows no transfer coding but chunked"
                                              : "chunked must be the last transfer coding, and there once");
            return false;
        }
    } else if (m_request->header("Content-Length")) {
        m_contentLength = m_parser.content_length;
    } else {
        m_contentLength = 0;
    }
    if (const auto expectation = m_request->header("Expect")) {
        if (!equalNames(*expectation, "100-continue")) {
            refuse(417, "this server meets no expectation but 100-continue");
            return false;
        }
        m_expectsContinue = m_parser.http_minor >= 1;
    }
    return true;
}

} // namespace portolan::http
