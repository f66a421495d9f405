// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pane/detail_view.h"

#include "ui/widgets/action_button.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>

namespace portolan::ui {
namespace {

/// A word that may not fit into a line, such as an address.
bool hasLongWord(const QString &text)
{
    constexpr int longest = 32;
    return std::ranges::any_of(QStringView(text).split(u' '), [](QStringView word) { return word.size() > longest; });
}

} // namespace

DetailView::DetailView(const QString &hint, QWidget *parent) : QWidget(parent), m_pages(new QStackedWidget(this))
{
    const Metrics metrics(*this);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *text = new QLabel(hint, m_pages);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    setLook(*text, "muted");
    text->setContentsMargins(metrics.step(6), metrics.step(6), metrics.step(6), metrics.step(6));

    auto *area = new QScrollArea(m_pages);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    m_page = new QWidget(area);
    m_page->setAutoFillBackground(true);
    m_page->setBackgroundRole(QPalette::Base);
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(metrics.step(4));
    m_facts->setVerticalSpacing(metrics.step(2));
    m_facts->setColumnStretch(1, 1);
    m_below = new QVBoxLayout(m_page);
    m_below->setContentsMargins(metrics.step(4), metrics.step(3), metrics.step(4), metrics.step(3));
    m_below->setSpacing(metrics.step(3));
    m_below->addWidget(makeHead(m_page));
    m_below->addLayout(m_facts);
    m_below->addStretch();
    area->setWidget(m_page);
    m_pages->addWidget(text);
    m_pages->addWidget(area);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
}

QWidget *DetailView::makeHead(QWidget *page)
{
    const Metrics metrics(*this);
    auto *head = new QWidget(page);
    m_name = new QLabel(head);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setWordWrap(true);
    m_name->setMinimumWidth(1); // as below
    QFont font = fixedFont();
    font.setPointSizeF(typeFont(Type::Title).pointSizeF());
    font.setWeight(QFont::DemiBold);
    m_name->setFont(font);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_state = new StateChip(head);
    m_about = new QLabel(head);
    m_about->setTextFormat(Qt::PlainText);
    setLook(*m_about, "muted");
    auto *line = new QHBoxLayout;
    line->setSpacing(metrics.step(1));
    line->addWidget(m_state);
    line->addWidget(m_about, 1);
    m_buttons = new QHBoxLayout;
    m_buttons->setContentsMargins(0, metrics.step(2), 0, 0);
    m_buttons->setSpacing(metrics.step(2));
    m_buttons->addStretch();
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics.step(1));
    column->addWidget(m_name);
    column->addLayout(line);
    column->addLayout(m_buttons);
    return head;
}

void DetailView::addButton(QAction *action, const char *look)
{
    auto *button = new ActionButton(action, ActionButton::Text::Short, m_page);
    setLook(*button, look);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
}

void DetailView::addMore(const QList<QAction *> &actions)
{
    auto *more = new QToolButton(m_page);
    more->setText(tr("More"));
    more->setAccessibleName(tr("More actions"));
    more->setFocusPolicy(Qt::StrongFocus);
    more->setPopupMode(QToolButton::InstantPopup);
    setLook(*more, "button");
    auto *menu = new QMenu(more);
    menu->setToolTipsVisible(true);
    menu->addActions(actions);
    more->setMenu(menu);
    m_buttons->insertWidget(m_buttons->count() - 1, more);
}

QLabel *DetailView::addFact(const QString &title)
{
    auto *label = new QLabel(title, m_page);
    setLook(*label, "muted");
    auto *value = new QLabel(m_page);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setMinimumWidth(1); // a long word in one would make all of them too wide to be seen
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const int row = m_facts->rowCount();
    m_facts->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
    m_facts->addWidget(value, row, 1);
    m_lines.emplace_back(label, value);
    return value;
}

void DetailView::addBelow(QWidget *widget, bool stretch)
{
    m_below->insertWidget(m_below->count() - 1, widget, stretch ? 1 : 0);
}

void DetailView::setHead(const QString &name, const StateLook &state, const QString &about)
{
    if (m_name->text() != name)
        m_name->setText(name); // else what somebody has marked in it would be lost
    m_state->setState(state);
    m_about->setText(about.isEmpty() ? QString() : QStringLiteral("· ") + about);
}

void DetailView::setFact(QLabel *value, const QString &text, const QString &toolTip)
{
    if (value->text() != text)
        value->setText(text);
    value->setToolTip(toolTip.isEmpty() && hasLongWord(text) ? text : toolTip);
    for (const auto &[title, shown] : m_lines)
        if (shown == value)
            title->setVisible(!text.isEmpty());
    value->setVisible(!text.isEmpty());
}

void DetailView::setShown(bool shown)
{
    m_pages->setCurrentIndex(shown ? 1 : 0);
}

bool DetailView::isShown() const
{
    return m_pages->currentIndex() == 1;
}

} // namespace portolan::ui
