// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/snapshots.h"

#include "core/model/event/snapshot.h"
#include "core/schema/codec.h"
#include "server/api/lookup/details.h"
#include "server/api/workspaces/details.h"
#include "server/http/sse.h"

namespace portolan::api {

/// A part that is being told.
struct SnapshotPart {
    const Services &services;
    const std::string &base;
    std::string_view type;
    const store::EventFilter &filter;
    store::IndexPlace &place;
    std::string text = {};
};

namespace {

constexpr std::size_t rowsAtOnce = 100;
constexpr std::size_t enough = 64 * 1024; ///< bytes of a part: a reader takes no more at once

/// What others than the asker's objects cost is little: `wire` is not asked for their text.
template <class Model, class Wire>
void tell(SnapshotPart &part, const store::Versioned<Model> &item, const std::string &owner, const Wire &wire)
{
    const store::EventFilter &filter = part.filter;
    store::Event object{.subjectKind = std::string(store::Stored<Model>::kind), .subjectId = item.id, .owner = owner};
    if ((filter.subjectId && *filter.subjectId != item.id) || (filter.owner && *filter.owner != owner))
        return;
    object.data = wire(item);
    if (!filter.matches(object))
        return;
    part.text += http::format({.data = schema::encode(Snapshot{.time = part.services.state.clock().now(),
                                                               .type = std::string(part.type),
                                                               .subjectKind = std::move(object.subjectKind),
                                                               .subject = std::move(object.subjectId),
                                                               .owner = std::move(object.owner),
                                                               .data = {std::move(object.data)}}),
                               .event = std::string(part.type)});
}

/// Whether there are more.
template <class Model, class Owner, class Wire>
bool walk(SnapshotPart &part, const store::Table<Model> &table, const store::Index<Model> &index,
          std::string_view group, const Owner &ownerOf, const Wire &wire)
{
    const auto items = table.after(index, group, part.place, rowsAtOnce);
    for (const auto &item : items) {
        part.place = store::Table<Model>::placeOf(index, *item);
        tell(part, *item, ownerOf(item->value), wire);
        if (part.text.size() >= enough)
            return true;
    }
    return items.size() == rowsAtOnce;
}

std::string nobody(const auto &)
{
    return {};
}

bool portalsOf(SnapshotPart &part)
{
    return walk(part, part.services.state.portals, store::Stored<TrainingPortal>::byCreated, "", nobody<TrainingPortal>,
                [&part](const auto &item) {
                    return schema::encode(detailsOf(part.services.state, item.value, part.base));
                });
}

bool environmentsOf(SnapshotPart &part)
{
    return walk(part, part.services.state.environments, store::Stored<WorkshopEnvironment>::byAge, "",
                nobody<WorkshopEnvironment>,
                [&part](const auto &item) { return schema::encode(detailsOf(part.services.state, item.value)); });
}

bool workshopSessionsOf(SnapshotPart &part)
{
    using Index = store::Stored<WorkshopSession>;
    const auto &owner = part.filter.owner;
    return walk(
        part, part.services.state.workshopSessions, owner ? Index::livingByClient : Index::living, owner.value_or(""),
        [](const WorkshopSession &session) { return session.client; },
        [](const auto &item) { return schema::encode(detailsOf(item)); });
}

bool workspacesOf(SnapshotPart &part)
{
    using Index = store::Stored<Workspace>;
    const auto &owner = part.filter.owner;
    return walk(
        part, part.services.state.workspaces, owner ? Index::byOwner : Index::byName, owner.value_or(""),
        [](const Workspace &workspace) { return workspace.owner; },
        [&part](const auto &item) { return wireOf(part.services, item); });
}

} // namespace

/// A kind of objects that streams can ask for.
struct SnapshotKind {
    std::string_view type;
    identity::Permission listed; ///< what the list of these objects asks for
    bool owned;                  ///< whether they are somebody's; otherwise only those who see everything are told
    bool (*walk)(SnapshotPart &part);    ///< tells a part of them, and whether there are more
};

namespace {

using identity::Permission;

/// In the order in which they are told: what others refer to comes first.
constexpr auto kinds = std::to_array<SnapshotKind>({
    {"portal.snapshot", Permission::WorkshopRead, false, portalsOf},
    {"environment.snapshot", Permission::WorkshopRead, false, environmentsOf},
    {"workshop-session.snapshot", Permission::WorkshopSessionWrite, true, workshopSessionsOf},
    {"workspace.snapshot", Permission::WorkspaceList, true, workspacesOf},
});

/// Cuts the stream's filter down to the objects of a kind that the caller may list.
Result<store::EventFilter> filterOf(const SnapshotKind &kind, const identity::Principal &caller,
                                    store::EventFilter filter)
{
    using identity::Reach;
    const Reach reach = std::min(identity::reachOf(caller, kind.listed),
                                 identity::reachOf(caller, Permission::EventRead));
    const auto &name = caller.username;
    if (reach == Reach::Nobody || (reach == Reach::Own && (!kind.owned || filter.owner.value_or(name) != name)))
        return fail(ErrorCode::PermissionDenied, std::format("{} may not be told {}", name, kind.type));
    if (reach == Reach::Own)
        filter.owner = name;
    filter.types.clear();
    filter.since.reset();
    return filter;
}

} // namespace

Result<std::shared_ptr<const Snapshots>> Snapshots::of(const Services &services, const Call &call,
                                                       const store::EventFilter &filter)
{
    Snapshots snapshots;
    for (const SnapshotKind &kind : kinds) {
        if (!std::ranges::contains(filter.types, kind.type))
            continue;
        auto narrowed = filterOf(kind, call.principal, filter);
        if (!narrowed)
            return std::unexpected(std::move(narrowed.error()));
        snapshots.m_asked.push_back({&kind, std::move(*narrowed)});
    }
    if (snapshots.m_asked.empty())
        return nullptr;
    snapshots.m_base = baseUrlOf(services, call.request);
    return std::make_shared<const Snapshots>(std::move(snapshots));
}

std::optional<std::string> Snapshots::next(const Services &services)
{
    if (m_asked.empty())
        return std::nullopt;
    const Asked &asked = m_asked.front();
    SnapshotPart part{
        .services = services, .base = m_base, .type = asked.kind->type, .filter = asked.filter, .place = m_place};
    if (!asked.kind->walk(part)) {
        m_asked.erase(m_asked.begin());
        m_place = {};
    }
    return std::move(part.text);
}

} // namespace portolan::api
