// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/registry.h"

#include "core/model/workshop/kubeconfig.h"
#include "server/portals/environments.h"
#include "server/state/amend.h"

#include <QByteArray>

#include <set>

namespace portolan::portals {

namespace {

constexpr std::size_t largestSecret = 1024 * 1024; // as Kubernetes'

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
                                          std::string name, Spec spec, identity::Principal actor, Registry::Mode mode,
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
        const auto outcome = before ? PutOutcome::Configured : PutOutcome::Created;
        if (mode == Registry::Mode::Try)
            co_return Registry::Saved<Model>{.value = std::move(model), .outcome = outcome};
        if constexpr (requires { model.updated; })
            model.updated = state.clock().now();
        store::Change change;
        change.record(changed(Trait::kind, before ? "changed" : "created", name, actor));
        if (more)
            more(change, model);
        change.put(Model(model), before ? before->version : store::absent);
        auto committed = co_await state.ledger().commit(std::move(change));
        if (committed)
            co_return Registry::Saved<Model>{.value = std::move(model), .outcome = outcome};
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

std::string sealedFor(const std::string &secret, const std::string &key)
{
    return std::format("secret/{}/{}", secret, key);
}

Result<std::map<std::string, std::string>> valuesOf(const SecretSpec &spec)
{
    std::map<std::string, std::string> values;
    std::vector<FieldError> refused;
    for (const auto &[key, text] : spec.data) {
        QByteArray base64 = QByteArray::fromStdString(text);
        base64.replace('\n', "").replace('\r', ""); // YAML has long values in several lines
        if (const auto decoded = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors))
            values[key] = (*decoded).toStdString();
        else
            refused.push_back({"/data" + pointerSegment(key), "must be base64"});
    }
    for (const auto &[key, text] : spec.stringData)
        values[key] = text;
    std::size_t size = 0;
    for (const auto &[key, value] : values)
        size += value.size();
    if (size > largestSecret)
        refused.push_back({"/data", std::format("must have at most {} bytes in all", largestSecret)});
    if (!refused.empty())
        return failFields(std::move(refused));
    return values;
}

const ClusterSpec::SecretKey *secretOf(const Cluster &cluster)
{
    const auto &reference = cluster.spec.credentials.kubeconfig.secretRef;
    return reference ? &*reference : nullptr;
}

} // namespace

TrainingPortalSpec withoutSecrets(TrainingPortalSpec spec)
{
    spec.portal.clients.robot.secret.clear();
    spec.portal.credentials.robot.password.clear();
    return spec;
}

Task<Result<Registry::Saved<Tenant>>> Registry::putTenant(std::string name, TenantSpec spec, identity::Principal actor,
                                                          Mode mode)
{
    return save<Tenant, TenantSpec>(m_state, m_state.tenants, m_random, std::move(name), std::move(spec),
                                    std::move(actor), mode);
}

Task<Result<void>> Registry::removeTenant(std::string name, identity::Principal actor)
{
    return drop<Tenant>(m_state, m_state.tenants, std::move(name), std::move(actor));
}

Result<Secret::Sealed> Registry::sealValues(const std::string &secret,
                                            const std::map<std::string, std::string> &values) const
{
    const auto before = m_state.secrets.find(secret);
    Secret::Sealed sealed;
    for (const auto &[key, value] : values) {
        const std::string purpose = sealedFor(secret, key);
        if (before) {
            const auto &old = before->value.spec.values;
            if (const auto known = old.find(key); known != old.end() && m_vault.open(known->second, purpose) == value) {
                sealed.values[key] = known->second;
                continue;
            }
        }
        auto text = m_vault.seal(value, purpose);
        if (!text)
            return failWithin(std::format("sealing the secret {}", secret), std::move(text.error()));
        sealed.values[key] = std::move(*text);
    }
    return sealed;
}

Result<void> Registry::checkSecret(const std::string &name, const SecretSpec &spec) const
{
    const auto values = valuesOf(spec);
    if (!values)
        return std::unexpected(values.error());
    std::vector<FieldError> refused;
    for (const auto &cluster : m_state.clusters.all()) {
        const auto *reference = secretOf(cluster->value);
        if (!reference || reference->name != name)
            continue;
        const auto value = values->find(reference->key);
        const Result<Kubeconfig> kubeconfig = value == values->end()
                                                  ? Result<Kubeconfig>(fail(ErrorCode::InvalidArgument,
                                                                            "it is left out"))
                                                  : readKubeconfig(value->second);
        if (!kubeconfig)
            refused.push_back({"/data" + pointerSegment(reference->key),
                               std::format("must be the kubeconfig of the cluster {}: {}", cluster->id,
                                           kubeconfig.error().detail)});
    }
    if (!refused.empty())
        return failFields(std::move(refused));
    return {};
}

Task<Result<Registry::Saved<Secret>>> Registry::putSecret(std::string name, SecretSpec spec, identity::Principal actor,
                                                          Mode mode)
{
    if (const auto checked = checkSecret(name, spec); !checked)
        co_return std::unexpected(checked.error());
    const auto values = valuesOf(spec);
    if (!values)
        co_return std::unexpected(values.error());
    auto sealed = sealValues(name, *values);
    if (!sealed)
        co_return std::unexpected(std::move(sealed.error()));
    co_return co_await save<Secret, Secret::Sealed>(m_state, m_state.secrets, m_random, std::move(name),
                                                    std::move(*sealed), std::move(actor), mode);
}

Task<Result<void>> Registry::removeSecret(std::string name, identity::Principal actor)
{
    for (const auto &cluster : m_state.clusters.all())
        if (const auto *reference = secretOf(cluster->value); reference && reference->name == name)
            co_return fail(ErrorCode::Conflict,
                           std::format("the cluster {} takes its kubeconfig from the secret {}; change it first",
                                       cluster->id, name));
    co_return co_await drop<Secret>(m_state, m_state.secrets, std::move(name), std::move(actor));
}

Result<std::string> Registry::kubeconfigOf(const Cluster &cluster) const
{
    const auto *reference = secretOf(cluster);
    if (!reference)
        return fail(ErrorCode::NotFound,
                    std::format("the cluster {} has no kubeconfig: no credentials.kubeconfig.secretRef says which "
                                "secret it is in",
                                cluster.name));
    const auto secret = m_state.secrets.find(reference->name);
    if (!secret)
        return fail(ErrorCode::Conflict,
                    std::format("the secret {}, which the cluster {} takes its kubeconfig from, is not there; put it "
                                "first",
                                reference->name, cluster.name));
    const auto sealed = secret->value.spec.values.find(reference->key);
    if (sealed == secret->value.spec.values.end())
        return fail(ErrorCode::Conflict, std::format("the secret {} has no key \"{}\", which the cluster {} takes its "
                                                     "kubeconfig from",
                                                     reference->name, reference->key, cluster.name));
    const auto text = m_vault.open(sealed->second, sealedFor(reference->name, reference->key));
    if (!text) // by nothing that the caller did
        return fail(ErrorCode::Internal,
                    std::format("opening the secret {}: {}", reference->name, text.error().detail));
    const auto kubeconfig = readKubeconfig(*text);
    auto reduced = kubeconfig ? reducedTo(*kubeconfig, cluster.spec.credentials.kubeconfig.context)
                              : Result<std::string>(std::unexpected(kubeconfig.error()));
    if (!reduced)
        return fail(ErrorCode::Conflict,
                    std::format("the kubeconfig of the cluster {} (key {} of the secret {}): {}", cluster.name,
                                reference->key, reference->name, reduced.error().detail));
    return reduced;
}

Task<Result<Registry::Saved<Cluster>>> Registry::putCluster(std::string name, ClusterSpec spec,
                                                            identity::Principal actor, Mode mode)
{
    const Cluster wanted{.name = name, .spec = spec};
    // The secret may be put before it, as it is to be.
    if (const auto *reference = secretOf(wanted);
        mode == Mode::Put && reference && m_state.secrets.find(reference->name))
        if (const auto kubeconfig = kubeconfigOf(wanted); !kubeconfig)
            co_return kubeconfig.error().code == ErrorCode::Conflict
                ? failFields({{"/credentials/kubeconfig", kubeconfig.error().detail}})
                : std::unexpected(kubeconfig.error());
    co_return co_await save<Cluster, ClusterSpec>(m_state, m_state.clusters, m_random, std::move(name), std::move(spec),
                                                  std::move(actor), mode);
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
                                              change.sumAtMost(store::portalsOfCluster, name, 0);
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

Result<TrainingPortal> Registry::rowOf(const std::string &cluster, const std::string &name,
                                       const TrainingPortalSpec &spec, const TrainingPortal *before) const
{
    if (before && before->isBuiltin() == spec.remote.has_value())
        return fail(ErrorCode::Conflict, std::format("the portal {} is {}, and stays it; delete it first", name,
                                                     before->isBuiltin() ? "one of this server" : "a remote one"));
    if (before && before->phase == PortalPhase::Stopping)
        return fail(ErrorCode::Conflict, std::format("the portal {} is being deleted; try again", name));
    TrainingPortal portal = before ? *before
                                   : TrainingPortal{.name = name,
                                                    .cluster = cluster,
                                                    .uid = randomUuid(m_random),
                                                    .created = m_state.clock().now()};
    portal.spec = spec;
    if (!before && spec.remote) {
        portal.phase = PortalPhase::Unreachable;
        portal.message = "it was not asked yet";
    }
    if (auto sealed = seal(portal, before); !sealed)
        return std::unexpected(std::move(sealed.error()));
    if (before && portal.spec != before->spec)
        ++portal.generation;
    return portal;
}

Task<Result<Registry::Saved<TrainingPortal>>> Registry::putPortal(std::string cluster, std::string name,
                                                                  TrainingPortalSpec spec, identity::Principal actor,
                                                                  Mode mode)
{
    using Environments = store::Stored<WorkshopEnvironment>;
    if (auto checked = checkPortal(cluster, name, spec); !checked)
        co_return std::unexpected(std::move(checked.error()));
    spec.cluster = cluster;
    const std::string id = TrainingPortal::idOf(cluster, name);
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto before = m_state.portals.find(id);
        auto row = rowOf(cluster, name, spec, before ? &before->value : nullptr);
        if (!row)
            co_return std::unexpected(std::move(row.error()));
        TrainingPortal portal = std::move(*row);
        const auto outcome = !before                             ? PutOutcome::Created
                             : portal.spec == before->value.spec ? PutOutcome::Unchanged
                                                                 : PutOutcome::Configured;
        if (mode == Mode::Try || outcome == PutOutcome::Unchanged)
            co_return Saved<TrainingPortal>{.value = std::move(portal), .outcome = outcome};
        store::Change change;
        if (m_state.clusters.find(cluster))
            change.expectPresent(std::string(store::Stored<Cluster>::kind), cluster);
        else if (cluster == localCluster)
            change.put(Cluster{.name = cluster, .uid = randomUuid(m_random), .created = m_state.clock().now()},
                       store::absent);
        else
            co_return fail(ErrorCode::NotFound, std::format("there is no cluster \"{}\"", cluster));
        if (portal.isBuiltin())
            planEnvironments(
                change, portal, m_state.environments.page(Environments::byPortal, id, {.limit = everything}).items,
                [this](const std::string &workshop) -> std::optional<Workshop> {
                    const auto item = m_state.workshops.find(workshop);
                    return item ? std::optional(item->value) : std::nullopt;
                },
                m_analytics, m_random);
        change.record(changed("portal", before ? "changed" : "created", id, actor));
        change.put(TrainingPortal(portal), before ? before->version : store::absent);
        auto committed = co_await m_state.ledger().commit(std::move(change));
        if (committed) {
            m_wake(id);
            co_return Saved<TrainingPortal>{.value = std::move(portal), .outcome = outcome};
        }
        if (store::isRefusedBy(committed.error(), "claim"))
            co_return fail(ErrorCode::Conflict,
                           std::format("a portal of this server in another cluster is named {} already", name));
        if (committed.error().code != ErrorCode::Conflict && committed.error().code != ErrorCode::NotFound)
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Conflict, std::format("the portal \"{}\" keeps changing; try again", name));
}

Result<void> Registry::checkPortal(const std::string &cluster, const std::string &name,
                                   const TrainingPortalSpec &spec) const
{
    std::vector<FieldError> refused;
    if (const std::string &webhook = spec.analytics.webhook.url; !webhook.empty())
        if (auto refusal = outbound::refuseTarget(webhook, m_policies.webhooks))
            refused.push_back({"/analytics/webhook/url", std::move(*refusal)});
    if (spec.remote)
        checkRemote(cluster, name, spec, refused);
    if (!refused.empty())
        return failFields(std::move(refused));
    return {};
}

void Registry::checkRemote(const std::string &cluster, const std::string &name, const TrainingPortalSpec &spec,
                           std::vector<FieldError> &refused) const
{
    const bool hasInternal = !spec.remote->internalUrl.empty();
    if (auto refusal = outbound::refuseTarget(hasInternal ? spec.remote->internalUrl : spec.remote->url,
                                              m_policies.portals))
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
            [](const std::string &) { return std::optional<Workshop>(); }, m_analytics, m_random);
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
                                                              identity::Principal actor, Mode mode)
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
                m_analytics, m_random);
        }
    };
    auto saved = co_await save<Workshop, WorkshopSpec>(m_state, m_state.workshops, m_random, name, std::move(spec),
                                                       std::move(actor), mode, tell);
    if (saved && mode == Mode::Put && saved->outcome != PutOutcome::Unchanged)
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
