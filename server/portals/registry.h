// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/random.h"
#include "core/model/user/principal.h"
#include "server/control/blueprints.h"
#include "server/outbound/guard.h"
#include "server/state/state.h"
#include "server/vault/vault.h"

#include <functional>
#include <string>

namespace portolan::portals {

/// The tenants, clusters, portals and workshops as people write them: put whole, by name, so that the same file can be
/// applied again and again. With a portal its environments follow, in the same change. Callers have checked the
/// permission. For any thread with an event loop.
class Registry
{
public:
    /// What became of a put.
    template <class Model>
    struct Saved {
        Model value;
        bool created = false; ///< it is new
        bool changed = false; ///< it is not as it was
    };
    /// Called, in any thread, with the id of a portal whose environments may have to be worked on.
    using Wake = std::function<void(std::string portalId)>;

    /// `remote`: where portals may be that are not of this server.
    Registry(State &state, const vault::Vault &vault, const control::Blueprints &blueprints, Random &random, Wake wake,
             outbound::OutboundPolicy remote = {})
        : m_state(state),
          m_vault(vault),
          m_blueprints(blueprints),
          m_random(random),
          m_wake(std::move(wake)),
          m_remote(std::move(remote))
    {}

    [[nodiscard]] Task<Result<Saved<Tenant>>> putTenant(std::string name, TenantSpec spec, identity::Principal actor);
    [[nodiscard]] Task<Result<void>> removeTenant(std::string name, identity::Principal actor);

    [[nodiscard]] Task<Result<Saved<Cluster>>> putCluster(std::string name, ClusterSpec spec,
                                                          identity::Principal actor);
    /// Conflict while portals are in it.
    [[nodiscard]] Task<Result<void>> removeCluster(std::string name, identity::Principal actor);

    /// The answer has no secrets. NotFound for a cluster that is not there, but the local one, which comes with its first
    /// portal. Conflict where another portal of this server has the name, and for one that would become remote or local.
    /// Secrets that are left out stay as they are, and are made for a new portal of this server.
    [[nodiscard]] Task<Result<Saved<TrainingPortal>>> putPortal(std::string cluster, std::string name,
                                                                TrainingPortalSpec spec, identity::Principal actor);
    /// What putPortal() refuses of a portal that is somewhere else: InvalidField for an address that this server may not
    /// call, and for a robot's account that lacks something which it had not before either.
    [[nodiscard]] Result<void> checkRemote(const std::string &cluster, const std::string &name,
                                           const TrainingPortalSpec &spec) const;
    /// Its sessions end; it goes with the last of them. A remote one is forgotten at once, with all that it has told.
    [[nodiscard]] Task<Result<void>> removePortal(std::string cluster, std::string name, identity::Principal actor);
    /// The robot's account, with its secrets.
    [[nodiscard]] Result<TrainingPortalSpec::Portal> robotOf(const TrainingPortal &portal) const;

    /// InvalidField for a blueprint that is not there.
    [[nodiscard]] Task<Result<Saved<Workshop>>> putWorkshop(std::string name, WorkshopSpec spec,
                                                            identity::Principal actor);
    /// Conflict while a portal offers it.
    [[nodiscard]] Task<Result<void>> removeWorkshop(std::string name, identity::Principal actor);

private:
    [[nodiscard]] Task<Result<void>> forgetRemote(std::string id, identity::Principal actor);
    [[nodiscard]] Result<void> seal(TrainingPortal &portal, const TrainingPortal *before) const;

    State &m_state;
    const vault::Vault &m_vault;
    const control::Blueprints &m_blueprints;
    Random &m_random;
    const Wake m_wake;
    const outbound::OutboundPolicy m_remote;
};

/// Without what nobody is told.
[[nodiscard]] TrainingPortalSpec withoutSecrets(TrainingPortalSpec spec);

} // namespace portolan::portals
