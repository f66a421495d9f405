// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/state/stored_workshops.h"

#include "core/schema/codec.h"

namespace portolan::store {

std::string Stored<Tenant>::encode(const Tenant &tenant)
{
    return schema::encode(tenant);
}

Result<Tenant> Stored<Tenant>::decode(std::string_view json)
{
    return schema::decode<Tenant>(json);
}

std::string Stored<Cluster>::encode(const Cluster &cluster)
{
    return schema::encode(cluster);
}

Result<Cluster> Stored<Cluster>::decode(std::string_view json)
{
    return schema::decode<Cluster>(json);
}

std::string Stored<Secret>::encode(const Secret &secret)
{
    return schema::encode(secret);
}

Result<Secret> Stored<Secret>::decode(std::string_view json)
{
    return schema::decode<Secret>(json);
}

std::string Stored<TrainingPortal>::encode(const TrainingPortal &portal)
{
    return schema::encode(portal);
}

Result<TrainingPortal> Stored<TrainingPortal>::decode(std::string_view json)
{
    return schema::decode<TrainingPortal>(json);
}

std::string Stored<Workshop>::encode(const Workshop &workshop)
{
    return schema::encode(workshop);
}

Result<Workshop> Stored<Workshop>::decode(std::string_view json)
{
    return schema::decode<Workshop>(json);
}

std::string Stored<WorkshopEnvironment>::encode(const WorkshopEnvironment &environment)
{
    return schema::encode(environment);
}

Result<WorkshopEnvironment> Stored<WorkshopEnvironment>::decode(std::string_view json)
{
    return schema::decode<WorkshopEnvironment>(json);
}

std::string Stored<WorkshopSession>::encode(const WorkshopSession &session)
{
    return schema::encode(session);
}

Result<WorkshopSession> Stored<WorkshopSession>::decode(std::string_view json)
{
    return schema::decode<WorkshopSession>(json);
}

std::string Stored<SessionIntent>::encode(const SessionIntent &intent)
{
    return schema::encode(intent);
}

Result<SessionIntent> Stored<SessionIntent>::decode(std::string_view json)
{
    return schema::decode<SessionIntent>(json);
}

std::string Stored<RobotToken>::encode(const RobotToken &token)
{
    return schema::encode(token);
}

Result<RobotToken> Stored<RobotToken>::decode(std::string_view json)
{
    return schema::decode<RobotToken>(json);
}

std::string Stored<WebhookPost>::encode(const WebhookPost &post)
{
    return schema::encode(post);
}

Result<WebhookPost> Stored<WebhookPost>::decode(std::string_view json)
{
    return schema::decode<WebhookPost>(json);
}

} // namespace portolan::store
