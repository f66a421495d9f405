// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/console.h"

#include "ui/shell/settings_dialog.h"

#include <QApplication>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QTranslator>

namespace portolan {
namespace {

bool load(QApplication &application, const QLocale &locale, const QString &file, const QString &folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(locale, file, QStringLiteral("_"), folder))
        return false;
    translator->setParent(&application);
    return QApplication::installTranslator(translator.release());
}

void chooseLanguage(QApplication &application, const QString &language)
{
    if (language != QStringLiteral("system"))
        QLocale::setDefault(QLocale(language));
    // The texts are English but for their plural forms: those are a translation, too.
    const QLocale locale;
    const QString ours = QStringLiteral(":/i18n");
    load(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // The terminal's own go by the system's language, whatever was chosen here.
    load(application, locale, QStringLiteral("qtermwidget"),
         QStandardPaths::locate(QStandardPaths::GenericDataLocation, QStringLiteral("qtermwidget6/translations"),
                                QStandardPaths::LocateDirectory));
    if (!load(application, locale, QStringLiteral("portolan"), ours))
        load(application, QLocale(QLocale::English), QStringLiteral("portolan"), ours);
}

} // namespace

void dressConsole(QApplication &application, ui::Settings &settings)
{
    chooseLanguage(application, settings.get(ui::languageSetting));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/portolan.svg")));
    ui::applyAppearance(application, settings.get(ui::appearanceSetting));
    QObject::connect(&settings, &ui::Settings::changed, &application, [&application, &settings](const QString &key) {
        if (key == QLatin1StringView(ui::appearanceSetting.key))
            ui::applyAppearance(application, settings.get(ui::appearanceSetting));
    });
}

} // namespace portolan
