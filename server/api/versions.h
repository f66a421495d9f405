// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/http/request.h"
#include "server/http/response.h"

#include <cstdint>
#include <optional>

/// What is read has an ETag, so that it need not be sent twice, and so that what is written replaces what was read and
/// nothing newer (RFC 9110 sections 8.8.3 and 13.1).
namespace portolan::api {

/// Gives the representation of a row an ETag that also tells the row's version: what expectedVersion() reads.
[[nodiscard]] http::Response &&versioned(http::Response &&response, std::int64_t version);

/// The ETag of a list whose rows' texts are kept, so that nobody has to read all of it for each answer.
class ListVersion
{
public:
    /// The next row, by the hash of its text.
    void add(std::uint64_t row);
    /// As it stands in the field.
    [[nodiscard]] std::string entityTag() const;

private:
    std::uint64_t m_rows = 0;
    std::uint64_t m_hash = 0;
};

/// Gives a whole answer an ETag where it has none, and makes it a 304 where the client has it already. Answers that must
/// not be stored stay as they are.
void validate(http::Response &response, const http::Request &request);

/// The version of the row that the request wants to change, by If-Match; nothing where any will do. PreconditionFailed
/// for a tag that none of our versions has.
[[nodiscard]] Result<std::optional<std::int64_t>> expectedVersion(const http::Request &request);

} // namespace portolan::api
