// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/random.h"
#include "core/model/user/principal.h"
#include "core/model/workshop/put_outcome.h"
#include "server/control/blueprints.h"
#include "server/outbound/guard.h"
#include "server/portals/builtin/analytics.h"
#include "server/vault/vault.h"

#include <functional>
#include <string>

namespace portolan::portals {

/// The tenants, secrets, clusters, portals and workshops as people write them: put whole, by name, so that the same file can be
/// applied again and again. With a portal its environments follow, in the same change. Callers have checked the
/// permission. For any thread with an event loop.
class Registry
{
public:
    /// What became of a put.
    template <class Model>
    struct Saved {
        Model value;
        PutOutcome outcome = PutOutcome::Unchanged;
    };
    /// What is only tried is refused as if it were put, but for what may yet be put before it; and changes nothing.
    enum class Mode { Put, Try };
    /// Called, in any thread, with the id of a portal whose environments may have to be worked on.
    using Wake = std::function<void(std::string portalId)>;

    /// Where others may be.
    struct Policies {
        outbound::OutboundPolicy portals = {}; ///< those that are not of this server
        outbound::OutboundPolicy webhooks = {};
    };

    Registry(State &state, const vault::Vault &vault, const control::Blueprints &blueprints, const Analytics &analytics,
             Random &random, Wake wake, Policies policies)
        : m_state(state),
          m_vault(vault),
          m_blueprints(blueprints),
          m_analytics(analytics),
          m_random(random),
          m_wake(std::move(wake)),
          m_policies(std::move(policies))
    {}

    [[nodiscard]] Task<Result<Saved<Tenant>>> putTenant(std::string name, TenantSpec spec, identity::Principal actor,
                                                        Mode mode = Mode::Put);
    [[nodiscard]] Task<Result<void>> removeTenant(std::string name, identity::Principal actor);

    /// The answer has sealed values only. What it had before and is left out now is gone. InvalidField for what
    /// checkSecret() refuses.
    [[nodiscard]] Task<Result<Saved<Secret>>> putSecret(std::string name, SecretSpec spec, identity::Principal actor,
                                                        Mode mode = Mode::Put);
    /// InvalidField for values that are not base64 or too many, and where a cluster takes its kubeconfig from what would
    /// be none.
    [[nodiscard]] Result<void> checkSecret(const std::string &name, const SecretSpec &spec) const;
    /// Conflict while a cluster refers to it.
    [[nodiscard]] Task<Result<void>> removeSecret(std::string name, identity::Principal actor);

    /// InvalidField where the secret that it refers to is there, and holds no kubeconfig with that context. One that is not
    /// there yet may come later.
    [[nodiscard]] Task<Result<Saved<Cluster>>> putCluster(std::string name, ClusterSpec spec, identity::Principal actor,
                                                          Mode mode = Mode::Put);
    /// YAML, with its one context. NotFound where the cluster refers to no secret, Conflict where that is not there or
    /// does not have it.
    [[nodiscard]] Result<std::string> kubeconfigOf(const Cluster &cluster) const;
    /// Conflict while portals are in it.
    [[nodiscard]] Task<Result<void>> removeCluster(std::string name, identity::Principal actor);

    /// The answer has no secrets. NotFound for a cluster that is not there, but the local one, which comes with its first
    /// portal. Conflict where another portal of this server has the name, and for one that would become remote or local.
    /// Secrets that are left out stay as they are, and are made for a new portal of this server.
    [[nodiscard]] Task<Result<Saved<TrainingPortal>>> putPortal(std::string cluster, std::string name,
                                                                TrainingPortalSpec spec, identity::Principal actor,
                                                                Mode mode = Mode::Put);
    /// What putPortal() refuses: InvalidField for an address that this server may not call, and for a robot's account of a
    /// portal that is somewhere else, where it lacks something which it had not before either.
    [[nodiscard]] Result<void> checkPortal(const std::string &cluster, const std::string &name,
                                           const TrainingPortalSpec &spec) const;
    /// Its sessions end; it goes with the last of them. A remote one is forgotten at once, with all that it has told.
    [[nodiscard]] Task<Result<void>> removePortal(std::string cluster, std::string name, identity::Principal actor);
    /// The robot's account, with its secrets.
    [[nodiscard]] Result<TrainingPortalSpec::Portal> robotOf(const TrainingPortal &portal) const;

    /// InvalidField for a blueprint that is not there.
    [[nodiscard]] Task<Result<Saved<Workshop>>> putWorkshop(std::string name, WorkshopSpec spec,
                                                            identity::Principal actor, Mode mode = Mode::Put);
    /// Conflict while a portal offers it.
    [[nodiscard]] Task<Result<void>> removeWorkshop(std::string name, identity::Principal actor);

private:
    /// The row as it would be.
    [[nodiscard]] Result<TrainingPortal> rowOf(const std::string &cluster, const std::string &name,
                                               const TrainingPortalSpec &spec, const TrainingPortal *before) const;
    [[nodiscard]] Task<Result<void>> forgetRemote(std::string id, identity::Principal actor);
    void checkRemote(const std::string &cluster, const std::string &name, const TrainingPortalSpec &spec,
                     std::vector<FieldError> &refused) const;
    [[nodiscard]] Result<void> seal(TrainingPortal &portal, const TrainingPortal *before) const;
    /// What has not changed stays as it was sealed.
    [[nodiscard]] Result<Secret::Sealed> sealValues(const std::string &secret,
                                                    const std::map<std::string, std::string> &values) const;

    State &m_state;
    const vault::Vault &m_vault;
    const control::Blueprints &m_blueprints;
    const Analytics &m_analytics;
    Random &m_random;
    const Wake m_wake;
    const Policies m_policies;
};

/// Without what nobody is told.
[[nodiscard]] TrainingPortalSpec withoutSecrets(TrainingPortalSpec spec);

} // namespace portolan::portals
