// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/color_scheme.h"

#include "tests/support/run.h"

#include <QSettings>

using namespace portolan::ui;

namespace {

/// Relative luminance and contrast ratio as WCAG 2.2 defines them.
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const double first = luminance(one) + 0.05;
    const double second = luminance(other) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

} // namespace

class ColorSchemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyColourIsReadable();
    void theFileHasThem();
};

void ColorSchemeTest::everyColourIsReadable()
{
    for (const Theme *theme : {&Theme::light(), &Theme::dark()}) {
        const TerminalColors colors = terminalColors(*theme);
        QVERIFY(contrast(colors.text, colors.ground) >= 4.5);
        for (std::size_t at = 0; at < 8; ++at) {
            if (at > 0 || !theme->isDark()) // black on the dark ground is a ground itself
                QVERIFY2(contrast(colors.normal[at], colors.ground) >= 4.5, qPrintable(colors.normal[at].name()));
            QVERIFY2(contrast(colors.intense[at], colors.ground) >= 4.5, qPrintable(colors.intense[at].name()));
        }
    }
}

void ColorSchemeTest::theFileHasThem()
{
    const QString light = colorSchemeFile(Theme::light());
    QVERIFY(light != colorSchemeFile(Theme::dark()));
    const QSettings file(light, QSettings::IniFormat);
    QCOMPARE(file.value(QStringLiteral("Background/Color")).toStringList().join(u','), QStringLiteral("255,255,255"));
    for (int at = 0; at < 8; ++at)
        QVERIFY(file.contains(QStringLiteral("Color%1Intense/Color").arg(at)));
}

QTEST_GUILESS_MAIN(ColorSchemeTest)
#include "color_scheme_test.moc"
