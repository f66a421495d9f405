// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/terminal_view.h"

#include "ui/terminal/accessible_terminal.h"
#include "ui/terminal/color_scheme.h"
#include "ui/terminal/paste.h"
#include "ui/terminal/terminal_settings.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>

// Its header is written for the keywords that this project switches off.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <qtermwidget6/qtermwidget.h>
#undef signals
#undef slots

namespace portolan::ui {
namespace {

/// Dragging a window's border tells a new size many times; programs at the other side redraw at each.
constexpr int settleMilliseconds = 60;

/// Back to the first screen, without mouse and bracketed paste, cursor shown, keys and colours as at the start. Not
/// ?1049l, which would also put the cursor where some program has saved it; and taking the margins back (CSI r) moves it,
/// so it is saved around that.
constexpr std::string_view calm = "\033[?1047l\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?2004l\033[?25h\033[?1l"
                                  "\033>\0337\033[r\0338\033[0m";

QWidget *findDisplay(const QTermWidget &terminal)
{
    for (QWidget *child : terminal.findChildren<QWidget *>())
        if (child->inherits("Konsole::TerminalDisplay"))
            return child;
    qFatal("qtermwidget has no display");
}

} // namespace

TerminalView::TerminalView(Settings &settings, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_terminal(new QTermWidget(0, this)), m_display(findDisplay(*m_terminal))
{
    installTerminalAccessibility();
    m_terminal->setHistorySize(settings.get(terminalScrollback));
    m_terminal->setScrollBarPosition(QTermWidgetInterface::ScrollBarRight);
    m_terminal->setMargin(Metrics(*this).step(2));
    m_terminal->setTerminalSizeHint(false);
    m_terminal->setConfirmMultilinePaste(false); // its question would hold up the program; PasteWarning does not
    m_terminal->setFlowControlWarningEnabled(false);
    m_terminal->setBlinkingCursor(false);
    applyColors();
    applyFont();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_terminal);
    setFocusProxy(m_display);

    m_terminal->startTerminalTeletype();
    m_feed = new ByteFeed(m_terminal->getPtySlaveFd(), this);
    connect(m_terminal, &QTermWidget::sendData, this,
            [this](const char *bytes, int count) { Q_EMIT typed(QByteArray(bytes, count)); });
    connect(m_terminal, &QTermWidget::receivedData, this, [this] { m_text.clear(); });
    connect(m_terminal, &QTermWidget::bell, this, &TerminalView::bell);
    connect(m_terminal, &QTermWidget::titleChanged, this, [this] { Q_EMIT titleChanged(m_terminal->title()); });
    connect(m_terminal, &QTermWidget::urlActivated, this, [](const QUrl &url) {
        // What a program prints may name any scheme, and some start programs here.
        if (url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https"))
            QDesktopServices::openUrl(url);
    });
    m_display->installEventFilter(this);
    nameSearchBar();
    addActions();

    m_settling.setSingleShot(true);
    m_settling.setInterval(settleMilliseconds);
    connect(&m_settling, &QTimer::timeout, this, &TerminalView::settle);
    connect(&settings, &Settings::changed, this, [this](const QString &key) {
        if (key == QLatin1StringView(terminalFontSize.key))
            applyFont();
        else if (key == QLatin1StringView(terminalScrollback.key))
            m_terminal->setHistorySize(m_settings.get(terminalScrollback));
    });
}

void TerminalView::nameSearchBar()
{
    const std::pair<const char *, QString> names[] = {{"closeButton", tr("Close the search")},
                                                      {"findPreviousButton", tr("Find the one before")},
                                                      {"findNextButton", tr("Find the next")},
                                                      {"optionsButton", tr("How to search")}};
    for (const auto &[object, name] : names) {
        if (auto *button = m_terminal->findChild<QToolButton *>(QLatin1StringView(object))) {
            button->setAccessibleName(name);
            button->setToolTip(name);
        }
    }
    if (auto *text = m_terminal->findChild<QLineEdit *>(QStringLiteral("searchTextEdit")))
        text->setAccessibleName(tr("Search in the terminal"));
}

void TerminalView::addActions()
{
    const auto add = [this](const QString &name, std::initializer_list<QKeySequence> keys, auto what) {
        auto *action = new QAction(name, this);
        action->setShortcuts(QList<QKeySequence>(keys));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, what);
        addAction(action);
    };
    add(tr("Copy"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}, [this] { copy(); });
    add(tr("Paste"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)},
        [this] { paste(QApplication::clipboard()->text()); });
    add(tr("Find"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)}, [this] { toggleSearch(); });
    add(tr("Larger text"),
        {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Plus),
         QKeySequence(Qt::CTRL | Qt::Key_Equal)},
        [this] { zoom(1); });
    add(tr("Smaller text"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)}, [this] { zoom(-1); });
    add(tr("Usual text size"), {QKeySequence(Qt::CTRL | Qt::Key_0)}, [this] { zoom(0); });
}

void TerminalView::addNotice(const QString &text)
{
    QString plain;
    for (const QChar c : text)
        plain += c.category() == QChar::Other_Control ? QChar(u' ') : c;
    m_feed->add(std::format("{}\r\n\x1b[1m{}\x1b[0m\r\n", calm, plain.toStdString()));
}

TerminalSize TerminalView::screenSize() const
{
    return {m_terminal->screenColumnsCount(), m_terminal->screenLinesCount()};
}

QString TerminalView::allText() const
{
    if (m_text.isEmpty()) {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        m_terminal->saveHistory(&buffer);
        m_text = QString::fromUtf8(buffer.data());
    }
    return m_text;
}

QString TerminalView::screenText() const
{
    QStringList lines = allText().split(u'\n');
    // saveHistory() writes one line too many, and what follows the last line's end is none.
    lines.resize(std::max<qsizetype>(0, lines.size() - 2));
    lines = lines.mid(std::max<qsizetype>(0, lines.size() - m_terminal->screenLinesCount()));
    for (QString &line : lines)
        while (line.endsWith(u' '))
            line.chop(1);
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(u'\n');
}

QString TerminalView::cursorLine() const
{
    return m_display->inputMethodQuery(Qt::ImSurroundingText).toString();
}

void TerminalView::setName(const QString &name)
{
    m_terminal->setAccessibleName(name);
    m_display->setAccessibleName(name);
    m_display->setAccessibleDescription(tr("Ctrl+Shift+Esc leads out of the terminal."));
}

void TerminalView::copy()
{
    m_terminal->copyClipboard();
}

void TerminalView::paste(const QString &text)
{
    const Paste prepared = preparePaste(text);
    if (prepared.needsConfirmation())
        Q_EMIT pasteNeedsConfirmation(text);
    else
        insert(prepared.text);
}

void TerminalView::insert(const QString &text)
{
    QString bracketed = text;
    m_terminal->bracketText(bracketed); // where the program asked for it
    m_terminal->scrollToEnd();
    Q_EMIT typed(bracketed.toUtf8());
}

void TerminalView::toggleSearch()
{
    m_terminal->toggleShowSearchBar();
}

void TerminalView::zoom(int points)
{
    const int now = m_terminal->getTerminalFont().pointSize();
    m_settings.set(terminalFontSize, points == 0 ? 0 : std::clamp(now + points, 5, 72));
}

void TerminalView::applyFont()
{
    QFont font = fixedFont();
    if (const int points = m_settings.get(terminalFontSize))
        font.setPointSize(points);
    else
        font.setPointSize(std::max(5, int(std::lround(font.pointSizeF()))));
    m_terminal->setTerminalFont(font);
    m_settling.start();
}

void TerminalView::applyColors()
{
    if (const QString file = colorSchemeFile(Theme::of(*this)); !file.isEmpty())
        m_terminal->setColorScheme(file);
}

void TerminalView::settle()
{
    const TerminalSize now = screenSize();
    if (now == m_told)
        return;
    m_told = now;
    m_text.clear();
    Q_EMIT resized(now);
}

void TerminalView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        applyColors();
    else if (event->type() == QEvent::FontChange)
        applyFont();
    QWidget::changeEvent(event);
}

bool TerminalView::programTakesMouse() const
{
    // The display shows an arrow while the program wants the mouse; it tells it in no other way.
    return m_display->cursor().shape() == Qt::ArrowCursor;
}

bool TerminalView::eventFilter(QObject *watched, QEvent *event)
{
    const bool forProgram = programTakesMouse() && !(QGuiApplication::keyboardModifiers() & Qt::ShiftModifier);
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Show:
        m_settling.start();
        break;
    case QEvent::ShortcutOverride: {
        auto *key = static_cast<QKeyEvent *>(event);
        const auto modifiers = key->modifiers() & ~Qt::KeypadModifier;
        const bool isLetter = key->key() >= Qt::Key_A && key->key() <= Qt::Key_Underscore;
        if (isLetter && (modifiers == Qt::ControlModifier || modifiers == Qt::AltModifier)) {
            event->accept();
            return true;
        }
        break;
    }
    case QEvent::KeyPress:
        return handleKey(*static_cast<QKeyEvent *>(event));
    case QEvent::MouseButtonPress:
        if (static_cast<QMouseEvent *>(event)->button() != Qt::MiddleButton || forProgram)
            break;
        paste(QApplication::clipboard()->text(QClipboard::Selection));
        return true;
    case QEvent::ContextMenu:
        if (forProgram)
            break;
        showMenu(static_cast<QContextMenuEvent *>(event)->globalPos());
        return true;
    case QEvent::Wheel:
        if (const auto *wheel = static_cast<QWheelEvent *>(event); wheel->modifiers() & Qt::ControlModifier) {
            if (wheel->angleDelta().y() != 0)
                zoom(wheel->angleDelta().y() > 0 ? 1 : -1);
            return true;
        }
        break;
    case QEvent::Drop:
        paste(static_cast<QDropEvent *>(event)->mimeData()->text());
        event->accept();
        return true;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

bool TerminalView::handleKey(QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool out = (event.key() == Qt::Key_F6 && !(modifiers & ~Qt::ShiftModifier))
                     || (event.key() == Qt::Key_Escape && modifiers == (Qt::ControlModifier | Qt::ShiftModifier));
    if (out) {
        Q_EMIT leaveRequested();
        return true;
    }
    if (!m_inputOpen && (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)) {
        Q_EMIT enterPressed();
        return true;
    }
    if (event.key() == Qt::Key_Backtab) { // the display would give the focus away
        m_terminal->sendKeyEvent(&event);
        return true;
    }
    return false;
}

void TerminalView::showMenu(const QPoint &where)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    menu->popup(where);
}

} // namespace portolan::ui
