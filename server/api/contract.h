// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/openapi.h"

#include <string_view>
#include <vector>

/// What a route takes and gives, as the API's document tells it (openapi.h).
namespace portolan::api {

struct Parameter {
    enum class In : std::uint8_t { Query, Header };

    In in = In::Query;
    std::string_view name;
    std::string_view doc;
    schema::SchemaOf schema;
};

/// A body: its type, and its schema where it has one.
struct Content {
    std::string_view type;
    schema::SchemaOf schema = nullptr;
};

struct Answer {
    int status = 200;
    std::string_view doc;
    std::vector<Content> contents = {}; ///< none: the answer has no body
};

/// Errors are not listed: they follow from the rest, and have one body everywhere.
struct Contract {
    std::vector<Parameter> parameters = {};
    std::vector<Content> request = {}; ///< none: the request has no body
    std::vector<Answer> answers = {};
    bool pages = false;       ///< a list of which a part is given: paging.h
    bool conditional = false; ///< honours If-Match
    bool guardsItself = false; ///< asks for a credential of its own where the policy asks for none
};

inline constexpr std::string_view jsonType = "application/json";

} // namespace portolan::api
