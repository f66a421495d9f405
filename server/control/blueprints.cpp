// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/blueprints.h"

#include "core/schema/codec.h"
#include "core/schema/yaml.h"

#include <QDir>
#include <QFile>

#include <algorithm>

// A static library's resources are linked only where somebody asks for them, and only from the global namespace.
static void initialiseResources()
{
    Q_INIT_RESOURCE(blueprints);
}

namespace portolan::control {

Result<Blueprints> Blueprints::load()
{
    initialiseResources();
    Blueprints blueprints;
    for (const QString &fileName : QDir(QStringLiteral(":/blueprints")).entryList()) {
        QFile file(QStringLiteral(":/blueprints/") + fileName);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Internal, "cannot read " + file.fileName().toStdString());
        auto json = yamlToJson(file.readAll().toStdString());
        if (!json)
            return failWithin(fileName.toStdString(), std::move(json.error()));
        auto decoded = schema::decode<BlueprintFile>(*json, schema::UnknownKeys::Refuse);
        if (!decoded)
            return failWithin(fileName.toStdString(), std::move(decoded.error()));
        for (Blueprint &blueprint : decoded->blueprints) {
            const std::string name = blueprint.name;
            if (!blueprints.m_blueprints.try_emplace(name, std::move(blueprint)).second)
                return fail(ErrorCode::Conflict,
                            std::format("{}: the blueprint {} is there twice", fileName.toStdString(), name));
        }
    }
    return blueprints;
}

const Blueprint *Blueprints::find(const std::string &name) const
{
    const auto found = m_blueprints.find(name);
    return found == m_blueprints.end() ? nullptr : &found->second;
}

std::vector<const Blueprint *> Blueprints::allowedTo(const User &user) const
{
    std::vector<const Blueprint *> allowed;
    for (const auto &[name, blueprint] : m_blueprints)
        if (isAllowed(user, name))
            allowed.push_back(&blueprint);
    return allowed;
}

bool Blueprints::isAllowed(const User &user, std::string_view blueprint)
{
    return std::ranges::contains(user.blueprints, "*") || std::ranges::contains(user.blueprints, blueprint);
}

} // namespace portolan::control
