// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/versions.h"

#include "server/http/entity_tag.h"

#include <bit>
#include <charconv>
#include <xxhash.h>

namespace portolan::api {

namespace {

std::string hexOf(std::uint64_t high, std::uint64_t low)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(32, '0');
    for (std::size_t place = 16; place-- > 0; high >>= 4, low >>= 4) {
        text[place] = digits[high & 15];
        text[place + 16] = digits[low & 15];
    }
    return text;
}

/// Not a cryptographic hash: nobody gains by two versions of what they may read being taken for one.
std::string hashOf(std::string_view bytes)
{
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return hexOf(hash.high64, hash.low64);
}

/// As it stands in an ETag.
std::string entityTagOf(std::string_view tag)
{
    return std::string("\"").append(tag).append("\"");
}

} // namespace

void ListVersion::add(std::uint64_t row)
{
    constexpr std::uint64_t golden = 0x9e3779b97f4a7c15; // spreads, and makes the order count
    m_hash = (std::rotl(m_hash, 23) ^ row) * golden;
    ++m_rows;
}

std::string ListVersion::entityTag() const
{
    return entityTagOf(hexOf(m_rows, m_hash));
}

http::Response &&versioned(http::Response &&response, std::int64_t version)
{
    if (const auto *body = std::get_if<std::string>(&response.body))
        response.headers.set("ETag", entityTagOf(std::to_string(version) + '-' + hashOf(*body)));
    return std::move(response);
}

void validate(http::Response &response, const http::Request &request)
{
    const bool reads = request.method() == http::Method::Get || request.method() == http::Method::Head;
    const auto *body = std::get_if<std::string>(&response.body);
    if (!reads || response.status != 200 || !body || response.headers.get("Cache-Control") == "no-store")
        return;
    if (!response.headers.has("ETag"))
        response.headers.set("ETag", entityTagOf(hashOf(*body)));
    const std::string known = request.headerList("if-none-match");
    if (known.empty() || !http::listsTag(known, *response.headers.get("ETag")))
        return;
    response.status = 304;
    response.headers.remove("Content-Type");
    response.body = std::string();
}

Result<std::optional<std::int64_t>> expectedVersion(const http::Request &request)
{
    const std::string match = request.headerList("if-match");
    if (match.empty() || match == "*")
        return std::nullopt;
    std::int64_t version = 0;
    const char *const first = match.data() + 1;
    const char *const last = match.data() + match.size();
    const auto [end, error] = std::from_chars(std::min(first, last), last, version);
    if (!match.starts_with('"') || error != std::errc{} || end == last || *end != '-')
        return fail(
            ErrorCode::PreconditionFailed,
            "If-Match must be the ETag that reading this gave; it has changed, or the tag is of something else");
    return version;
}

} // namespace portolan::api
