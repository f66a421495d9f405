// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/profiles.h"

#include <QHostAddress>
#include <QUrl>
#include <QUuid>

namespace portolan::ui {
namespace {

const Setting<QJsonArray> storedProfiles{"profiles", {}};
const Setting<QString> storedLastUsed{"profiles.lastUsed", QStringLiteral("local")};

} // namespace

Profiles::Profiles(Settings &settings, QObject *parent) : QObject(parent), m_settings(settings)
{
    m_profiles.push_back({.id = QStringLiteral("local"), .name = tr("This computer"), .url = {}});
    for (const QJsonValue &value : settings.get(storedProfiles)) {
        const QJsonObject object = value.toObject();
        Profile profile{.id = object[u"id"].toString(),
                        .name = object[u"name"].toString(),
                        .url = object[u"url"].toString(),
                        .certificates = object[u"certificates"].toString(),
                        .mark = object[u"mark"].toString(QStringLiteral("none")),
                        .signIn = object[u"signIn"].toString(),
                        .user = object[u"user"].toString(),
                        .expires = object[u"expires"].toString()};
        if (!profile.id.isEmpty() && !find(profile.id) && refuseUrl(profile.url).isEmpty())
            m_profiles.push_back(std::move(profile));
    }
}

const Profile *Profiles::find(const QString &id) const
{
    const auto found = std::ranges::find(m_profiles, id, &Profile::id);
    return found == m_profiles.end() ? nullptr : &*found;
}

QString Profiles::put(Profile profile)
{
    if (profile.id.isEmpty())
        profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QString id = profile.id;
    if (const auto found = std::ranges::find(m_profiles, id, &Profile::id); found != m_profiles.end())
        *found = std::move(profile);
    else
        m_profiles.push_back(std::move(profile));
    save();
    return id;
}

void Profiles::remove(const QString &id)
{
    if (std::erase_if(m_profiles, [&](const Profile &profile) { return profile.id == id && !profile.isLocal(); }))
        save();
}

QString Profiles::lastUsed() const
{
    const QString id = m_settings.get(storedLastUsed);
    return find(id) ? id : QStringLiteral("local");
}

void Profiles::setLastUsed(const QString &id)
{
    m_settings.set(storedLastUsed, id);
}

QString Profiles::refuseUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return tr("An address looks like https://labs.example.org");
    if (!url.path().isEmpty() && url.path() != QStringLiteral("/"))
        return tr("The address ends after the host and the port");
    if (!url.userInfo().isEmpty())
        return tr("The token has a field of its own");
    if (url.scheme() == QStringLiteral("https"))
        return {};
    const bool here = url.host() == QStringLiteral("localhost") || QHostAddress(url.host()).isLoopback();
    if (url.scheme() == QStringLiteral("http") && here)
        return {};
    return tr("Use https: anybody on the way could read the token");
}

void Profiles::save()
{
    QJsonArray array;
    for (const Profile &profile : m_profiles)
        if (!profile.isLocal())
            array.append(QJsonObject{{QStringLiteral("id"), profile.id},
                                     {QStringLiteral("name"), profile.name},
                                     {QStringLiteral("url"), profile.url},
                                     {QStringLiteral("certificates"), profile.certificates},
                                     {QStringLiteral("mark"), profile.mark},
                                     {QStringLiteral("signIn"), profile.signIn},
                                     {QStringLiteral("user"), profile.user},
                                     {QStringLiteral("expires"), profile.expires}});
    m_settings.set(storedProfiles, array);
    Q_EMIT changed();
}

} // namespace portolan::ui
