// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/terminal_tabs.h"

#include "core/async/timer.h"

#include <QBoxLayout>
#include <QIcon>
#include <QInputDialog>
#include <QPainter>
#include <QPixmap>
#include <QPointer>
#include <QShortcut>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace portolan::ui {
namespace {

constexpr auto keyProperty = "portolanKey";
constexpr auto bellProperty = "portolanBell";

/// How long the other side may take to say what runs; after that it is asked about without a name.
constexpr std::chrono::milliseconds foregroundPatience = std::chrono::seconds(1);

QIcon shapeIcon(const StateLook &look, const QWidget &widget)
{
    const int side = Metrics(widget).step(2.5);
    const double ratio = widget.devicePixelRatioF();
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintShape(painter, look.shape, Theme::of(widget)[look.tone], {}, side);
    return QIcon(pixmap);
}

/// As high as the tabs: it stands on the line below them.
class Corner final : public QWidget
{
public:
    Corner(QWidget *content, const QTabBar &tabs) : m_tabs(tabs)
    {
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, Metrics(*this).step(2.5), 0);
        layout->addWidget(content);
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        return {layout()->sizeHint().width(), std::max(m_tabs.sizeHint().height(), layout()->sizeHint().height())};
    }

private:
    const QTabBar &m_tabs;
};

} // namespace

TerminalTabs::TerminalTabs(Settings &settings, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_tabs(new QTabWidget)
{
    m_tabs->setMovable(true);
    m_tabs->setElideMode(Qt::ElideRight);
    const int side = Metrics(*this).step(2.5);
    m_tabs->setIconSize({side, side});
    m_tabs->setAccessibleName(tr("Terminals"));
    m_tabs->tabBar()->setAccessibleName(tr("Terminals"));
    auto *another = new QToolButton;
    another->setText(QStringLiteral("+"));
    another->setToolTip(tr("Another terminal in the same place (Ctrl+Shift+T)"));
    another->setAccessibleName(tr("Another terminal"));
    m_tabs->setCornerWidget(new Corner(another, *m_tabs->tabBar()));
    m_tabs->tabBar()->setDrawBase(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    setFocusProxy(m_tabs);

    connect(another, &QToolButton::clicked, this, &TerminalTabs::openAnother);
    connect(m_tabs, &QTabWidget::tabBarDoubleClicked, this, [this](int index) {
        if (index >= 0)
            rename(at(index));
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (Terminal *shown = current()) {
            shown->setProperty(bellProperty, false);
            updateTab(shown);
        }
    });
    const auto onKeys = [this](QKeySequence keys, auto what) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, what);
    };
    onKeys(Qt::CTRL | Qt::Key_PageUp, [this] { step(-1); });
    onKeys(Qt::CTRL | Qt::Key_PageDown, [this] { step(1); });
    onKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_T, [this] { openAnother(); });
    onKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_W, [this] {
        if (current())
            closeTerminal(current());
    });
    auto *renaming = new QShortcut(Qt::Key_F2, m_tabs->tabBar());
    renaming->setContext(Qt::WidgetShortcut); // in a terminal F2 is the program's
    connect(renaming, &QShortcut::activated, this, [this] {
        if (current())
            rename(current());
    });
}

Terminal *TerminalTabs::open(const QString &key, const QString &title, ConnectTerminal connector)
{
    auto *terminal = new Terminal(title, std::move(connector), m_settings);
    terminal->setProperty(keyProperty, key);
    const int index = m_tabs->addTab(terminal, title);
    auto *closing = new QToolButton;
    closing->setText(QStringLiteral("\u2715"));
    closing->setFocusPolicy(Qt::NoFocus); // one stop for the whole bar; Ctrl+Shift+W closes
    closing->setAccessibleName(tr("Close the terminal"));
    closing->setToolTip(tr("Close the terminal (Ctrl+Shift+W)"));
    setLook(*closing, "muted");
    m_tabs->tabBar()->setTabButton(index, QTabBar::RightSide, closing);
    m_tabs->cornerWidget()->updateGeometry();
    connect(closing, &QToolButton::clicked, this, [this, terminal] { closeTerminal(terminal); });
    connect(terminal, &Terminal::stateChanged, this, [this, terminal] { updateTab(terminal); });
    connect(terminal, &Terminal::titleChanged, this, [this, terminal] { updateTab(terminal); });
    connect(terminal, &Terminal::closeConfirmed, this, [this, terminal] { remove(terminal); });
    connect(terminal, &Terminal::leaveRequested, this, [this] { m_tabs->tabBar()->setFocus(Qt::ShortcutFocusReason); });
    connect(terminal, &Terminal::bell, this, [this, terminal] {
        if (terminal == current())
            return; // seen on the terminal itself
        terminal->setProperty(bellProperty, true);
        updateTab(terminal);
    });
    updateTab(terminal);
    activate(terminal);
    Q_EMIT countChanged(count());
    return terminal;
}

Terminal *TerminalTabs::at(int index) const
{
    return qobject_cast<Terminal *>(m_tabs->widget(index));
}

Terminal *TerminalTabs::current() const
{
    return at(m_tabs->currentIndex());
}

int TerminalTabs::count() const
{
    return m_tabs->count();
}

QList<Terminal *> TerminalTabs::terminals(const QString &key) const
{
    QList<Terminal *> found;
    for (int index = 0; index < m_tabs->count(); ++index)
        if (at(index)->property(keyProperty).toString() == key)
            found << at(index);
    return found;
}

void TerminalTabs::activate(Terminal *terminal)
{
    m_tabs->setCurrentWidget(terminal);
    terminal->setFocus();
}

void TerminalTabs::openAnother()
{
    const Terminal *like = current();
    if (like)
        open(like->property(keyProperty).toString(), like->title(), like->connector());
}

void TerminalTabs::step(int by)
{
    if (m_tabs->count() == 0)
        return;
    activate(at((m_tabs->currentIndex() + by + m_tabs->count()) % m_tabs->count()));
}

void TerminalTabs::updateTab(Terminal *terminal)
{
    const int index = m_tabs->indexOf(terminal);
    if (index < 0)
        return;
    const StateLook look = terminal->look();
    const bool rang = terminal->property(bellProperty).toBool();
    QString text = terminal->title();
    if (terminal->state() == TerminalState::Ended || terminal->state() == TerminalState::Failed)
        text += QStringLiteral(" \u2013 ") + look.word;
    m_tabs->setTabText(index,
                       (rang ? QStringLiteral("\u266a ") : QString()) + text.replace(u'&', QStringLiteral("&&")));
    m_tabs->setTabIcon(index, shapeIcon(look, *this));
    QString words = look.word;
    if (!terminal->reason().isEmpty())
        words += QStringLiteral(": ") + terminal->reason();
    if (rang)
        words += u'\n' + tr("The bell rang.");
    m_tabs->setTabToolTip(index, words);
    m_tabs->setTabWhatsThis(index, words);
}

void TerminalTabs::closeTerminal(Terminal *terminal)
{
    if (terminal->state() == TerminalState::Open)
        detach(closeWhenIdle(this, terminal));
    else
        remove(terminal);
}

Task<void> TerminalTabs::closeWhenIdle(QPointer<TerminalTabs> self, QPointer<Terminal> terminal)
{
    OneShot<Result<QString>> answer;
    setAfter(answer, foregroundPatience,
             Result<QString>(fail(ErrorCode::Timeout, "the other side does not say what runs")));
    detach([](QPointer<Terminal> asked, OneShot<Result<QString>> into) -> Task<void> {
        into.set(co_await asked->foregroundProgram());
    }(terminal, answer));
    const auto program = co_await answer;
    if (!self || !terminal)
        co_return;
    if (program && program->isEmpty()) {
        self->remove(terminal);
        co_return;
    }
    self->activate(terminal);
    terminal->askToClose(program.value_or(QString()));
}

void TerminalTabs::remove(Terminal *terminal)
{
    const int index = m_tabs->indexOf(terminal);
    if (index < 0)
        return;
    m_tabs->removeTab(index);
    terminal->deleteLater();
    if (Terminal *next = current())
        next->setFocus();
    Q_EMIT countChanged(count());
}

void TerminalTabs::rename(Terminal *terminal)
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename the terminal"));
    dialog->setLabelText(tr("Title"));
    dialog->setTextValue(terminal->title());
    dialog->setOkButtonText(tr("Rename"));
    connect(dialog, &QInputDialog::textValueSelected, terminal, [terminal](const QString &title) {
        if (!title.trimmed().isEmpty())
            terminal->setTitle(title.trimmed());
    });
    dialog->open();
}

void TerminalTabs::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        for (int index = 0; index < m_tabs->count(); ++index)
            updateTab(at(index));
    QWidget::changeEvent(event);
}

} // namespace portolan::ui
