// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <filesystem>

namespace portolan::ui {

/// One setting: where it is kept ("terminal.fontSize") and what it is where nobody has chosen. A value of another type
/// in the file counts as none. Declared beside what it is for; add `accept` for what the type alone cannot refuse.
template <class T>
struct Setting {
    const char *key;
    T fallback;
    bool (*accept)(const T &) = nullptr;
};

/// What the user has chosen, in one JSON file: written whole and renamed within half a second of a change, with the
/// version before it kept beside, by another thread. Never a secret: those go to the keychain. In the GUI thread.
class Settings final : public QObject
{
    Q_OBJECT

public:
    static constexpr int version = 1;

    /// Reads the file; a missing one is empty. One that cannot be read is kept aside as FILE.damaged, the version
    /// before it is taken, and trouble() says so.
    explicit Settings(std::filesystem::path file, QObject *parent = nullptr);
    /// Writes what waits.
    ~Settings() override;

    template <class T>
    [[nodiscard]] T get(const Setting<T> &setting) const;
    template <class T>
    void set(const Setting<T> &setting, const T &value);

    /// For what has no fixed key, such as the layout of each table: "tables.workspaces".
    [[nodiscard]] QJsonValue value(const QString &key) const { return m_values.value(key); }
    void setValue(const QString &key, const QJsonValue &value);

    /// What went wrong in reading or writing the file, for people; empty when nothing did.
    [[nodiscard]] const QString &trouble() const { return m_trouble; }
    /// Writes at once what waits; back when it is on the disk.
    void flush();

Q_SIGNALS:
    void changed(const QString &key);
    void troubled(const QString &what);

private:
    void tell(const Result<void> &written);

    std::filesystem::path m_file;
    QJsonObject m_values;
    QTimer m_writing;
    QString m_trouble;
    QThreadPool m_writer;
};

namespace detail {
template <class T>
[[nodiscard]] QJsonValue toJson(const T &value)
{
    if constexpr (std::is_enum_v<T>)
        return int(value);
    else
        return value;
}

template <class T>
[[nodiscard]] std::optional<T> fromJson(const QJsonValue &value)
{
    if constexpr (std::same_as<T, bool>)
        return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
    else if constexpr (std::is_enum_v<T>)
        return value.isDouble() ? std::optional(static_cast<T>(value.toInt())) : std::nullopt;
    else if constexpr (std::is_arithmetic_v<T>)
        return value.isDouble() ? std::optional(static_cast<T>(value.toDouble())) : std::nullopt;
    else if constexpr (std::same_as<T, QString>)
        return value.isString() ? std::optional(value.toString()) : std::nullopt;
    else if constexpr (std::same_as<T, QJsonArray>)
        return value.isArray() ? std::optional(value.toArray()) : std::nullopt;
    else
        return value.isObject() ? std::optional(value.toObject()) : std::nullopt;
}
} // namespace detail

template <class T>
T Settings::get(const Setting<T> &setting) const
{
    const auto found = detail::fromJson<T>(m_values.value(QLatin1StringView(setting.key)));
    return found && (!setting.accept || setting.accept(*found)) ? *found : setting.fallback;
}

template <class T>
void Settings::set(const Setting<T> &setting, const T &value)
{
    setValue(QLatin1StringView(setting.key), detail::toJson(value));
}

} // namespace portolan::ui
