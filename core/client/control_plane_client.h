// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "core/client/manifest.h"
#include "core/client/sse_parser.h"
#include "core/model/blueprint/blueprint.h"
#include "core/model/event/event_history.h"
#include "core/model/event/sink.h"
#include "core/model/job/provision_job.h"
#include "core/model/user/access_token.h"
#include "core/model/user/user_change.h"
#include "core/model/user/user_profile.h"
#include "core/model/workshop/explanation.h"
#include "core/model/workshop/lists.h"
#include "core/model/workshop/portal_credentials.h"
#include "core/model/workshop/put_outcome.h"
#include "core/model/workshop/secret.h"
#include "core/model/workshop/workshop_request.h"
#include "core/model/workspace/sysinfo.h"
#include "core/model/workspace/usage.h"
#include "core/model/workspace/workspace_create.h"
#include "core/model/workspace/workspace_details.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace portolan {

/// Where a control plane is and what opens it.
struct ControlPlaneAddress {
    std::string url;   ///< "https://labs.example.org", without a path
    std::string token; ///< sent as bearer; never logged. Empty: none is sent
    /// PEM certificates that are trusted beside the system's.
    std::string authorities = {};
};

/// Typed calls to a control plane, in this process or far away: the console and portolanctl use nothing else. Lives in
/// one thread with an event loop. Errors: what the server said (its problem+json, as code, detail and fields);
/// Unavailable where it cannot be reached; Timeout; BadGateway for an answer that cannot be understood.
class ControlPlaneClient
{
public:
    explicit ControlPlaneClient(ControlPlaneAddress address);
    ~ControlPlaneClient();

    [[nodiscard]] const ControlPlaneAddress &address() const;

    struct WorkspaceQuery {
        bool all = false; ///< of everybody that one may see, the stopped ones too
        std::string username = {};
    };
    [[nodiscard]] Task<Result<std::vector<WorkspaceDetails>>> workspaces(WorkspaceQuery query);
    [[nodiscard]] Task<Result<WorkspaceDetails>> workspace(std::string name);
    [[nodiscard]] Task<Result<WorkspaceAccepted>> createWorkspace(WorkspaceCreate wanted);
    [[nodiscard]] Task<Result<WorkspaceAccepted>> startWorkspace(std::string name);
    [[nodiscard]] Task<Result<WorkspaceAccepted>> stopWorkspace(std::string name);
    [[nodiscard]] Task<Result<WorkspaceAccepted>> deleteWorkspace(std::string name);
    [[nodiscard]] Task<Result<Sysinfo>> sysinfo(std::string name);

    [[nodiscard]] Task<Result<ProvisionJob>> job(std::string id);
    /// Follows the job to its end, each step told as it comes, through lost connections. The job as it ended.
    [[nodiscard]] Task<Result<ProvisionJob>> waitForJob(std::string id,
                                                        std::function<void(const JobProgress &)> onStep);

    [[nodiscard]] Task<Result<UserProfile>> profile();
    [[nodiscard]] Task<Result<std::vector<BlueprintSummary>>> blueprints();

    [[nodiscard]] Task<Result<std::vector<UserProfile>>> users();
    [[nodiscard]] Task<Result<UserProfile>> user(std::string name);
    [[nodiscard]] Task<Result<UserProfile>> createUser(UserCreate wanted);
    [[nodiscard]] Task<Result<UserProfile>> updateUser(std::string name, UserUpdate wanted);
    [[nodiscard]] Task<Result<UserProfile>> addRoles(std::string name, RolesChange roles);
    [[nodiscard]] Task<Result<UserProfile>> removeRoles(std::string name, RolesChange roles);
    [[nodiscard]] Task<Result<UserProfile>> setPassword(std::string name, PasswordChange wanted);
    /// Opens a password that was closed after too many failures.
    [[nodiscard]] Task<Result<void>> clearPasswordLockout(std::string name);
    [[nodiscard]] Task<Result<void>> deleteUser(std::string name);
    /// Public keys for SSH, as their fingerprints.
    [[nodiscard]] Task<Result<std::vector<UserKey>>> keys(std::string user);
    [[nodiscard]] Task<Result<void>> addKeys(std::string user, KeysChange keys);
    /// `index` as keys() told it; the ones behind it move up.
    [[nodiscard]] Task<Result<void>> removeKey(std::string user, int index);

    /// Of the caller where `user` is empty.
    [[nodiscard]] Task<Result<std::vector<AccessTokenInfo>>> tokens(std::string user);
    [[nodiscard]] Task<Result<AccessTokenCreated>> createToken(AccessTokenCreate wanted);
    [[nodiscard]] Task<Result<AccessTokenInfo>> updateToken(std::string user, std::int64_t id,
                                                            AccessTokenUpdate wanted);
    [[nodiscard]] Task<Result<void>> deleteToken(std::string user, std::int64_t id);
    /// The page of GET /api/diagnostics/ready, as JSON; also where the server says that it is not ready.
    [[nodiscard]] Task<Result<std::string>> readiness();

    struct AuditFilter {
        std::string actor = {};
        std::string action = {};
        std::string subject = {};
        std::string result = {};
        std::string since = {}; ///< RFC 3339
        std::string until = {};
    };
    struct AuditQuery {
        AuditFilter filter = {};
        std::int64_t after = 0;
        std::size_t limit = 1000;
        bool newestFirst = false;
    };
    /// A page of the audit log as JSON (an AuditHistory), as the server has sealed it: for whoever verifies it.
    [[nodiscard]] Task<Result<std::string>> auditPage(AuditQuery query);

    [[nodiscard]] Task<Result<std::vector<SinkDetails>>> sinks();
    [[nodiscard]] Task<Result<SinkDetails>> createSink(SinkCreate wanted);
    [[nodiscard]] Task<Result<SinkDetails>> updateSink(std::string id, SinkUpdate wanted);
    [[nodiscard]] Task<Result<void>> deleteSink(std::string id);
    [[nodiscard]] Task<Result<SinkAttempt>> testSink(std::string id);
    [[nodiscard]] Task<Result<std::vector<DeadLetterDetails>>> deadLetters(std::string id);
    [[nodiscard]] Task<Result<SinkAttempt>> redeliver(std::string id, std::int64_t seq);
    [[nodiscard]] Task<Result<void>> deleteDeadLetter(std::string id, std::int64_t seq);

    [[nodiscard]] Task<Result<std::vector<TenantDetails>>> tenants();
    /// The portals that it may use.
    [[nodiscard]] Task<Result<std::vector<TrainingPortalDetails>>> tenantPortals(std::string tenant);
    /// What it was put as: to be changed, and put again.
    [[nodiscard]] Task<Result<TenantSpec>> tenantSpec(std::string tenant);
    [[nodiscard]] Task<Result<void>> deleteTenant(std::string name);
    [[nodiscard]] Task<Result<std::vector<ClusterDetails>>> clusters();
    /// YAML for kubectl, with secrets.
    [[nodiscard]] Task<Result<std::string>> kubeconfig(std::string cluster);
    [[nodiscard]] Task<Result<void>> deleteCluster(std::string name);
    /// Without their values.
    [[nodiscard]] Task<Result<std::vector<SecretDetails>>> secrets();
    [[nodiscard]] Task<Result<void>> deleteSecret(std::string name);
    struct PortalPath {
        std::string cluster;
        std::string portal;
    };
    [[nodiscard]] Task<Result<std::vector<TrainingPortalDetails>>> portals();
    [[nodiscard]] Task<Result<std::vector<EnvironmentDetails>>> environments(PortalPath portal);
    /// What it was put as, without its secrets; put so, they stay.
    [[nodiscard]] Task<Result<TrainingPortalSpec>> portalSpec(PortalPath portal);
    [[nodiscard]] Task<Result<PortalCredentials>> portalCredentials(PortalPath portal);
    /// Accepted: its sessions end first.
    [[nodiscard]] Task<Result<void>> deletePortal(PortalPath portal);
    [[nodiscard]] Task<Result<std::vector<Workshop>>> workshopDefinitions();
    [[nodiscard]] Task<Result<Workshop>> workshopDefinition(std::string name);
    [[nodiscard]] Task<Result<void>> deleteWorkshopDefinition(std::string name);
    /// Those that the tenant can ask for; of all portals where it is empty.
    [[nodiscard]] Task<Result<std::vector<WorkshopSummary>>> workshops(std::string tenant = {});
    [[nodiscard]] Task<Result<WorkshopGranted>> requestWorkshop(WorkshopRequest wanted);
    /// Where a session would be asked for now.
    [[nodiscard]] Task<Result<AllocationExplanation>> explainWorkshop(std::string tenant, std::string workshop);
    struct SessionQuery {
        std::string user = {};
        std::string portal = {};
    };
    struct SessionPath {
        std::string cluster;
        std::string portal;
        std::string environment;
        std::string session;
    };
    /// All that have not ended, the oldest first.
    [[nodiscard]] Task<Result<std::vector<WorkshopSessionDetails>>> workshopSessions(SessionQuery query);
    [[nodiscard]] Task<Result<WorkshopSessionDetails>> workshopSession(SessionPath session);
    /// By the overtime of its environment; Conflict where it may not be longer now.
    [[nodiscard]] Task<Result<WorkshopSessionDetails>> extendWorkshopSession(SessionPath session);
    /// Accepted: its workspace ends first.
    [[nodiscard]] Task<Result<void>> endWorkshopSession(SessionPath session);

    struct EventFilter {
        std::vector<std::string> types = {};
        std::string subjectKind = {};
        std::string subject = {};
    };
    struct EventHistoryQuery {
        EventFilter filter;
        std::int64_t after = 0;
        std::optional<std::int64_t> before = {}; ///< only older ones: for paging backwards
        std::size_t limit = 100;
        bool newestFirst = false;
    };
    [[nodiscard]] Task<Result<EventHistory>> events(EventHistoryQuery query);
    /// Puts a manifest (client/manifest.h), and says what became of it. `dryRun`: only says what would.
    [[nodiscard]] Task<Result<PutOutcome>> putManifest(Manifest manifest, bool dryRun = false);
    /// One attempt at following the events after `after`, for whoever shows the state of the connection. Ends with
    /// an error, also Cancelled, or in order when the server ends it.
    [[nodiscard]] Task<Result<void>> streamEvents(std::int64_t after, std::function<void(const Event &)> onEvent,
                                                  std::function<void()> onResync, std::stop_token cancel);
    /// What the running workspaces use, every few seconds, until the connection breaks or is silent for longer.
    [[nodiscard]] Task<Result<void>> streamUsage(std::function<void(const UsageReport &)> onReport,
                                                 std::chrono::milliseconds silence, std::stop_token cancel);
    /// Every event after `after` (from now on without it) as it happens, once and in order, through lost connections;
    /// `onResync` where some are no longer kept. Ends when `onEvent` gives false, or with an error that trying again
    /// cannot mend.
    [[nodiscard]] Task<Result<void>> followEvents(EventFilter filter, std::optional<std::int64_t> after,
                                                  std::function<bool(const Event &)> onEvent,
                                                  std::function<void()> onResync);

private:
    class Connection;
    std::unique_ptr<Connection> m_connection;
};

/// The address of the server that runs on a data folder, with the administrator's token: what `--data` means.
[[nodiscard]] Result<ControlPlaneAddress> addressOfDataFolder(const std::filesystem::path &folder);

} // namespace portolan
