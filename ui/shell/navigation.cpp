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
        QRect text = box.adjusted(metrics.step(2), 0, -metrics.step(2), 0);
        const QFontMetrics letters = painter->fontMetrics();
        if (const QVariant count = index.data(CountRole); count.isValid()) {
            const QString number = QLocale().toString(count.toInt());
            painter->setPen(theme[Tone::Muted]);
            painter->drawText(text, Qt::AlignVCenter | Qt::AlignRight, number);
            text.setRight(text.right() - letters.horizontalAdvance(number) - metrics.step(gap));
        }
        painter->setPen(theme[heading ? Tone::Muted : Tone::Text]);
        painter->drawText(text, (heading ? Qt::AlignBottom : Qt::AlignVCenter) | Qt::AlignLeft,
                          letters.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Metrics metrics(option.font);
        const QFontMetrics letters(typeFont(Type::Base, true)); // as wide as it gets: selected, and counting thousands
        const int width = letters.horizontalAdvance(index.data(Qt::DisplayRole).toString())
                          + letters.horizontalAdvance(QLocale().toString(1000));
        return {width + metrics.step(8 + gap), index.data(HeadingRole).toBool() ? metrics.step(8) : metrics.step(6.5)};
    }

private:
    static constexpr double gap = 2; // steps between a title and its count
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
    return {std::max(Metrics(*this).step(44), sizeHintForColumn(0)), 0};
}

} // namespace portolan::ui
