// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/color_scheme.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTextStream>

namespace portolan::ui {
namespace {

QColor towards(const QColor &from, const QColor &to, double share)
{
    const auto mix = [share](int one, int other) { return int(std::lround(one * (1 - share) + other * share)); };
    return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

void writeEntry(QTextStream &out, const QString &name, const QColor &color)
{
    out << '[' << name << "]\nColor=" << color.red() << ',' << color.green() << ',' << color.blue() << "\n\n";
}

} // namespace

TerminalColors terminalColors(const Theme &theme)
{
    const bool dark = theme.isDark();
    // States have no magenta and no cyan.
    const QColor magenta = dark ? QColor(0xD8, 0xA6, 0xFF) : QColor(0x86, 0x3A, 0xAE);
    const QColor cyan = dark ? QColor(0x6F, 0xD3, 0xDD) : QColor(0x0B, 0x68, 0x72);
    TerminalColors colors{
        .ground = theme[dark ? Tone::Window : Tone::Surface],
        .text = theme[Tone::Text],
        .normal = {theme[dark ? Tone::Line : Tone::Text], theme[Tone::Bad], theme[Tone::Ok], theme[Tone::Warn],
                   theme[Tone::Accent], magenta, cyan, theme[dark ? Tone::Text : Tone::Idle]},
        .intense = {},
    };
    for (std::size_t at = 0; at < colors.normal.size(); ++at)
        colors.intense[at] = towards(colors.normal[at], theme[Tone::Text], 0.3);
    colors.intense[0] = theme[Tone::Muted]; // what programs write asides in
    colors.intense[7] = towards(theme[Tone::Text], dark ? QColor(Qt::white) : QColor(Qt::black), 0.5);
    return colors;
}

QString colorSchemeFile(const Theme &theme)
{
    static const QTemporaryDir folder;
    // The emulation knows a scheme by the base name of its file.
    const QString path = folder.filePath(theme.isDark() ? QStringLiteral("portolan-dark.colorscheme")
                                                        : QStringLiteral("portolan-light.colorscheme"));
    if (QFile::exists(path))
        return path;
    QFile file(path);
    if (!folder.isValid() || !file.open(QIODevice::WriteOnly)) {
        qWarning("cannot write the terminal's colours to %s", qPrintable(path));
        return {};
    }
    const TerminalColors colors = terminalColors(theme);
    QTextStream out(&file);
    out << "[General]\nDescription=Portolan\nOpacity=1\n\n";
    writeEntry(out, QStringLiteral("Background"), colors.ground);
    writeEntry(out, QStringLiteral("BackgroundIntense"), colors.ground);
    writeEntry(out, QStringLiteral("Foreground"), colors.text);
    writeEntry(out, QStringLiteral("ForegroundIntense"), colors.intense[7]);
    for (std::size_t at = 0; at < colors.normal.size(); ++at) {
        writeEntry(out, QStringLiteral("Color%1").arg(at), colors.normal[at]);
        writeEntry(out, QStringLiteral("Color%1Intense").arg(at), colors.intense[at]);
    }
    return path;
}

} // namespace portolan::ui
