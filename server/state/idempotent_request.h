// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A request that came with an Idempotency-Key: what was asked, and, once it is done, what was answered.
struct IdempotentRequest {
    std::string id; ///< SHA-256 of who, where and the key
    std::string username;
    std::string fingerprint; ///< SHA-256 of the query and the body
    std::string process;     ///< of the server's process that works on it
    int status = 0;          ///< of the answer; 0: there is none yet
    std::map<std::string, std::string> headers = {};
    std::string body; ///< of the answer, sealed: it may tell a secret
    Time created;

    bool operator==(const IdempotentRequest &) const = default;
};

template <>
struct schema::Description<IdempotentRequest> {
    using I = IdempotentRequest;
    static constexpr std::string_view name = "IdempotentRequest";
    static constexpr std::string_view doc = "A request that came with an Idempotency-Key, and its answer.";
    static constexpr auto fields = std::tuple{
        field("id", &I::id, {.required = true}),
        field("username", &I::username, {.required = true}),
        field("fingerprint", &I::fingerprint, {.required = true}),
        field("process", &I::process, {.required = true}),
        field("status", &I::status, {.presence = Presence::OmitWhenEmpty}),
        field("headers", &I::headers, {.presence = Presence::OmitWhenEmpty}),
        field("body", &I::body, {.presence = Presence::OmitWhenEmpty}),
        field("created", &I::created, {.required = true}),
    };
};

} // namespace portolan
