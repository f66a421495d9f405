// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QIcon>
#include <QRegularExpression>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <QWidget>

namespace portolan::ui {
namespace {

/// The style sheet, with @Tone for colours and #N; for N steps of the grid.
constexpr auto sheet = R"(
QToolTip { color: @Text; background: @Raised; border: 1px solid @Line; padding: #1; }
QMainWindow::separator, QSplitter::handle { background: @Line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @Accent; }

*[look="title"] { font-size: @TitleSize; font-weight: 600; }
*[look="small"] { font-size: @SmallSize; color: @Muted; }
*[look="muted"] { color: @Muted; }
*[look="strong"] { font-weight: 600; }
*[look="surface"] { background: @Surface; }
*[look="bad"] { color: @Bad; }
QFrame[look="line"] { background: @Line; border: none; }
QFrame[look="card"] { background: @Surface; border: 1px solid @Line; border-radius: #1; }

QFrame[look="card-warn"], QFrame[look="card-bad"] { background: @Surface; border: 1px solid @Line; border-radius: #1; }
QFrame[look="card-warn"] { border-left: 3px solid @Warn; }
QFrame[look="card-bad"] { border-left: 3px solid @Bad; }
QLabel[look="warn-title"] { color: @Warn; font-weight: 600; }
QLabel[look="bad-title"] { color: @Bad; font-weight: 600; }

QPushButton, QToolButton[look="button"] {
    background: @Surface; color: @Text; border: 1px solid @Line; border-radius: #1;
    padding: #1 #3; min-height: #4.5;
}
QToolButton[look="button"] { max-height: #4.5; } /* as high as a QPushButton, where Qt would add to it */
QPushButton:hover, QToolButton[look="button"]:hover { background: @Window; }
QPushButton:pressed, QToolButton[look="button"]:pressed { background: @Select; }
QPushButton:disabled, QToolButton[look="button"]:disabled { color: @Muted; }
QPushButton:focus, QToolButton[look="button"]:focus { border-color: @Accent; }
QPushButton[look="primary"] { background: @Accent; color: @OnAccent; border-color: @Accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: @AccentHover; }
QPushButton[look="primary"]:disabled { background: @Line; color: @Muted; border-color: @Line; }
QPushButton[look="primary"]:focus { border: 2px solid @Text; padding: #0.75 #2.75; }
QPushButton[look="danger"] { background: @Bad; color: @OnBad; border-color: @Bad; font-weight: 600; }
QPushButton[look="danger"]:focus { border: 2px solid @Text; padding: #0.75 #2.75; }
QPushButton[look="danger"]:disabled { background: @Line; color: @Muted; border-color: @Line; }
QPushButton[look="link"] { border: none; background: transparent; color: @Accent; padding: 0; text-align: left; min-height: 0; }
QStatusBar QPushButton[look="link"] { padding: #0.5 0; }
QPushButton[look="link"]:focus, QPushButton[look="link"]:hover { text-decoration: underline; }
QToolButton { border: 1px solid transparent; border-radius: #1; padding: #1; }
QToolButton:hover { background: @Window; }
QToolButton:pressed, QToolButton:checked { background: @Select; }
QToolButton:focus { border-color: @Accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QSpinBox, QComboBox {
    background: @Surface; color: @Text; border: 1px solid @Line; border-radius: #1; padding: #1 #2; min-height: #4.5;
    selection-background-color: @Accent; selection-color: @OnAccent;
}
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: @Accent; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { color: @Muted; background: @Window; }
QComboBox::drop-down { border: none; width: #6; }
QComboBox::down-arrow, QSpinBox::down-arrow { image: url(:/widgets/arrow-down.svg); width: #3; height: #3; }
QSpinBox::up-arrow { image: url(:/widgets/arrow-up.svg); width: #3; height: #3; }
QSpinBox::up-button, QSpinBox::down-button { border: none; background: transparent; width: #6; }
QSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-position: bottom right; }

QTabWidget::pane { border: none; border-top: 1px solid @Line; }
QTabWidget::tab-bar { left: #2; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @Muted; border: none; border-bottom: 2px solid transparent; padding: #1.5 #2; margin-right: #1; }
QTabBar::tab:selected { color: @Text; border-bottom-color: @Accent; font-weight: 600; }
QTabBar::tab:hover { color: @Text; }
QTabBar::tab:selected:focus { background: @Select; }

QHeaderView { background: @Surface; border: none; }
QHeaderView::section { background: @Surface; color: @Muted; border: none; border-bottom: 1px solid @Line; padding: #1 #2; }
QHeaderView::section:hover { color: @Text; }
QTableView, QTreeView, QListView { background: @Surface; color: @Text; border: none; gridline-color: @Line; selection-background-color: @Select; selection-color: @Text; }

QMenu { background: @Raised; color: @Text; border: 1px solid @Line; padding: #1; }
QMenu::item { padding: #1 #4; border-radius: #1; }
QMenu::item:selected { background: @Select; color: @Text; }
QMenu::item:disabled { color: @Muted; }
QMenu::separator { height: 1px; background: @Line; margin: #1 0; }
QDialog { background: @Raised; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }

QProgressBar { background: @Line; border: none; border-radius: #0.5; max-height: #1.5; min-height: #1.5; text-align: center; }
QProgressBar::chunk { background: @Accent; border-radius: #0.5; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: #2.5; }
QScrollBar:horizontal { height: #2.5; }
QScrollBar::handle { background: @ScrollHandle; border-radius: #0.75; margin: #0.5; }
QScrollBar::handle:vertical { min-height: #6; }
QScrollBar::handle:horizontal { min-width: #6; }
QScrollBar::handle:hover { background: @Muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

constexpr std::array<const char *, toneCount> toneNames{"Window", "Surface", "Raised",   "Line",   "Text",
                                                        "Muted",  "Accent",  "OnAccent", "Select", "Ok",
                                                        "Busy",   "Warn",    "Bad",      "Idle"};

QColor blend(const QColor &over, const QColor &ground, double share)
{
    const auto mix = [share](int top, int bottom) { return int(std::lround(top * share + bottom * (1 - share))); };
    return {mix(over.red(), ground.red()), mix(over.green(), ground.green()), mix(over.blue(), ground.blue())};
}

QString makeSheet(const Theme &theme, const QFont &font)
{
    // Longer names first, so that none is taken for the beginning of another.
    std::vector<std::pair<QString, QString>> words;
    for (std::size_t at = 0; at < toneCount; ++at)
        words.emplace_back(QLatin1Char('@') + QLatin1StringView(toneNames[at]), theme[Tone(at)].name());
    words.emplace_back(QStringLiteral("@AccentHover"), blend(theme[Tone::Accent], theme[Tone::Text], 0.88).name());
    words.emplace_back(QStringLiteral("@OnBad"),
                       theme.isDark() ? theme[Tone::OnAccent].name() : QStringLiteral("#FFFFFF"));
    words.emplace_back(QStringLiteral("@ScrollHandle"), blend(theme[Tone::Muted], theme[Tone::Surface], 0.4).name());
    const auto size = [&font](double factor) { return QStringLiteral("%1pt").arg(font.pointSizeF() * factor); };
    words.emplace_back(QStringLiteral("@TitleSize"), size(1.25));
    words.emplace_back(QStringLiteral("@SmallSize"), size(0.88));
    std::ranges::sort(words, std::greater(), [](const auto &word) { return word.first.size(); });

    // Lengths first: a colour may be all digits, and would be taken for one.
    const QString text = QString::fromLatin1(sheet);
    const Metrics metrics(font);
    static const QRegularExpression length(QStringLiteral(R"(#(\d+(?:\.\d+)?)(?=[ ;]))"));
    QString sized;
    qsizetype end = 0;
    for (const auto &match : length.globalMatch(text)) {
        sized += text.mid(end, match.capturedStart() - end);
        sized += QString::number(metrics.step(match.captured(1).toDouble())) + QStringLiteral("px");
        end = match.capturedEnd();
    }
    sized += text.mid(end);
    for (const auto &[name, value] : words)
        sized.replace(name, value);
    return sized;
}

const Theme &chosen(Appearance appearance)
{
    if (appearance == Appearance::System)
        return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Theme::dark() : Theme::light();
    return appearance == Appearance::Dark ? Theme::dark() : Theme::light();
}

void dress(QApplication &application, const Theme &theme)
{
    QIcon::setThemeName(theme.isDark() ? QStringLiteral("breeze-dark") : QStringLiteral("breeze"));
    QApplication::setPalette(theme.palette());
    application.setStyleSheet(makeSheet(theme, QApplication::font()));
}

} // namespace

const Theme &Theme::light()
{
    static constexpr Theme theme(false, {0xF6F7F9, 0xFFFFFF, 0xFFFFFF, 0xD9DEE5, 0x1B2430, 0x566374, 0x0B63C5, 0xFFFFFF,
                                         0xE4EEFB, 0x15703F, 0x0B63C5, 0x8A5200, 0xB3261E, 0x56616F});
    return theme;
}

const Theme &Theme::dark()
{
    static constexpr Theme theme(true, {0x12171E, 0x1A2129, 0x222B35, 0x34404D, 0xE6EBF1, 0xA0ADBC, 0x6CB0FF, 0x08121E,
                                        0x22395A, 0x5FD39A, 0x6CB0FF, 0xF2B95C, 0xFF8A80, 0xA3B0BE});
    return theme;
}

const Theme &Theme::of(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? dark() : light();
}

const Theme &Theme::of(const QWidget &widget)
{
    return of(widget.palette());
}

QColor Theme::tint(Tone state) const
{
    return blend((*this)[state], (*this)[Tone::Surface], m_dark ? 0.16 : 0.08);
}

QPalette Theme::palette() const
{
    const Theme &theme = *this;
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Tone tone) { palette.setColor(role, theme[tone]); };
    set(QPalette::Window, Tone::Window);
    set(QPalette::WindowText, Tone::Text);
    set(QPalette::Base, Tone::Surface);
    set(QPalette::AlternateBase, Tone::Window);
    set(QPalette::Text, Tone::Text);
    set(QPalette::Button, Tone::Surface);
    set(QPalette::ButtonText, Tone::Text);
    set(QPalette::BrightText, Tone::Bad);
    set(QPalette::Highlight, Tone::Accent);
    set(QPalette::HighlightedText, Tone::OnAccent);
    set(QPalette::Accent, Tone::Accent);
    set(QPalette::Link, Tone::Accent);
    set(QPalette::LinkVisited, Tone::Accent);
    set(QPalette::PlaceholderText, Tone::Muted);
    set(QPalette::ToolTipBase, Tone::Raised);
    set(QPalette::ToolTipText, Tone::Text);
    set(QPalette::Light, Tone::Raised);
    set(QPalette::Midlight, Tone::Line);
    set(QPalette::Mid, Tone::Line);
    set(QPalette::Dark, Tone::Line);
    set(QPalette::Shadow, Tone::Line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme[Tone::Muted]);
    return palette;
}

Metrics::Metrics(const QFont &font) : m_step(QFontInfo(font).pixelSize() * 4 / 13.0) {}

Metrics::Metrics(const QWidget &widget) : Metrics(widget.font()) {}

int Metrics::step(double steps) const
{
    return int(std::lround(m_step * steps));
}

QFont typeFont(Type type, bool strong)
{
    QFont font = QApplication::font();
    if (type != Type::Base)
        font.setPointSizeF(font.pointSizeF() * (type == Type::Title ? 1.25 : 0.88));
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    return font;
}

void applyAppearance(QApplication &application, Appearance appearance)
{
    static QMetaObject::Connection followed;
    QObject::disconnect(followed);
    if (auto *fusion = QStyleFactory::create(QStringLiteral("Fusion")))
        QApplication::setStyle(fusion);
    dress(application, chosen(appearance));
    if (appearance == Appearance::System)
        followed = QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, &application,
                                    [&application] { dress(application, chosen(Appearance::System)); });
}

void setLook(QWidget &widget, const char *look)
{
    widget.setProperty("look", QString::fromLatin1(look));
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace portolan::ui
