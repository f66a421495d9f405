// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/blueprint_list.h"

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace portolan::ui {
namespace {

constexpr int nameRole = Qt::UserRole;
constexpr int descriptionRole = Qt::UserRole + 1;
constexpr double lineSteps = 11; ///< the height of an entry
constexpr int mostEntries = 5;   ///< before it scrolls

class BlueprintDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.palette);
        const Metrics metrics(option.font);
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, theme[Tone::Select]);
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(theme[Tone::Accent]);
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
        const QRect area = option.rect.adjusted(metrics.step(2), metrics.step(1.5), -metrics.step(2),
                                                -metrics.step(1.5));
        const QRect name(area.left(), area.top(), area.width(), area.height() / 2);
        const QRect description(area.left(), name.bottom() + 1, area.width(), area.height() - name.height());
        const auto line = [&](const QRect &place, const QFont &font, Tone tone, const QString &text) {
            painter->setFont(font);
            painter->setPen(theme[tone]);
            painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                              QFontMetrics(font).elidedText(text, Qt::ElideRight, place.width()));
        };
        line(name, typeFont(Type::Base, true), Tone::Text, index.data(nameRole).toString());
        line(description, typeFont(Type::Small), Tone::Muted, index.data(descriptionRole).toString());
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, Metrics(option.font).step(lineSteps)};
    }
};

} // namespace

BlueprintList::BlueprintList(QWidget *parent) : QListWidget(parent)
{
    setAccessibleName(tr("Blueprint"));
    setItemDelegate(new BlueprintDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
}

void BlueprintList::setBlueprints(const std::vector<BlueprintSummary> &blueprints, const QString &chosen)
{
    clear();
    for (const BlueprintSummary &blueprint : blueprints) {
        const QString name = QString::fromStdString(blueprint.name);
        const QString description = QString::fromStdString(blueprint.description);
        auto *item = new QListWidgetItem(description.isEmpty() ? name : tr("%1: %2").arg(name, description), this);
        item->setData(nameRole, name);
        item->setData(descriptionRole, description);
        item->setToolTip(description);
        if (name == chosen)
            setCurrentItem(item);
    }
    if (!currentItem() && count() > 0)
        setCurrentRow(0);
    updateGeometry();
}

QString BlueprintList::chosen() const
{
    return currentItem() ? currentItem()->data(nameRole).toString() : QString();
}

QSize BlueprintList::sizeHint() const
{
    const Metrics metrics(*this);
    return {metrics.step(100), metrics.step(lineSteps) * std::clamp(count(), 1, mostEntries)};
}

} // namespace portolan::ui
