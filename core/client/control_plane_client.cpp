// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/control_plane_client.h"

#include "core/async/timer.h"
#include "core/base/encoding.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/client/endpoint.h"
#include "core/client/http_client.h"
#include "core/schema/codec.h"

namespace portolan {

namespace {

/// An answer that is no model of ours is the server's fault, not the caller's.
template <class T>
Result<T> decodeAnswer(const Result<HttpClient::Answer> &answer)
{
    if (!answer)
        return std::unexpected(answer.error());
    auto decoded = schema::decode<T>(answer->body);
    if (!decoded)
        return fail(ErrorCode::BadGateway, "the server's answer cannot be understood: " + decoded.error().detail);
    return decoded;
}

std::string workspacePath(std::string_view name, std::string_view rest = {})
{
    return std::format("/api/v1/workspaces/{}{}", percentEncode(name), rest);
}

Result<void> withoutAnswer(const Result<HttpClient::Answer> &answer)
{
    return answer ? Result<void>() : std::unexpected(answer.error());
}

/// Of all where there is no id.
std::string sinkPath(std::string_view id = {})
{
    return id.empty() ? std::string("/api/v1/sinks") : std::format("/api/v1/sinks/{}", percentEncode(id));
}

/// Of the caller where there is no name.
std::string userPath(std::string_view name, std::string_view rest)
{
    return name.empty() ? std::format("/api/v1/me{}", rest)
                        : std::format("/api/v1/users/{}{}", percentEncode(name), rest);
}

void addParameter(std::string &query, std::string_view name, std::string_view value)
{
    if (!value.empty())
        query += std::format("{}{}={}", query.empty() ? "?" : "&", name, percentEncode(value));
}

std::string queryOf(const ControlPlaneClient::EventFilter &filter)
{
    std::string query;
    for (const std::string &type : filter.types)
        addParameter(query, "type", type);
    addParameter(query, "subjectKind", filter.subjectKind);
    addParameter(query, "subject", filter.subject);
    return query;
}

std::string portalPath(const ControlPlaneClient::PortalPath &path, std::string_view rest = {})
{
    return std::format("/api/v1/clusters/{}/portals/{}{}", percentEncode(path.cluster), percentEncode(path.portal),
                       rest);
}

std::string sessionPath(const ControlPlaneClient::SessionPath &path, std::string_view rest = {})
{
    return portalPath({.cluster = path.cluster, .portal = path.portal},
                      std::format("/environments/{}/sessions/{}{}", percentEncode(path.environment),
                                  percentEncode(path.session), rest));
}

/// A list that is a member of its answer.
template <class List, class Model>
Result<std::vector<Model>> decodeList(const Result<HttpClient::Answer> &answer, std::vector<Model> List::*items)
{
    return decodeAnswer<List>(answer).transform([items](List list) { return std::move(list.*items); });
}

/// Whether asking again may be answered otherwise.
bool mayPass(const Error &error)
{
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout
           || error.code == ErrorCode::BadGateway;
}

/// Grows from a second to half a minute, with jitter, so that a thousand clients do not come back at once.
class BackOff
{
public:
    [[nodiscard]] Task<void> wait()
    {
        const auto jitter = std::chrono::milliseconds(m_random.below(static_cast<std::uint64_t>(m_pause.count()) / 2
                                                                     + 1));
        const auto pause = m_pause + jitter;
        m_pause = std::min<std::chrono::milliseconds>(m_pause * 2, std::chrono::seconds(20));
        return sleepFor(pause);
    }
    void reset() { m_pause = std::chrono::seconds(1); }

private:
    SystemRandom m_random;
    std::chrono::milliseconds m_pause = std::chrono::seconds(1);
};

} // namespace

class ControlPlaneClient::Connection
{
public:
    explicit Connection(ControlPlaneAddress address) : http(std::move(address)) {}

    HttpClient http;
};

ControlPlaneClient::ControlPlaneClient(ControlPlaneAddress address)
    : m_connection(std::make_unique<Connection>(std::move(address)))
{}

ControlPlaneClient::~ControlPlaneClient() = default;

const ControlPlaneAddress &ControlPlaneClient::address() const
{
    return m_connection->http.address();
}

Task<Result<std::vector<WorkspaceDetails>>> ControlPlaneClient::workspaces(WorkspaceQuery query)
{
    std::string parameters;
    addParameter(parameters, "all", query.all ? "true" : "");
    addParameter(parameters, "username", query.username);
    co_return decodeAnswer<std::vector<WorkspaceDetails>>(co_await m_connection->http.send("GET", "/api/v1/workspaces"
                                                                                                      + parameters));
}

Task<Result<WorkspaceDetails>> ControlPlaneClient::workspace(std::string name)
{
    co_return decodeAnswer<WorkspaceDetails>(co_await m_connection->http.send("GET", workspacePath(name)));
}

Task<Result<WorkspaceAccepted>> ControlPlaneClient::createWorkspace(WorkspaceCreate wanted)
{
    co_return decodeAnswer<WorkspaceAccepted>(co_await m_connection->http.send("POST", "/api/v1/workspaces",
                                                                               schema::encode(wanted)));
}

Task<Result<WorkspaceAccepted>> ControlPlaneClient::startWorkspace(std::string name)
{
    co_return decodeAnswer<WorkspaceAccepted>(co_await m_connection->http.send("POST", workspacePath(name, "/start")));
}

Task<Result<WorkspaceAccepted>> ControlPlaneClient::stopWorkspace(std::string name)
{
    co_return decodeAnswer<WorkspaceAccepted>(co_await m_connection->http.send("DELETE", workspacePath(name)));
}

Task<Result<WorkspaceAccepted>> ControlPlaneClient::deleteWorkspace(std::string name)
{
    co_return decodeAnswer<WorkspaceAccepted>(co_await m_connection->http.send("DELETE",
                                                                               workspacePath(name, "?delete=true")));
}

Task<Result<Sysinfo>> ControlPlaneClient::sysinfo(std::string name)
{
    co_return decodeAnswer<Sysinfo>(co_await m_connection->http.send("GET", workspacePath(name, "/sysinfo")));
}

Task<Result<ProvisionJob>> ControlPlaneClient::job(std::string id)
{
    co_return decodeAnswer<ProvisionJob>(co_await m_connection->http.send("GET", "/api/v1/jobs/" + percentEncode(id)));
}

Task<Result<ProvisionJob>> ControlPlaneClient::waitForJob(std::string id,
                                                          std::function<void(const JobProgress &)> onStep)
{
    BackOff backOff;
    std::string lastId;
    while (true) {
        const auto streamed = co_await m_connection->http.stream(
            "/api/v1/jobs/" + percentEncode(id), {.lastEventId = lastId}, [&](const SseParser::Message &message) {
                lastId = message.id;
                if (const auto step = schema::decode<JobProgress>(message.data); step && onStep)
                    onStep(*step);
                return true;
            });
        if (!streamed && !mayPass(streamed.error()))
            co_return std::unexpected(streamed.error());
        auto ended = co_await job(id);
        if (ended && ended->status == "completed")
            co_return ended;
        if (!ended && !mayPass(ended.error()))
            co_return ended;
        co_await backOff.wait();
    }
}

Task<Result<UserProfile>> ControlPlaneClient::profile()
{
    co_return decodeAnswer<UserProfile>(co_await m_connection->http.send("GET", "/api/v1/me/profile"));
}

Task<Result<std::vector<BlueprintSummary>>> ControlPlaneClient::blueprints()
{
    co_return decodeAnswer<std::vector<BlueprintSummary>>(
        co_await m_connection->http.send("GET", "/api/v1/me/blueprints?details=true"));
}

Task<Result<std::vector<UserProfile>>> ControlPlaneClient::users()
{
    co_return decodeAnswer<std::vector<UserProfile>>(co_await m_connection->http.send("GET", "/api/v1/users"));
}

Task<Result<UserProfile>> ControlPlaneClient::user(std::string name)
{
    co_return decodeAnswer<UserProfile>(co_await m_connection->http.send("GET", userPath(name, "/profile")));
}

Task<Result<UserProfile>> ControlPlaneClient::createUser(UserCreate wanted)
{
    co_return decodeAnswer<UserProfile>(co_await m_connection->http.send("POST", "/api/v1/users",
                                                                         schema::encode(wanted)));
}

Task<Result<UserProfile>> ControlPlaneClient::updateUser(std::string name, UserUpdate wanted)
{
    co_return decodeAnswer<UserProfile>(co_await m_connection->http.send("PATCH", userPath(name, "/profile"),
                                                                         schema::encode(wanted)));
}

Task<Result<UserProfile>> ControlPlaneClient::addRoles(std::string name, RolesChange roles)
{
    co_return decodeAnswer<UserProfile>(co_await m_connection->http.send("POST", userPath(name, "/roles"),
                                                                         schema::encode(roles)));
}

Task<Result<UserProfile>> ControlPlaneClient::removeRoles(std::string name, RolesChange roles)
{
    co_return decodeAnswer<UserProfile>(co_await m_connection->http.send("DELETE", userPath(name, "/roles"),
                                                                         schema::encode(roles)));
}

Task<Result<UserProfile>> ControlPlaneClient::setPassword(std::string name, PasswordChange wanted)
{
    co_return decodeAnswer<UserProfile>(co_await m_connection->http.send("PUT", userPath(name, "/password"),
                                                                         schema::encode(wanted)));
}

Task<Result<void>> ControlPlaneClient::clearPasswordLockout(std::string name)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", userPath(name, "/password-lockout")));
}

Task<Result<std::vector<UserKey>>> ControlPlaneClient::keys(std::string user)
{
    co_return decodeAnswer<std::vector<UserKey>>(
        co_await m_connection->http.send("GET", userPath(user, "/keys?format=digest")));
}

Task<Result<void>> ControlPlaneClient::addKeys(std::string user, KeysChange keys)
{
    co_return withoutAnswer(co_await m_connection->http.send("POST", userPath(user, "/keys"), schema::encode(keys)));
}

Task<Result<void>> ControlPlaneClient::removeKey(std::string user, int index)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", userPath(user, std::format("/keys/{}", index))));
}

Task<Result<void>> ControlPlaneClient::deleteUser(std::string name)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", userPath(name, "")));
}

Task<Result<std::vector<AccessTokenInfo>>> ControlPlaneClient::tokens(std::string user)
{
    co_return decodeAnswer<std::vector<AccessTokenInfo>>(co_await m_connection->http.send("GET",
                                                                                          userPath(user, "/tokens")));
}

Task<Result<AccessTokenCreated>> ControlPlaneClient::createToken(AccessTokenCreate wanted)
{
    co_return decodeAnswer<AccessTokenCreated>(co_await m_connection->http.send("POST", userPath("", "/tokens"),
                                                                                schema::encode(wanted)));
}

Task<Result<AccessTokenInfo>> ControlPlaneClient::updateToken(std::string user, std::int64_t id,
                                                              AccessTokenUpdate wanted)
{
    co_return decodeAnswer<AccessTokenInfo>(co_await m_connection->http.send(
        "PATCH", userPath(user, std::format("/tokens/{}", id)), schema::encode(wanted)));
}

Task<Result<void>> ControlPlaneClient::deleteToken(std::string user, std::int64_t id)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", userPath(user, std::format("/tokens/{}", id))));
}

Task<Result<std::string>> ControlPlaneClient::readiness()
{
    auto answer = co_await m_connection->http.send("GET", "/api/diagnostics/ready", {},
                                                   [](int status) { return status == 503; });
    if (!answer)
        co_return std::unexpected(std::move(answer.error()));
    co_return std::move(answer->body);
}

Task<Result<std::string>> ControlPlaneClient::auditPage(AuditQuery query)
{
    std::string parameters;
    addParameter(parameters, "actor", query.filter.actor);
    addParameter(parameters, "action", query.filter.action);
    addParameter(parameters, "subject", query.filter.subject);
    addParameter(parameters, "result", query.filter.result);
    addParameter(parameters, "since", query.filter.since);
    addParameter(parameters, "until", query.filter.until);
    addParameter(parameters, "after", std::to_string(query.after));
    addParameter(parameters, "limit", std::to_string(query.limit));
    addParameter(parameters, "order", query.newestFirst ? "desc" : "asc");
    auto answer = co_await m_connection->http.send("GET", "/api/v1/audit" + parameters);
    if (!answer)
        co_return std::unexpected(std::move(answer.error()));
    co_return std::move(answer->body);
}

Task<Result<std::vector<SinkDetails>>> ControlPlaneClient::sinks()
{
    co_return decodeAnswer<std::vector<SinkDetails>>(co_await m_connection->http.send("GET", sinkPath()));
}

Task<Result<SinkDetails>> ControlPlaneClient::createSink(SinkCreate wanted)
{
    co_return decodeAnswer<SinkDetails>(co_await m_connection->http.send("POST", sinkPath(), schema::encode(wanted)));
}

Task<Result<SinkDetails>> ControlPlaneClient::updateSink(std::string id, SinkUpdate wanted)
{
    co_return decodeAnswer<SinkDetails>(co_await m_connection->http.send("PATCH", sinkPath(id),
                                                                         schema::encode(wanted)));
}

Task<Result<void>> ControlPlaneClient::deleteSink(std::string id)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", sinkPath(id)));
}

Task<Result<SinkAttempt>> ControlPlaneClient::testSink(std::string id)
{
    co_return decodeAnswer<SinkAttempt>(co_await m_connection->http.send("POST", sinkPath(id) + "/test"));
}

Task<Result<std::vector<DeadLetterDetails>>> ControlPlaneClient::deadLetters(std::string id)
{
    co_return decodeAnswer<std::vector<DeadLetterDetails>>(
        co_await m_connection->http.send("GET", sinkPath(id) + "/dead-letters?limit=1000"));
}

Task<Result<SinkAttempt>> ControlPlaneClient::redeliver(std::string id, std::int64_t seq)
{
    co_return decodeAnswer<SinkAttempt>(
        co_await m_connection->http.send("POST", sinkPath(id) + std::format("/dead-letters/{}/redeliver", seq)));
}

Task<Result<void>> ControlPlaneClient::deleteDeadLetter(std::string id, std::int64_t seq)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE",
                                                             sinkPath(id) + std::format("/dead-letters/{}", seq)));
}

Task<Result<std::vector<TenantDetails>>> ControlPlaneClient::tenants()
{
    co_return decodeList(co_await m_connection->http.send("GET", "/api/v1/tenants"), &TenantList::tenants);
}

Task<Result<std::vector<TrainingPortalDetails>>> ControlPlaneClient::tenantPortals(std::string tenant)
{
    co_return decodeList(co_await m_connection->http.send("GET", std::format("/api/v1/tenants/{}/portals",
                                                                             percentEncode(tenant))),
                         &TrainingPortalList::portals);
}

Task<Result<TenantSpec>> ControlPlaneClient::tenantSpec(std::string tenant)
{
    co_return decodeAnswer<TenantSpec>(co_await m_connection->http.send("GET", std::format("/api/v1/tenants/{}/spec",
                                                                                           percentEncode(tenant))));
}

Task<Result<void>> ControlPlaneClient::deleteTenant(std::string name)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", "/api/v1/tenants/" + percentEncode(name)));
}

Task<Result<std::vector<ClusterDetails>>> ControlPlaneClient::clusters()
{
    co_return decodeList(co_await m_connection->http.send("GET", "/api/v1/clusters"), &ClusterList::clusters);
}

Task<Result<std::string>> ControlPlaneClient::kubeconfig(std::string cluster)
{
    auto answer = co_await m_connection->http.send("GET", std::format("/api/v1/clusters/{}/kubeconfig",
                                                                      percentEncode(cluster)));
    if (!answer)
        co_return std::unexpected(std::move(answer.error()));
    co_return std::move(answer->body);
}

Task<Result<void>> ControlPlaneClient::deleteCluster(std::string name)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", "/api/v1/clusters/" + percentEncode(name)));
}

Task<Result<std::vector<SecretDetails>>> ControlPlaneClient::secrets()
{
    co_return decodeList(co_await m_connection->http.send("GET", "/api/v1/secrets"), &SecretList::secrets);
}

Task<Result<void>> ControlPlaneClient::deleteSecret(std::string name)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", "/api/v1/secrets/" + percentEncode(name)));
}

Task<Result<std::vector<TrainingPortalDetails>>> ControlPlaneClient::portals()
{
    co_return decodeList(co_await m_connection->http.send("GET", "/api/v1/portals"), &TrainingPortalList::portals);
}

Task<Result<std::vector<EnvironmentDetails>>> ControlPlaneClient::environments(PortalPath portal)
{
    co_return decodeList(co_await m_connection->http.send("GET", portalPath(portal, "/environments")),
                         &EnvironmentList::environments);
}

Task<Result<TrainingPortalSpec>> ControlPlaneClient::portalSpec(PortalPath portal)
{
    co_return decodeAnswer<TrainingPortalSpec>(co_await m_connection->http.send("GET", portalPath(portal, "/spec")));
}

Task<Result<PortalCredentials>> ControlPlaneClient::portalCredentials(PortalPath portal)
{
    co_return decodeAnswer<PortalCredentials>(co_await m_connection->http.send("GET",
                                                                               portalPath(portal, "/credentials")));
}

Task<Result<void>> ControlPlaneClient::deletePortal(PortalPath portal)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", portalPath(portal)));
}

Task<Result<std::vector<Workshop>>> ControlPlaneClient::workshopDefinitions()
{
    co_return decodeAnswer<std::vector<Workshop>>(
        co_await m_connection->http.send("GET", "/api/v1/workshop-definitions?limit=1000"));
}

Task<Result<Workshop>> ControlPlaneClient::workshopDefinition(std::string name)
{
    co_return decodeAnswer<Workshop>(co_await m_connection->http.send("GET", "/api/v1/workshop-definitions/"
                                                                                 + percentEncode(name)));
}

Task<Result<void>> ControlPlaneClient::deleteWorkshopDefinition(std::string name)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE",
                                                             "/api/v1/workshop-definitions/" + percentEncode(name)));
}

Task<Result<std::vector<WorkshopSummary>>> ControlPlaneClient::workshops(std::string tenant)
{
    std::string parameters;
    addParameter(parameters, "tenant", tenant);
    co_return decodeList(co_await m_connection->http.send("GET", "/api/v1/workshops" + parameters),
                         &WorkshopList::workshops);
}

Task<Result<WorkshopGranted>> ControlPlaneClient::requestWorkshop(WorkshopRequest wanted)
{
    co_return decodeAnswer<WorkshopGranted>(co_await m_connection->http.send("POST", "/api/v1/workshops",
                                                                             schema::encode(wanted)));
}

Task<Result<AllocationExplanation>> ControlPlaneClient::explainWorkshop(std::string tenant, std::string workshop)
{
    std::string parameters;
    addParameter(parameters, "tenant", tenant);
    addParameter(parameters, "workshop", workshop);
    co_return decodeAnswer<AllocationExplanation>(co_await m_connection->http.send("GET", "/api/v1/workshops/explain"
                                                                                              + parameters));
}

Task<Result<std::vector<WorkshopSessionDetails>>> ControlPlaneClient::workshopSessions(SessionQuery query)
{
    constexpr std::size_t most = 5000; // that the server gives at once
    std::vector<WorkshopSessionDetails> all;
    while (true) {
        std::string parameters;
        addParameter(parameters, "user", query.user);
        addParameter(parameters, "portal", query.portal);
        addParameter(parameters, "limit", std::to_string(most));
        addParameter(parameters, "offset", std::to_string(all.size()));
        auto some = decodeList(co_await m_connection->http.send("GET", "/api/v1/workshop-sessions" + parameters),
                               &WorkshopSessionList::sessions);
        if (!some)
            co_return some;
        const bool isLast = some->size() < most;
        std::ranges::move(*some, std::back_inserter(all));
        if (isLast)
            co_return all;
    }
}

Task<Result<WorkshopSessionDetails>> ControlPlaneClient::workshopSession(SessionPath session)
{
    co_return decodeAnswer<WorkshopSessionDetails>(co_await m_connection->http.send("GET", sessionPath(session)));
}

Task<Result<WorkshopSessionDetails>> ControlPlaneClient::extendWorkshopSession(SessionPath session)
{
    co_return decodeAnswer<WorkshopSessionDetails>(co_await m_connection->http.send("POST",
                                                                                    sessionPath(session, "/extend")));
}

Task<Result<void>> ControlPlaneClient::endWorkshopSession(SessionPath session)
{
    co_return withoutAnswer(co_await m_connection->http.send("DELETE", sessionPath(session)));
}

Task<Result<EventHistory>> ControlPlaneClient::events(EventHistoryQuery query)
{
    std::string parameters = queryOf(query.filter);
    addParameter(parameters, "after", std::to_string(query.after));
    if (query.before)
        addParameter(parameters, "before", std::to_string(*query.before));
    addParameter(parameters, "limit", std::to_string(query.limit));
    addParameter(parameters, "order", query.newestFirst ? "desc" : "asc");
    co_return decodeAnswer<EventHistory>(co_await m_connection->http.send("GET", "/api/events" + parameters));
}

Task<Result<PutOutcome>> ControlPlaneClient::putManifest(Manifest manifest, bool dryRun)
{
    const auto answer = co_await m_connection->http.send("PUT", manifest.path + (dryRun ? "?dry_run=true" : ""),
                                                         manifest.spec);
    if (!answer)
        co_return std::unexpected(answer.error());
    const auto told = answer->headers.find(putOutcomeHeader);
    const auto outcome = told == answer->headers.end() ? std::nullopt : schema::enumFromName<PutOutcome>(told->second);
    co_return outcome.value_or(answer->status == 201 ? PutOutcome::Created : PutOutcome::Configured);
}

Task<Result<void>> ControlPlaneClient::streamEvents(std::int64_t after, std::function<void(const Event &)> onEvent,
                                                    std::function<void()> onResync, std::stop_token cancel)
{
    co_return co_await m_connection->http.stream("/api/events/stream?unbatched=true",
                                                 {.lastEventId = std::to_string(after), .cancel = std::move(cancel)},
                                                 [&](const SseParser::Message &message) {
                                                     if (message.event == "resync")
                                                         onResync();
                                                     else if (const auto event = schema::decode<Event>(message.data))
                                                         onEvent(*event);
                                                     return true;
                                                 });
}

Task<Result<void>> ControlPlaneClient::streamUsage(std::function<void(const UsageReport &)> onReport,
                                                   std::chrono::milliseconds silence, std::stop_token cancel)
{
    co_return co_await m_connection->http.stream("/api/usage/stream", {.silence = silence, .cancel = std::move(cancel)},
                                                 [&](const SseParser::Message &message) {
                                                     if (const auto report = schema::decode<UsageReport>(message.data))
                                                         onReport(*report);
                                                     return true;
                                                 });
}

Task<Result<void>> ControlPlaneClient::followEvents(EventFilter filter, std::optional<std::int64_t> after,
                                                    std::function<bool(const Event &)> onEvent,
                                                    std::function<void()> onResync)
{
    // A stream that breaks before its first event must go on from where it began: that place is asked for first.
    if (!after) {
        const auto latest = co_await events({.filter = filter, .limit = 1, .newestFirst = true});
        if (!latest)
            co_return std::unexpected(latest.error());
        after = latest->events.empty() ? 0 : latest->events.front().seq;
    }
    std::string parameters = queryOf(filter);
    addParameter(parameters, "unbatched", "true");
    BackOff backOff;
    std::string lastId = std::to_string(*after);
    bool goOn = true;
    while (goOn) {
        const auto streamed = co_await m_connection->http.stream(
            "/api/events/stream" + parameters, {.lastEventId = lastId}, [&](const SseParser::Message &message) {
                backOff.reset();
                if (message.event == "resync") {
                    onResync();
                    return true;
                }
                const auto event = schema::decode<Event>(message.data);
                if (!event)
                    return true; // Of a newer server; its number still counts.
                lastId = message.id;
                return goOn = onEvent(*event);
            });
        if (!streamed && !mayPass(streamed.error()))
            co_return streamed;
        if (goOn)
            co_await backOff.wait();
    }
    co_return Result<void>{};
}

Result<ControlPlaneAddress> addressOfDataFolder(const std::filesystem::path &folder)
{
    constexpr std::size_t largestToken = 4096;
    const auto endpoint = readEndpoint(folder);
    if (!endpoint)
        return std::unexpected(endpoint.error());
    auto token = readFile(folder / "admin-token", largestToken);
    if (!token)
        return failWithin("the administrator's token", std::move(token.error()));
    token->erase(token->find_last_not_of(" \r\n") + 1);
    return ControlPlaneAddress{.url = endpoint->url, .token = std::move(*token)};
}

} // namespace portolan
