// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/settings_dialog.h"

#include "ui/terminal/terminal_settings.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace portolan::ui {

SettingsDialog::SettingsDialog(Settings &settings, QWidget *window) : QDialog(window), m_settings(settings)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Settings"));
    auto *form = new QFormLayout(this);
    form->setVerticalSpacing(Metrics(*this).step(3));
    form->setHorizontalSpacing(Metrics(*this).step(6));
    addChoice(*form, tr("Appearance"),
              {{tr("As the system"), int(Appearance::System)},
               {tr("Light"), int(Appearance::Light)},
               {tr("Dark"), int(Appearance::Dark)}},
              int(settings.get(appearanceSetting)),
              [this](const QVariant &value) { m_settings.set(appearanceSetting, Appearance(value.toInt())); });
    addChoice(*form, tr("Language (after a restart)"),
              {{tr("As the system"), QStringLiteral("system")},
               {QStringLiteral("English"), QStringLiteral("en")},
               {QStringLiteral("Deutsch"), QStringLiteral("de")}},
              settings.get(languageSetting),
              [this](const QVariant &value) { m_settings.set(languageSetting, value.toString()); });
    addNumber(*form, tr("Size of terminal text"), terminalFontSize, 0, 72, tr("As the system"));
    addNumber(*form, tr("Lines kept by a terminal"), terminalScrollback, 0, 200'000, {});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
    setMinimumWidth(Metrics(*this).step(100));
}

void SettingsDialog::addChoice(QFormLayout &form, const QString &label,
                               const QList<std::pair<QString, QVariant>> &choices, const QVariant &current,
                               std::function<void(const QVariant &)> choose)
{
    auto *box = new QComboBox(this);
    box->setAccessibleName(label);
    for (const auto &[text, value] : choices)
        box->addItem(text, value);
    box->setCurrentIndex(std::max(0, box->findData(current)));
    connect(box, &QComboBox::activated, this, [box, choose = std::move(choose)] { choose(box->currentData()); });
    form.addRow(label, box);
}

void SettingsDialog::addNumber(QFormLayout &form, const QString &label, const Setting<int> &setting, int minimum,
                               int maximum, const QString &special)
{
    auto *box = new QSpinBox(this);
    box->setAccessibleName(label);
    box->setRange(minimum, maximum);
    box->setSpecialValueText(special);
    box->setGroupSeparatorShown(true);
    box->setValue(m_settings.get(setting));
    connect(box, &QSpinBox::valueChanged, this, [this, &setting](int value) { m_settings.set(setting, value); });
    form.addRow(label, box);
}

} // namespace portolan::ui
