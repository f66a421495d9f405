// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/command_palette.h"

#include "ui/shell/commands.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <ranges>

namespace portolan::ui {
namespace {

enum Role { Index = Qt::UserRole, Detail, Shortcut };
constexpr std::size_t mostShown = 50;

/// Name on the left, kind muted behind it, the shortcut on the right.
class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.palette);
        const Metrics metrics(option.font);
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, theme[Tone::Select]);
        const bool enabled = index.flags() & Qt::ItemIsEnabled;
        QRect area = option.rect.adjusted(metrics.step(3), 0, -metrics.step(3), 0);
        painter->setFont(option.font);
        painter->setPen(theme[Tone::Muted]);
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, index.data(Shortcut).toString());
        const QString name = index.data(Qt::DisplayRole).toString();
        painter->setPen(theme[enabled ? Tone::Text : Tone::Muted]);
        painter->drawText(area, Qt::AlignVCenter, name);
        area.setLeft(area.left() + option.fontMetrics.horizontalAdvance(name) + metrics.step(3));
        painter->setPen(theme[Tone::Muted]);
        painter->drawText(area, Qt::AlignVCenter, index.data(Detail).toString());
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, Metrics(option.font).row()};
    }
};

} // namespace

CommandPalette::CommandPalette(const Commands &commands, Places places, QWidget *window)
    : QFrame(window),
      m_commands(commands),
      m_places(std::move(places)),
      m_line(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_model(new QStandardItemModel(this))
{
    setLook(*this, "card");
    setAccessibleName(tr("Command palette"));
    m_line->setPlaceholderText(tr("Go to anything, or do something…"));
    m_line->setAccessibleName(tr("Go to anything, or do something"));
    m_line->installEventFilter(this);
    m_list->setAccessibleName(tr("Found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    const Metrics metrics(*this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics.step(2), metrics.step(2), metrics.step(2), metrics.step(2));
    layout->setSpacing(metrics.step(2));
    layout->addWidget(m_line);
    layout->addWidget(m_list);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    hide();
}

void CommandPalette::open()
{
    m_before = QApplication::focusWidget();
    collect();
    m_line->clear();
    filter();
    const Metrics metrics(*this);
    const int width = std::min(parentWidget()->width() - metrics.step(8), metrics.step(150));
    setGeometry((parentWidget()->width() - width) / 2, metrics.step(10), width,
                std::min(parentWidget()->height() / 2, metrics.step(100)));
    raise();
    show();
    m_line->setFocus(Qt::PopupFocusReason);
}

std::optional<int> CommandPalette::rank(QStringView typed, QStringView text)
{
    int score = 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        const qsizetype at = text.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        if (at == last + 1)
            score += 3;
        if (at == 0 || !text[at - 1].isLetterOrNumber())
            score += 4;
        score -= int(std::min<qsizetype>(at - from, 8));
        last = at;
        from = at + 1;
    }
    return score * 4 - int(std::min<qsizetype>(text.size(), 60)) / 4;
}

void CommandPalette::collect()
{
    m_items.clear();
    for (const auto &[group, action] : m_commands.all())
        if (action->isVisible())
            m_items.push_back({.name = action->text().remove(u'&'),
                               .detail = action->isEnabled() ? group : action->toolTip(),
                               .shortcut = action->shortcut().toString(QKeySequence::NativeText),
                               .enabled = action->isEnabled(),
                               .run = [guarded = QPointer<QAction>(action)] {
                                   if (guarded)
                                       guarded->trigger();
                               }});
    for (Place &place : m_places())
        m_items.push_back({.name = std::move(place.name),
                           .detail = std::move(place.kind),
                           .shortcut = {},
                           .enabled = true,
                           .run = std::move(place.go)});
}

void CommandPalette::filter()
{
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t at = 0; at < m_items.size(); ++at)
        if (const auto score = rank(m_line->text(), m_items[at].name))
            found.emplace_back(-*score, at);
    if (m_line->text().trimmed().isEmpty())
        std::ranges::sort(found, {}, &std::pair<int, std::size_t>::second);
    else
        std::ranges::sort(found);
    m_model->clear();
    for (const auto &[score, at] : found | std::views::take(mostShown)) {
        const Item &item = m_items[at];
        auto *entry = new QStandardItem(item.name);
        entry->setData(quint64(at), Index);
        entry->setData(item.detail, Detail);
        entry->setData(item.shortcut, Shortcut);
        entry->setEnabled(item.enabled);
        entry->setAccessibleText(item.name + QStringLiteral(", ") + item.detail);
        m_model->appendRow(entry);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::runCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid() || !(current.flags() & Qt::ItemIsEnabled))
        return;
    const auto run = m_items[current.data(Index).toULongLong()].run;
    dismiss();
    run();
}

void CommandPalette::dismiss()
{
    hide();
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && isVisible() && !isAncestorOf(QApplication::focusWidget()))
        hide();
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QApplication::sendEvent(m_list, event);
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace portolan::ui
