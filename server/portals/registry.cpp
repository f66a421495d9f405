// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/registry.h"

#include "server/portals/environments.h"
#include "server/state/amend.h"

#include <set>

namespace portolan::portals {

namespace {

store::Event changed(std::string_view kind, std::string_view what, std::string id, const identity::Principal &actor)
{
    return {.type = std::format("{}.{}", kind, what),
            .subjectKind = std::string(kind),
            .subjectId = std::move(id),
            .actor = actor.username};
}

/// Puts a row that is its spec and what the server adds: new, or with the next generation where the spec is another.
/// `more`: what goes with it, whatever was there before.
template <class Model, class Spec>
Task<Result<Registry::Saved<Model>>> save(State &state, const store::Table<Model> &table, Random &random,
                                          std::string name, Spec spec, identity::Principal actor,
                                          std::function<void(store::Change &, const Model &)> more = {})
{
    using Trait = store::Stored<Model>;
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto before = table.find(name);
        if (before && before->value.spec == spec)
            co_return Registry::Saved<Model>{.value = before->value};
        Model model = before ? before->value
                             : Model{.name = name, .uid = randomUuid(random), .created = state.clock().now()};
        model.spec = spec;
        model.generation += before ? 1 : 0;
        store::Change change;
        change.record(changed(Trait::kind, before ? "changed" : "created", name, actor));
        if (more)
            more(change, model);
        change.put(Model(model), before ? before->version : store::absent);
        auto committed = co_await state.ledger().commit(std::move(change));
        if (committed)
            co_return Registry::Saved<Model>{.value = std::move(model), .created = !before, .changed = true};
        if (committed.error().code != ErrorCode::Conflict)
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Conflict, std::format("the {} \"{}\" keeps changing; try again", Trait::kind, name));
}

template <class Model>
Task<Result<void>> drop(State &state, const store::Table<Model> &table, std::string name, identity::Principal actor,
                        std::function<void(store::Change &)> more = {})
{
    using Trait = store::Stored<Model>;
    if (!table.find(name))
        co_return fail(ErrorCode::NotFound, std::format("there is no {} \"{}\"", Trait::kind, name));
    store::Change change;
    if (more)
        more(change);
    change.remove<Model>(name);
    change.record(changed(Trait::kind, "deleted", name, actor));
    auto committed = co_await state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

std::string sealedFor(const TrainingPortal &portal, std::string_view secret)
{
    return std::format("portal/{}/{}", portal.uid, secret);
}

} // namespace

TrainingPortalSpec withoutSecrets(TrainingPortalSpec spec)
{
    spec.portal.clients.robot.secret.clear();
    spec.portal.credentials.robot.password.clear();
    return spec;
}

Task<Result<Registry::Saved<Tenant>>> Registry::putTenant(std::string name, TenantSpec spec, identity::Principal actor)
{
    return save<Tenant, TenantSpec>(m_state, m_state.tenants, m_random, std::move(name), std::move(spec),
                                    std::move(actor));
}

Task<Result<void>> Registry::removeTenant(std::string name, identity::Principal actor)
{
    return drop<Tenant>(m_state, m_state.tenants, std::move(name), std::move(actor));
}

Task<Result<Registry::Saved<Cluster>>> Registry::putCluster(std::string name, ClusterSpec spec,
                                                            identity::Principal actor)
{
    return save<Cluster, ClusterSpec>(m_state, m_state.clusters, m_random, std::move(name), std::move(spec),
                                      std::move(actor));
}

Task<Result<void>> Registry::removeCluster(std::string name, identity::Principal actor)
{
    const auto inIt = m_state.portals.count(store::Stored<TrainingPortal>::byCluster, name);
    if (inIt > 0)
        co_return fail(ErrorCode::Conflict,
                       std::format("the cluster {} has {} portals; delete them first", name, inIt));
    // A portal that comes at the same moment is found by the sum.
    auto removed = co_await drop<Cluster>(m_state, m_state.clusters, name, std::move(actor),
                                          [name](store::Change &change) {
                                              change.sumAtMost(std::string(store::portalsOfCluster), name, 0);
                                          });
    if (!removed && store::isRefusedBy(removed.error(), "sum"))
        co_return fail(ErrorCode::Conflict, std::format("the cluster {} has portals; delete them first", name));
    co_return removed;
}

Result<void> Registry::seal(TrainingPortal &portal, const TrainingPortal *before) const
{
    const auto keep = [&](std::string &secret, const std::string *old, std::string_view what) -> Result<void> {
        const auto kept = old && !old->empty() ? m_vault.open(*old, sealedFor(portal, what)) : Result<std::string>();
        if (old && (secret.empty() || (kept && *kept == secret))) {
            secret = *old;
            return {};
        }
        if (secret.empty() && portal.isBuiltin())
            secret = randomToken(m_random);
        if (secret.empty())
            return {};
        auto sealed = m_vault.seal(secret, sealedFor(portal, what));
        if (!sealed)
            return std::unexpected(std::move(sealed.error()));
        secret = std::move(*sealed);
        return {};
    };
    auto &robot = portal.spec.portal;
    if (robot.credentials.robot.username.empty())
        robot.credentials.robot.username = before ? before->spec.portal.credentials.robot.username : "robot@educates";
    if (robot.clients.robot.id.empty() && (before || portal.isBuiltin()))
        robot.clients.robot.id = before ? before->spec.portal.clients.robot.id : randomToken(m_random, 12);
    if (auto sealed = keep(robot.clients.robot.secret, before ? &before->spec.portal.clients.robot.secret : nullptr,
                           "client");
        !sealed)
        return sealed;
    return keep(robot.credentials.robot.password, before ? &before->spec.portal.credentials.robot.password : nullptr,
                "robot");
}

Result<TrainingPortalSpec::Portal> Registry::robotOf(const TrainingPortal &portal) const
{
    TrainingPortalSpec::Portal open = portal.spec.portal;
    for (const auto &[secret, what] :
         {std::pair(&open.clients.robot.secret, "client"), std::pair(&open.credentials.robot.password, "robot")}) {
        if (secret->empty())
            continue;
        auto text = m_vault.open(*secret, sealedFor(portal, what));
        if (!text)
            return failWithin(std::format("the account of the portal {}", portal.name), std::move(text.error()));
        *secret = std::move(*text);
    }
    return open;
}

Task<Result<Registry::Saved<TrainingPortal>>> Registry::putPortal(std::string cluster, std::string name,
                                                                  TrainingPortalSpec spec, identity::Principal actor)
{
    using Environments = store::Stored<WorkshopEnvironment>;
    if (auto checked = checkRemote(cluster, name, spec); !checked)
        co_return std::unexpected(std::move(checked.error()));
    spec.cluster = cluster;
    const std::string id = TrainingPortal::idOf(cluster, name);
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto before = m_state.portals.find(id);
        if (before && before->value.isBuiltin() == spec.remote.has_value())
            co_return fail(ErrorCode::Conflict,
                           std::format("the portal {} is {}, and stays it; delete it first", name,
                                       before->value.isBuiltin() ? "one of this server" : "a remote one"));
        if (before && before->value.phase == PortalPhase::Stopping)
            co_return fail(ErrorCode::Conflict, std::format("the portal {} is being deleted; try again", name));
        store::Change change;
        if (!m_state.clusters.find(cluster)) {
            if (cluster != localCluster)
                co_return fail(ErrorCode::NotFound, std::format("there is no cluster \"{}\"", cluster));
            change.put(Cluster{.name = cluster, .uid = randomUuid(m_random), .created = m_state.clock().now()},
                       store::absent);
        } else {
            change.expectPresent(std::string(store::Stored<Cluster>::kind), cluster);
        }
        TrainingPortal portal = before ? before->value
                                       : TrainingPortal{.name = name,
                                                        .cluster = cluster,
                                                        .uid = randomUuid(m_random),
                                                        .created = m_state.clock().now()};
        portal.spec = spec;
        if (!before && spec.remote) {
            portal.phase = PortalPhase::Unreachable;
            portal.message = "it was not asked yet";
        }
        if (auto sealed = seal(portal, before ? &before->value : nullptr); !sealed)
            co_return std::unexpected(std::move(sealed.error()));
        const bool isAsItWas = before && portal.spec == before->value.spec;
        if (isAsItWas)
            co_return Saved<TrainingPortal>{.value = portal};
        portal.generation += before ? 1 : 0;
        if (portal.isBuiltin())
            planEnvironments(
                change, portal, m_state.environments.page(Environments::byPortal, id, {.limit = everything}).items,
                [this](const std::string &workshop) -> std::optional<Workshop> {
                    const auto item = m_state.workshops.find(workshop);
                    return item ? std::optional(item->value) : std::nullopt;
                },
                m_random);
        change.record(changed("portal", before ? "changed" : "created", id, actor));
        change.put(TrainingPortal(portal), before ? before->version : store::absent);
        auto committed = co_await m_state.ledger().commit(std::move(change));
        if (committed) {
            m_wake(id);
            co_return Saved<TrainingPortal>{.value = std::move(portal), .created = !before, .changed = true};
        }
        if (store::isRefusedBy(committed.error(), "claim"))
            co_return fail(ErrorCode::Conflict,
                           std::format("a portal of this server in another cluster is named {} already", name));
        if (committed.error().code != ErrorCode::Conflict && committed.error().code != ErrorCode::NotFound)
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Conflict, std::format("the portal \"{}\" keeps changing; try again", name));
}

Result<void> Registry::checkRemote(const std::string &cluster, const std::string &name,
                                   const TrainingPortalSpec &spec) const
{
    if (!spec.remote)
        return {};
    std::vector<FieldError> refused;
    const bool hasInternal = !spec.remote->internalUrl.empty();
    if (auto refusal = outbound::refuseTarget(hasInternal ? spec.remote->internalUrl : spec.remote->url, m_remote))
        refused.push_back({hasInternal ? "/remote/internalUrl" : "/remote/url", std::move(*refusal)});
    // What is left out of one that is there stays.
    if (!m_state.portals.find(TrainingPortal::idOf(cluster, name))) {
        const auto &clients = spec.portal.clients.robot;
        const auto &robot = spec.portal.credentials.robot;
        for (const auto &[value, pointer] : {std::pair(&clients.id, "/portal/clients/robot/id"),
                                             std::pair(&clients.secret, "/portal/clients/robot/secret"),
                                             std::pair(&robot.username, "/portal/credentials/robot/username"),
                                             std::pair(&robot.password, "/portal/credentials/robot/password")})
            if (value->empty())
                refused.push_back({pointer, "is needed to speak to a remote portal"});
    }
    if (!refused.empty())
        return failFields(std::move(refused));
    return {};
}

Task<Result<void>> Registry::forgetRemote(std::string id, identity::Principal actor)
{
    using Environments = store::Stored<WorkshopEnvironment>;
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto portal = m_state.portals.find(id);
        if (!portal)
            co_return fail(ErrorCode::NotFound, std::format("there is no portal \"{}\"", id));
        store::Change change;
        change.remove<TrainingPortal>(id, portal->version);
        for (const auto &environment :
             m_state.environments.page(Environments::byPortal, id, {.limit = everything}).items) {
            change.remove<WorkshopEnvironment>(environment->id);
            for (const auto &session :
                 m_state.workshopSessions
                     .page(store::Stored<WorkshopSession>::byEnvironment, environment->id, {.limit = everything})
                     .items)
                change.remove<WorkshopSession>(session->id);
        }
        for (const auto &intent :
             m_state.sessionIntents.page(store::Stored<SessionIntent>::byPortal, id, {.limit = everything}).items)
            change.remove<SessionIntent>(intent->id);
        change.record(changed("portal", "deleted", id, actor));
        auto committed = co_await m_state.ledger().commit(std::move(change));
        if (committed) {
            m_wake(id);
            co_return Result<void>{};
        }
        // It was told something new meanwhile.
        if (committed.error().code != ErrorCode::Conflict && committed.error().code != ErrorCode::NotFound)
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Conflict, std::format("the portal \"{}\" keeps changing; try again", id));
}

Task<Result<void>> Registry::removePortal(std::string cluster, std::string name, identity::Principal actor)
{
    const std::string id = TrainingPortal::idOf(cluster, name);
    if (const auto item = m_state.portals.find(id); item && !item->value.isBuiltin())
        co_return co_await forgetRemote(id, std::move(actor));
    const std::function<Result<void>(TrainingPortal &, store::Change &)> edit = [&](TrainingPortal &portal,
                                                                                    store::Change &change) {
        if (portal.phase == PortalPhase::Stopping)
            return Result<void>{};
        portal.phase = PortalPhase::Stopping;
        portal.message = "it is being deleted";
        portal.spec.workshops.clear();
        using Environments = store::Stored<WorkshopEnvironment>;
        planEnvironments(
            change, portal, m_state.environments.page(Environments::byPortal, id, {.limit = everything}).items,
            [](const std::string &) { return std::optional<Workshop>(); }, m_random);
        change.record(changed("portal", "changed", id, actor));
        return Result<void>{};
    };
    auto amended = co_await amend(m_state, m_state.portals, id, edit);
    if (!amended)
        co_return std::unexpected(std::move(amended.error()));
    m_wake(id);
    co_return Result<void>{};
}

Task<Result<Registry::Saved<Workshop>>> Registry::putWorkshop(std::string name, WorkshopSpec spec,
                                                              identity::Principal actor)
{
    using Environments = store::Stored<WorkshopEnvironment>;
    if (!m_blueprints.find(spec.blueprint))
        co_return failFields({{"/blueprint", std::format("there is no blueprint \"{}\"", spec.blueprint)}});
    const auto offering = [this, name] {
        std::set<std::string> ids;
        for (const auto &item : m_state.environments.page(Environments::byResource, name, {.limit = everything}).items)
            if (!item->value.toldAllocated)
                ids.insert(item->value.portalId());
        return ids;
    };
    // The portals that offer it tell it by their environments, as it is now.
    const std::function<void(store::Change &, const Workshop &)> tell = [&](store::Change &change,
                                                                            const Workshop &workshop) {
        for (const std::string &id : offering()) {
            const auto item = m_state.portals.find(id);
            if (!item || item->value.phase == PortalPhase::Stopping)
                continue;
            TrainingPortal portal = item->value;
            change.expectVersion(std::string(store::Stored<TrainingPortal>::kind), id, item->version,
                                 ErrorCode::Conflict);
            planEnvironments(
                change, portal, m_state.environments.page(Environments::byPortal, id, {.limit = everything}).items,
                [&](const std::string &wanted) -> std::optional<Workshop> {
                    if (wanted == workshop.name)
                        return workshop;
                    const auto other = m_state.workshops.find(wanted);
                    return other ? std::optional(other->value) : std::nullopt;
                },
                m_random);
        }
    };
    auto saved = co_await save<Workshop, WorkshopSpec>(m_state, m_state.workshops, m_random, name, std::move(spec),
                                                       std::move(actor), tell);
    if (saved && saved->changed)
        for (const std::string &id : offering())
            m_wake(id);
    co_return saved;
}

Task<Result<void>> Registry::removeWorkshop(std::string name, identity::Principal actor)
{
    using Environments = store::Stored<WorkshopEnvironment>;
    for (const auto &item : m_state.environments.page(Environments::byResource, name, {.limit = everything}).items)
        if (item->value.phase != EnvironmentPhase::Stopping && !item->value.toldAllocated)
            co_return fail(ErrorCode::Conflict,
                           std::format("the portal {} offers the workshop {}; take it out there first",
                                       item->value.portal, name));
    co_return co_await drop<Workshop>(m_state, m_state.workshops, name, std::move(actor));
}

} // namespace portolan::portals
