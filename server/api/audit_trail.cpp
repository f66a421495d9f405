// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/audit_trail.h"

#include "server/http/websocket_session.h"

#include <QLoggingCategory>

#include <algorithm>
#include <variant>

namespace portolan::api {

namespace {

Q_LOGGING_CATEGORY(auditLog, "portolan.audit", QtInfoMsg)

constexpr std::size_t longestText = 512;
constexpr std::size_t shownOfId = 8; ///< enough to find a token by, of 64 digits

bool isEntry(identity::Permission permission)
{
    using enum identity::Permission;
    return permission == WorkspaceShell || permission == WorkspaceTunnel || permission == WorkspaceFiles
           || permission == CredentialResolve || permission == PortalSecret;
}

bool isSafe(http::Method method)
{
    using enum http::Method;
    return method == Get || method == Head || method == Options;
}

/// As it may stand in a log: bounded, on one line.
std::string plain(std::string_view text)
{
    std::string result(text.substr(0, longestText));
    // What was cut may end in the middle of a character; JSON would not take the rest of it.
    while (text.size() > longestText && !result.empty() && (static_cast<unsigned char>(result.back()) & 0x80) != 0)
        result.pop_back();
    std::ranges::replace_if(result, [](unsigned char character) { return character < ' ' || character == 0x7f; }, ' ');
    return result;
}

std::string credentialOf(const identity::Credential &credential)
{
    using enum identity::Credential::Kind;
    const auto with = [&credential](std::string_view kind) {
        return std::format("{} {}", kind, plain(std::string_view(credential.id).substr(0, shownOfId)));
    };
    switch (credential.kind) {
    case None:
        break;
    case AccessToken:
        return with("token");
    case Session:
        return with("session");
    case SignedToken:
        return with("signed-token");
    case TrustedHeader:
        return "proxy";
    case Development:
        return "development";
    }
    return {};
}

/// "/api/v1/users/{username}/tokens/{id}" is about a token; what has no place in braces before its end about the caller,
/// where it is "me".
void nameSubject(const Visit &visit, AuditRecord &record)
{
    const std::string_view pattern = visit.route.pattern;
    const auto brace = pattern.rfind('{');
    if (brace == pattern.npos) {
        if (pattern.starts_with("/api/v1/me/")) {
            record.subjectKind = "user";
            record.subject = record.owner = visit.principal.username;
        }
        return;
    }
    const auto end = pattern.find('}', brace);
    const auto start = pattern.rfind('/', brace - 2) + 1;
    std::string_view kind = pattern.substr(start, brace - 1 - start);
    if (kind.ends_with('s'))
        kind.remove_suffix(1);
    record.subjectKind = kind;
    record.subject = plain(visit.path.get(pattern.substr(brace + 1, end - brace - 1)));
}

/// The last word of the path, where no permission names what it does: "login", "logout".
std::string actionOf(const Route &route)
{
    if (route.permission != identity::Permission::None)
        return std::string(identity::ruleOf(route.permission).name);
    return route.pattern.substr(route.pattern.rfind('/') + 1);
}

int statusOf(const http::Request &request, const http::Response &response)
{
    const auto *upgrade = std::get_if<http::Upgrade>(&response.body);
    if (!upgrade)
        return response.status;
    const auto accepted = http::acceptHandshake(request, upgrade->options);
    return accepted ? 101 : accepted.error().status;
}

AuditResult resultOf(Visit::Stage stage, int status)
{
    if (stage != Visit::Stage::Handled || status == 401 || status == 403)
        return AuditResult::Denied;
    return status < 400 ? AuditResult::Allowed : AuditResult::Failed;
}

} // namespace

bool isAudited(const Route &route)
{
    return !isSafe(route.method) || isEntry(route.permission) || route.isLogin;
}

AuditRecord auditRecordOf(const Visit &visit, int status)
{
    const http::Request &request = visit.request;
    const AuditNote &note = visit.note;
    const auto method = http::name(request.method());
    AuditRecord record{.actor = plain(note.actor.empty() ? visit.principal.username : note.actor),
                       .credential = credentialOf(visit.principal.credential),
                       .address = request.clientAddress(),
                       .requestId = request.id(),
                       .action = actionOf(visit.route),
                       .method = std::string(method),
                       .path = plain(request.rawPath()),
                       .owner = visit.owner,
                       .result = resultOf(visit.stage, status),
                       .status = status};
    nameSubject(visit, record);
    if (!note.subject.empty()) {
        record.subjectKind = note.subjectKind;
        record.subject = plain(note.subject);
        record.owner = plain(note.owner);
    }
    return record;
}

std::optional<AuditRecord> auditRecordOf(const Visit &visit, const http::Response &response)
{
    const int status = statusOf(visit.request, response);
    if (visit.stage == Visit::Stage::Known || (visit.stage == Visit::Stage::Arrived && status != 403))
        return std::nullopt;
    AuditRecord record = auditRecordOf(visit, status);
    if (const auto *problem = std::get_if<http::Problem>(&response.body); problem && status < 500)
        record.detail = plain(problem->detail);
    return record;
}

Task<void> AuditTrail::record(const Visit &visit, http::Response &response)
{
    if (visit.note.slip && visit.note.slip->committed)
        co_return;
    auto record = auditRecordOf(visit, response);
    if (!record)
        co_return;
    const std::string what = std::format("{} {} by {}", record->method, record->path,
                                         record->actor.empty() ? "nobody" : record->actor);
    store::Change change;
    change.audit(std::move(*record));
    const auto committed = co_await m_state.ledger().commit(std::move(change));
    if (committed)
        co_return;
    qCCritical(auditLog, "the audit log lacks %s: %s", what.c_str(), committed.error().detail.c_str());
    if (isEntry(visit.route.permission))
        response = http::Response::problem(committed.error());
}

} // namespace portolan::api
