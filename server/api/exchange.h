// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/codec.h"
#include "server/http/request.h"
#include "server/http/response.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

/// What handlers have in common: models in, models out, parameters.
namespace portolan::api {

template <class T>
[[nodiscard]] http::Response json(const T &value, int status = 200)
{
    return http::Response::json(status, schema::encode(value));
}

template <class T>
[[nodiscard]] http::Response json(const Result<T> &result, int status = 200)
{
    return result ? json(*result, status) : http::Response::problem(result.error());
}

/// The body as a model.
template <class T>
[[nodiscard]] Task<Result<T>> readModel(http::Request &request)
{
    auto body = co_await request.body.readAll();
    if (!body)
        co_return std::unexpected(std::move(body.error()));
    co_return schema::decode<T>(*body);
}

/// A whole number from 0 that is all of the text; nothing for what is none.
[[nodiscard]] std::optional<std::int64_t> wholeNumber(std::string_view text);

/// A whole number of the query; InvalidArgument for anything else or out of bounds.
[[nodiscard]] Result<std::optional<std::int64_t>> integerParameter(
    const http::Query &query, std::string_view name, std::int64_t minimum = 0,
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max());
/// Nothing where it is missing or empty.
[[nodiscard]] std::optional<std::string> textParameter(const http::Query &query, std::string_view name);
/// A time (RFC 3339); InvalidArgument for anything else.
[[nodiscard]] Result<std::optional<Time>> timeParameter(const http::Query &query, std::string_view name);
/// "true", "1" and the bare name are true; "false", "0" and absence are false.
[[nodiscard]] Result<bool> flagParameter(const http::Query &query, std::string_view name);

/// Whether the Accept header names this type; a wildcard does not count, so that programs get JSON.
[[nodiscard]] bool accepts(const http::Request &request, std::string_view type);

} // namespace portolan::api
