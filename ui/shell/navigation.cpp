// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/navigation.h"

#include "ui/widgets/theme.h"

#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>

namespace portolan::ui {
namespace {

enum Role { CountRole = Qt::UserRole, HeadingRole };

class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.palette);
        const Metrics metrics(option.font);
        const bool heading = index.data(HeadingRole).toBool();
        const bool selected = option.state & QStyle::State_Selected;
        const QRect box = option.rect.adjusted(metrics.step(2), 1, -metrics.step(2), -1);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected || option.state & QStyle::State_MouseOver) {
            painter->setPen(option.state & QStyle::State_HasFocus && selected ? QPen(theme[Tone::Accent]) : Qt::NoPen);
            painter->setBrush(theme[selected ? Tone::Select : Tone::Window]);
            if (!heading)
                painter->drawRoundedRect(box, metrics.step(1), metrics.step(1));
        }
        QFont font = heading ? typeFont(Type::Small) : typeFont(Type::Base, selected);
        painter->setFont(font);
        painter->setPen(theme[heading ? Tone::Muted : Tone::Text]);
        const QRect text = box.adjusted(metrics.step(2), 0, -metrics.step(2), 0);
        painter->drawText(text, (heading ? Qt::AlignBottom : Qt::AlignVCenter) | Qt::AlignLeft,
                          index.data(Qt::DisplayRole).toString());
        if (const QVariant count = index.data(CountRole); count.isValid()) {
            painter->setPen(theme[Tone::Muted]);
            painter->drawText(text, Qt::AlignVCenter | Qt::AlignRight, QLocale().toString(count.toInt()));
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Metrics metrics(option.font);
        return {metrics.step(40), index.data(HeadingRole).toBool() ? metrics.step(8) : metrics.step(6.5)};
    }
};

} // namespace

Navigation::Navigation(QWidget *parent) : QListWidget(parent)
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Areas"));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new EntryDelegate(this));
    connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *current) {
        if (const auto found = std::ranges::find(m_entries, current); found != m_entries.end())
            Q_EMIT chosen(int(found - m_entries.begin()));
    });
}

int Navigation::add(const QString &group, const QString &title)
{
    if (group != m_group) {
        m_group = group;
        auto *heading = new QListWidgetItem(group, this);
        heading->setFlags(Qt::NoItemFlags);
        heading->setData(HeadingRole, true);
    }
    m_entries.push_back(new QListWidgetItem(title, this));
    return int(m_entries.size()) - 1;
}

void Navigation::setCount(int entry, int count)
{
    QListWidgetItem *item = m_entries.at(std::size_t(entry));
    item->setData(CountRole, count);
    item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(item->text(), QLocale().toString(count)));
}

void Navigation::choose(int entry)
{
    setCurrentItem(m_entries.at(std::size_t(entry)));
}

QSize Navigation::sizeHint() const
{
    return {Metrics(*this).step(44), 0};
}

} // namespace portolan::ui
