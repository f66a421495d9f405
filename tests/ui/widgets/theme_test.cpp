// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/theme.h"

#include "tests/support/run.h"

#include <QApplication>
#include <QLabel>
#include <QStyleHints>
#include <QWidget>

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

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsReadable_data();
    void everyTextIsReadable();
    void aPaletteLeadsToItsTheme();
    void theAppearanceIsApplied();
    void coloursReachTheLooks();
    void distancesGrowWithTheFont();
};

void ThemeTest::everyTextIsReadable_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void ThemeTest::everyTextIsReadable()
{
    QFETCH(bool, dark);
    const Theme &theme = dark ? Theme::dark() : Theme::light();
    QCOMPARE(theme.isDark(), dark);
    const auto readable = [&](const QColor &text, const QColor &ground) {
        const double ratio = contrast(text, ground);
        if (ratio < 4.5)
            qWarning() << text << "on" << ground << ratio;
        return ratio >= 4.5;
    };
    const auto states = {Tone::Ok, Tone::Busy, Tone::Warn, Tone::Bad, Tone::Idle};
    for (const Tone ground : {Tone::Window, Tone::Surface, Tone::Raised, Tone::Select}) {
        for (const Tone text : {Tone::Text, Tone::Muted, Tone::Accent})
            QVERIFY(readable(theme[text], theme[ground]));
        for (const Tone text : states)
            QVERIFY(readable(theme[text], theme[ground]));
    }
    for (const Tone state : states)
        QVERIFY(readable(theme[state], theme.tint(state)));
    QVERIFY(readable(theme[Tone::OnAccent], theme[Tone::Accent]));
}

void ThemeTest::aPaletteLeadsToItsTheme()
{
    QVERIFY(!Theme::of(Theme::light().palette()).isDark());
    QVERIFY(Theme::of(Theme::dark().palette()).isDark());
}

void ThemeTest::theAppearanceIsApplied()
{
    QWidget window;
    window.show();
    applyAppearance(*qApp, Appearance::Dark);
    QTRY_VERIFY(Theme::of(window).isDark());
    QVERIFY(!qApp->styleSheet().contains(u'@')); // every name of the sheet has a value
    QVERIFY(!qApp->styleSheet().contains(QStringLiteral("#1;")));
    applyAppearance(*qApp, Appearance::Light);
    QTRY_VERIFY(!Theme::of(window).isDark());
}

void ThemeTest::coloursReachTheLooks()
{
    for (const auto &[appearance, theme] :
         {std::pair(Appearance::Light, &Theme::light()), std::pair(Appearance::Dark, &Theme::dark())}) {
        applyAppearance(*qApp, appearance);
        for (const auto &[look, tone] : {std::pair("muted", Tone::Muted), std::pair("small", Tone::Muted),
                                         std::pair("bad", Tone::Bad), std::pair("warn-title", Tone::Warn)}) {
            QLabel label;
            setLook(label, look);
            QCOMPARE(label.palette().color(QPalette::WindowText), (*theme)[tone]);
        }
    }
    applyAppearance(*qApp, Appearance::Light);
}

void ThemeTest::distancesGrowWithTheFont()
{
    QFont font = QApplication::font();
    font.setPixelSize(13);
    QCOMPARE(Metrics(font).row(), 28);
    font.setPixelSize(39);
    QCOMPARE(Metrics(font).row(), 84);
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
