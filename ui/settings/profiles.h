// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/settings.h"

#include <QObject>
#include <QString>

#include <vector>

namespace portolan::ui {

/// A control plane that the console may connect to. Its token is in the TokenStore.
struct Profile {
    QString id;   ///< never changes; "local" is this computer
    QString name; ///< as people call it
    QString url;  ///< "https://labs.example.org"; empty for this computer
    /// PEM certificates that the user has looked at and trusts, beside the system's.
    QString certificates = {};
    /// What marks it, so that nobody acts on the wrong one: "none", "green", "amber" or "red".
    QString mark = QStringLiteral("none");
    QString signIn = {}; ///< how somebody signed in last: "token", "password" or "browser"
    QString user = {}; ///< who that was, where it is known
    QString expires = {}; ///< when that ends, in ISO 8601; empty where nobody knows, or never

    [[nodiscard]] bool isLocal() const { return id == QStringLiteral("local"); }
    bool operator==(const Profile &) const = default;
};

/// The profiles, kept in the settings. This computer is always the first.
class Profiles final : public QObject
{
    Q_OBJECT

public:
    explicit Profiles(Settings &settings, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<Profile> &all() const { return m_profiles; }
    /// Null where there is none.
    [[nodiscard]] const Profile *find(const QString &id) const;
    /// Adds it, or replaces the one with its id. One without an id gets one; gives the id.
    QString put(Profile profile);
    void remove(const QString &id);

    /// The one that was used last.
    [[nodiscard]] QString lastUsed() const;
    void setLastUsed(const QString &id);

    /// Why an address is refused; empty when it is fine. Plain http is for this computer only: a token would be read on
    /// the way.
    [[nodiscard]] static QString refuseUrl(const QString &url);

Q_SIGNALS:
    void changed();

private:
    void save();

    Settings &m_settings;
    std::vector<Profile> m_profiles;
};

} // namespace portolan::ui
