// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

enum class AuditResult {
    Allowed, ///< it was done, or begun
    Denied,  ///< the caller may not, or is not who it says
    Failed,  ///< allowed, and did not succeed
};

template <>
struct schema::EnumNames<AuditResult> {
    static constexpr std::array names{std::pair{AuditResult::Allowed, std::string_view("allowed")},
                                      std::pair{AuditResult::Denied, std::string_view("denied")},
                                      std::pair{AuditResult::Failed, std::string_view("failed")}};
};

/// One line of the audit log: who did, from where, what, to what, and what came of it. A record is sealed by `hash`, which
/// covers all other members and, by `previous`, every record before it (audit_chain.h). Never changed. A member that is
/// added later must be OmitWhenEmpty; readers keep those that they do not know.
struct AuditRecord {
    std::int64_t seq = 0; ///< 1, 2, 3... without gap; given by the Ledger
    Time time = {}; ///< given by the Ledger
    std::string actor; ///< user name; of a login: the one that was tried. Empty: nobody who is known
    std::string credential; ///< "token 1a2b3c4d": its kind, and the beginning of its id, which is no secret
    std::string address; ///< where the request came from; empty: a Unix socket
    std::string requestId;
    std::string action; ///< the permission that it takes, such as "workspace:create"; "login" and the like
    std::string method;
    std::string path; ///< without the query
    std::string subjectKind;
    std::string subject;
    std::string owner; ///< whose the subject is
    AuditResult result = AuditResult::Allowed;
    std::int64_t status = 0; ///< of HTTP
    std::string detail;
    std::string previous; ///< hash of the record before; given by the Ledger
    std::string hash; ///< given by the Ledger

    bool operator==(const AuditRecord &) const = default;
};

template <>
struct schema::Description<AuditRecord> {
    using R = AuditRecord;
    static constexpr std::string_view name = "AuditRecord";
    static constexpr std::string_view doc = "Who did what, from where, and what came of it.";
    static constexpr auto omit = Presence::OmitWhenEmpty;
    static constexpr auto onRequest = Column::Shown::OnRequest;
    static constexpr auto fields = std::tuple{
        field("seq", &R::seq, {.doc = "Number without gap.", .required = true, .column = {.title = "Seq"}}),
        field("time", &R::time, {.doc = "When it was recorded.", .required = true, .column = {.title = "Time"}}),
        field("actor", &R::actor,
              {.doc = "Who; of a login the name that was tried.", .presence = omit, .column = {.title = "Who"}}),
        field("credential", &R::credential,
              {.doc = "Kind of what proved it, and the beginning of its id.",
               .presence = omit,
               .column = {.title = "Credential", .shown = onRequest}}),
        field("address", &R::address, {.doc = "From where.", .presence = omit, .column = {.title = "From"}}),
        field("requestId", &R::requestId,
              {.doc = "X-Request-Id.", .presence = omit, .column = {.title = "Request", .shown = onRequest}}),
        field("action", &R::action,
              {.doc = "The permission that it takes, or `login` and the like.",
               .required = true,
               .column = {.title = "Action"}}),
        field("method", &R::method, {.doc = "HTTP method.", .column = {.title = "Method", .shown = onRequest}}),
        field("path", &R::path, {.doc = "Path without the query.", .column = {.title = "Path", .shown = onRequest}}),
        field("subjectKind", &R::subjectKind,
              {.doc = "Kind of what it was done to.", .presence = omit, .column = {.title = "Kind"}}),
        field("subject", &R::subject,
              {.doc = "What it was done to.", .presence = omit, .column = {.title = "Subject"}}),
        field("owner", &R::owner,
              {.doc = "Whose that is.", .presence = omit, .column = {.title = "Owner", .shown = onRequest}}),
        field("result", &R::result, {.doc = "What came of it.", .required = true, .column = {.title = "Result"}}),
        field("status", &R::status, {.doc = "HTTP status.", .column = {.title = "Status"}}),
        field("detail", &R::detail,
              {.doc = "Why it was denied or failed.",
               .presence = omit,
               .column = {.title = "Detail", .shown = onRequest}}),
        field("previous", &R::previous,
              {.doc = "The hash of the record before.", .column = {.title = "Previous", .shown = onRequest}}),
        field("hash", &R::hash,
              {.doc = "SHA-256 of this record without `hash`, its members sorted by name (RFC 8785).",
               .presence = omit,
               .column = {.title = "Hash", .shown = onRequest}}),
    };
};

/// A page of GET /api/v1/audit.
struct AuditHistory {
    std::vector<AuditRecord> records;
    std::int64_t oldest = 0; ///< the lowest seq that is kept; the next one where none is
    std::int64_t last = 0; ///< the highest that was given

    bool operator==(const AuditHistory &) const = default;
};

template <>
struct schema::Description<AuditHistory> {
    static constexpr std::string_view name = "AuditHistory";
    static constexpr std::string_view doc = "A page of the audit log.";
    static constexpr auto fields = std::tuple{
        field("records", &AuditHistory::records, {}),
        field("oldest", &AuditHistory::oldest, {.doc = "The lowest seq that is still kept."}),
        field("last", &AuditHistory::last, {.doc = "The highest seq that there is."}),
    };
};

} // namespace portolan
