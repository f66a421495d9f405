// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/settings.h"
#include "ui/widgets/theme.h"

#include <QDialog>

class QFormLayout;

namespace portolan::ui {

inline constexpr Setting<Appearance> appearanceSetting{
    "appearance", Appearance::System, [](const Appearance &value) { return value <= Appearance::Dark; }};
/// "system", or a language of the translations: "en", "de".
inline const Setting<QString> languageSetting{"language", QStringLiteral("system")};

/// Everything that can be chosen, in effect at once.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    SettingsDialog(Settings &settings, QWidget *window);

private:
    void addChoice(QFormLayout &form, const QString &label, const QList<std::pair<QString, QVariant>> &choices,
                   const QVariant &current, std::function<void(const QVariant &)> choose);
    void addNumber(QFormLayout &form, const QString &label, const Setting<int> &setting, int minimum, int maximum,
                   const QString &special);

    Settings &m_settings;
};

} // namespace portolan::ui
