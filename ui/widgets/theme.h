// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QPalette>

#include <array>
#include <cstdint>

class QApplication;
class QFont;
class QWidget;

/// How the console looks, all of it: colours, distances, sizes of type. A widget asks here and paints nothing of its own
/// invention. Both themes reach 4.5:1 for every text on every ground it stands on (tests/ui/widgets/theme_test.cpp).
namespace portolan::ui {

/// What a colour is for.
enum class Tone : std::uint8_t {
    Window, ///< behind panes
    Surface, ///< tables, cards
    Raised, ///< menus, dialogs
    Line, ///< hairlines
    Text,
    Muted, ///< units, secondary columns
    Accent, ///< focus ring, primary button, links
    OnAccent, ///< text on the accent
    Select, ///< selection
    Ok, // The rest are states, always with a shape and a word beside them.
    Busy,
    Warn,
    Bad,
    Idle,
};
inline constexpr std::size_t toneCount = 14;

class Theme
{
public:
    [[nodiscard]] static const Theme &light();
    [[nodiscard]] static const Theme &dark();
    /// The one that a palette was made from, so that a widget follows its own palette and PaletteChange is the only
    /// notice that it needs.
    [[nodiscard]] static const Theme &of(const QPalette &palette);
    [[nodiscard]] static const Theme &of(const QWidget &widget);

    [[nodiscard]] QColor operator[](Tone tone) const { return QColor::fromRgb(m_colors[std::size_t(tone)]); }
    /// A state's colour, thinned to lie behind its text.
    [[nodiscard]] QColor tint(Tone state) const;
    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] QPalette palette() const;

private:
    constexpr Theme(bool dark, std::array<QRgb, toneCount> colors) : m_dark(dark), m_colors(colors) {}

    bool m_dark;
    std::array<QRgb, toneCount> m_colors;
};

/// Distances and sizes as parts of the font, in device-independent pixels, so that any size of font keeps the
/// proportions. At the usual 13 px font one step is 4 px.
class Metrics
{
public:
    explicit Metrics(const QFont &font);
    explicit Metrics(const QWidget &widget);

    /// `steps` of the 4 px grid: 2, 3 and 4 are the usual gaps.
    [[nodiscard]] int step(double steps) const;
    [[nodiscard]] int row() const { return step(7); }
    [[nodiscard]] int compactRow() const { return step(6); }
    [[nodiscard]] int rowIcon() const { return step(4); }
    [[nodiscard]] int navigationIcon() const { return step(5.5); }

private:
    double m_step;
};

/// The three sizes of type.
enum class Type : std::uint8_t { Small, Base, Title };
[[nodiscard]] QFont typeFont(Type type, bool strong = false);
/// For ids, addresses and paths.
[[nodiscard]] QFont fixedFont();

enum class Appearance : std::uint8_t { System, Light, Dark };

/// Dresses the program, and again whenever the system changes between light and dark (where `appearance` is System).
/// In the GUI thread.
void applyAppearance(QApplication &application, Appearance appearance);

/// Gives a widget a look that the style sheet of theme.cpp knows: "primary", "danger", "title", "small", "muted",
/// "bad", "surface", "card", "card-warn", "card-bad", "warn-title", "bad-title", "link".
void setLook(QWidget &widget, const char *look);

} // namespace portolan::ui
