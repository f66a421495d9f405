// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/body.h"
#include "server/http/closing.h"
#include "server/http/headers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::http {

/// The query of a target, percent-decoded ('+' is a space). Names may repeat.
class Query
{
public:
    /// Nothing where an escape is malformed.
    [[nodiscard]] static std::optional<Query> parse(std::string_view text);

    /// The first of that name.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return get(name).has_value(); }
    [[nodiscard]] std::vector<std::string_view> getAll(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>> &items() const { return m_items; }

private:
    std::vector<std::pair<std::string, std::string>> m_items;
};

/// Who is at the other end of the socket.
struct Peer {
    std::string address; ///< "192.0.2.7", "2001:db8::1" (IPv4-mapped ones as IPv4); empty for a Unix socket
    std::uint16_t port = 0;
    bool tls = false;
    bool unixSocket = false;
};

/// What a proxy in front says of a request, after it has proved that it is one (identity/front_proxy.h).
struct Forwarded {
    std::string address; ///< whom the proxy was spoken to by; empty: it does not say
    std::optional<bool> secure; ///< whether that came by TLS
    std::string user; ///< whom the proxy has signed in; empty: nobody, or it is not asked for that
    std::vector<std::string> groups; ///< of that user
};

/// A request whose head has arrived and is well-formed. Made by the connection; lives until its response, streams
/// included, has ended. Belongs to one loop.
class Request
{
public:
    Request(BodyReader &bodyReader, const Peer &peer) : body(bodyReader), m_peer(&peer) {}
    Request(const Request &) = delete;
    Request &operator=(const Request &) = delete;

    [[nodiscard]] Method method() const { return m_method; }
    /// As it came, the query included: "/a%20b?c=d"; of an absolute-form target without scheme and authority.
    [[nodiscard]] std::string_view target() const { return view(m_target); }
    /// The target's path as it came. Every segment of it decodes to UTF-8 without NUL, none to "." or "..".
    [[nodiscard]] std::string_view rawPath() const { return target().substr(0, m_pathLength); }
    /// The path, each segment percent-decoded. For logs and messages; routes are matched on rawPath(), where an
    /// escaped slash is no separator.
    [[nodiscard]] std::string path() const;
    [[nodiscard]] const Query &query() const { return m_query; }

    /// The first field of that name.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// All fields of that name joined by ", " (RFC 9110 section 5.3).
    [[nodiscard]] std::string headerList(std::string_view name) const;
    [[nodiscard]] std::size_t headerCount() const { return m_fields.size(); }
    [[nodiscard]] std::pair<std::string_view, std::string_view> headerAt(std::size_t index) const;

    /// Host, or the authority of an absolute-form target; "" where HTTP/1.0 gives none.
    [[nodiscard]] std::string_view host() const;
    [[nodiscard]] const Peer &peer() const { return *m_peer; }
    /// Who sent the request in the first place: the peer, or whom a proven proxy names. For limits, logs and audit;
    /// empty over a Unix socket without such a proxy.
    [[nodiscard]] const std::string &clientAddress() const
    {
        return m_forwarded && !m_forwarded->address.empty() ? m_forwarded->address : m_peer->address;
    }
    /// Whether the client came by TLS, here or at a proven proxy.
    [[nodiscard]] bool isSecure() const
    {
        return m_forwarded && m_forwarded->secure ? *m_forwarded->secure : m_peer->tls;
    }
    /// Nothing where no proxy has proved itself.
    [[nodiscard]] const std::optional<Forwarded> &forwarded() const { return m_forwarded; }
    void setForwarded(Forwarded forwarded) { m_forwarded = std::move(forwarded); }
    /// Whether the page that it comes from may act with the credentials of its browser although it is of another origin
    /// (cors.credentials).
    [[nodiscard]] bool comesFromTrustedOrigin() const { return m_trustedOrigin; }
    void trustOrigin() { m_trustedOrigin = true; }
    /// Takes all fields of that name away, so that nobody reads them later.
    void removeHeader(std::string_view name);
    /// X-Request-Id of the client where it is sane ([A-Za-z0-9._-]{1,64}), else a fresh one. Sent back in the response.
    [[nodiscard]] const std::string &id() const { return m_id; }
    /// Sec-WebSocket-Protocol: what the client can speak, in its order of preference.
    [[nodiscard]] std::vector<std::string> offeredSubprotocols() const;

    /// Closed when the client has gone or has ended its side, or when the server shuts down and this response is a
    /// stream. Ask it, or wait for it beside what else is waited for:
    ///     auto registration = request.closing.onClosed([wake]() mutable { wake.set(true); });
    Closing closing;

    BodyReader &body;

private:
    friend class RequestParser;
    friend class Connection;
    struct Span {
        std::uint32_t offset = 0;
        std::uint32_t length = 0;
    };
    struct Field {
        Span name;
        Span value;
    };

    [[nodiscard]] std::string_view view(Span span) const
    {
        return std::string_view(m_head).substr(span.offset, span.length);
    }

    std::string m_head; ///< target, names and values, one after the other
    std::vector<Field> m_fields;
    Span m_target;
    Span m_authority;
    std::uint32_t m_pathLength = 0;
    Method m_method = Method::Get;
    Query m_query;
    const Peer *m_peer;
    bool m_trustedOrigin = false;
    std::optional<Forwarded> m_forwarded;
    std::string m_id;
};

} // namespace portolan::http
