// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/transfer_list.h"

#include "ui/files/file_view.h"
#include "ui/files/wording.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace portolan::ui {

namespace {

class TransferDelegate final : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.palette);
        const Metrics metrics(option.font);
        const int margin = padding(option) + metrics.step(0.75);
        if (index.column() == TransferQueue::State) {
            paintGround(painter, option, index);
            painter->save();
            painter->setFont(option.font);
            paintState(*painter, index.data(TransferQueue::StateRole).value<StateLook>(),
                       option.rect.adjusted(margin, 0, -margin, 0), theme);
            painter->restore();
            return;
        }
        const auto fraction = index.data(TransferQueue::FractionRole);
        if (index.column() != TransferQueue::Progress || !fraction.isValid()) {
            RowDelegate::paint(painter, option, index);
            return;
        }
        QRect bar(option.rect.left() + margin, 0, metrics.step(20), metrics.step(1.5));
        bar.setRight(std::min(bar.right(), option.rect.right() - margin));
        bar.moveTop(option.rect.center().y() - bar.height() / 2);
        paintGround(painter, option, index);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme[Tone::Line]);
        painter->drawRoundedRect(bar, bar.height() / 2.0, bar.height() / 2.0);
        painter->setBrush(theme[Tone::Accent]);
        QRect done = bar;
        done.setWidth(std::max(int(bar.width() * fraction.toDouble()), bar.height()));
        painter->drawRoundedRect(done, bar.height() / 2.0, bar.height() / 2.0);
        painter->setPen(theme[Tone::Muted]);
        painter->setFont(option.font);
        const auto text = option.rect.adjusted(bar.right() - option.rect.left() + metrics.step(2), 0, -margin, 0);
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        const auto state = index.data(TransferQueue::StateRole).value<StateLook>();
        if (index.column() == TransferQueue::Progress && state.tone == Tone::Bad)
            for (const auto role : {QPalette::Text, QPalette::HighlightedText})
                option->palette.setColor(role, Theme::of(option->palette)[Tone::Bad]);
    }
};

} // namespace

TransferList::TransferList(TransferQueue &queue, QWidget *parent)
    : QWidget(parent), m_queue(queue), m_view(new QTreeView), m_summary(new QLabel), m_empty(new QLabel)
{
    const Metrics metrics(*this);
    m_cancel = addTool(tr("Cancel"), {}, &TransferList::cancelSelected);
    m_retry = addTool(tr("Retry"), {Qt::Key_F5, QKeySequence(Qt::CTRL | Qt::Key_R)}, &TransferList::retrySelected);
    m_retryFailed = addTool(tr("Retry all failed"), {}, &TransferList::retryFailed);
    m_remove = addTool(tr("Cancel or remove"), {Qt::Key_Delete}, &TransferList::removeSelected);
    m_clear = addTool(tr("Clear finished"), {}, &TransferList::clearFinished);
    m_copyReason = addTool(tr("Copy what happened"), {QKeySequence::Copy}, &TransferList::copyReason);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(metrics.step(4), metrics.step(2), metrics.step(3), metrics.step(2));
    bar->setSpacing(metrics.step(2));
    setLook(*m_summary, "muted");
    bar->addWidget(m_summary, 1);
    for (auto *action : {m_cancel, m_retry, m_retryFailed, m_clear}) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(action->text());
        setLook(*button, "button");
        bar->addWidget(button);
    }
    setUpTable(*m_view);
    m_view->setItemDelegate(new TransferDelegate(m_view));
    m_view->setModel(&queue);
    m_view->setAccessibleName(tr("Transfers"));
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    const std::array widths{56, 26, 60, 40, 24, 22, 38};
    for (int column = 0; column < TransferQueue::columns; ++column)
        m_view->header()->resizeSection(column, metrics.step(widths[std::size_t(column)]));
    // Why something has failed needs room.
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(TransferQueue::Progress, QHeaderView::Stretch);
    m_empty->setText(tr("Nothing is being copied. Drop files into a workspace's files, or download some."));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    setLook(*m_empty, "muted");
    (new QVBoxLayout(m_view->viewport()))->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);

    connect(m_view, &QWidget::customContextMenuRequested, this, &TransferList::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TransferList::updateActions);
    connect(&queue, &TransferQueue::summaryChanged, this, &TransferList::updateActions);
    updateActions();
}

QAction *TransferList::addTool(const QString &text, const QList<QKeySequence> &keys, void (TransferList::*slot)())
{
    auto *action = new QAction(text, this);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    return action;
}

std::vector<TransferId> TransferList::selection() const
{
    std::vector<TransferId> ids;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        ids.push_back(index.data(TransferQueue::IdRole).value<TransferId>());
    return ids;
}

void TransferList::updateActions()
{
    bool canCancel = false;
    bool canRetry = false;
    const auto chosen = selection();
    for (const TransferId id : chosen) {
        const auto state = m_queue.find(id)->state;
        canCancel |= transferTable.next(state, TransferEvent::Cancel).has_value();
        canRetry |= transferTable.next(state, TransferEvent::Retry).has_value();
    }
    m_cancel->setEnabled(canCancel);
    m_retry->setEnabled(canRetry);
    m_remove->setEnabled(!chosen.empty());
    m_copyReason->setEnabled(!chosen.empty());
    const auto &all = m_queue.transfers();
    m_retryFailed->setEnabled(std::ranges::any_of(all, [](const Transfer &one) {
        return one.state == TransferState::Failed;
    }));
    m_clear->setEnabled(std::ranges::any_of(all, [](const Transfer &one) {
        return one.state == TransferState::Succeeded || one.state == TransferState::Cancelled;
    }));
    m_summary->setText(m_queue.summary());
    m_empty->setVisible(all.empty());
}

void TransferList::showMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_cancel, m_retry, m_remove, m_copyReason});
    menu->addSeparator();
    menu->addActions({m_retryFailed, m_clear});
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void TransferList::cancelSelected()
{
    for (const TransferId id : selection())
        m_queue.cancel(id);
}

void TransferList::retrySelected()
{
    for (const TransferId id : selection())
        m_queue.retry(id);
}

void TransferList::retryFailed()
{
    std::vector<TransferId> failed;
    for (const Transfer &transfer : m_queue.transfers())
        if (transfer.state == TransferState::Failed)
            failed.push_back(transfer.id);
    for (const TransferId id : failed)
        m_queue.retry(id);
}

void TransferList::removeSelected()
{
    for (const TransferId id : selection()) {
        const Transfer *transfer = m_queue.find(id);
        if (transfer && isActive(transfer->state))
            m_queue.cancel(id);
        else
            m_queue.remove(id);
    }
}

void TransferList::clearFinished()
{
    m_queue.clearFinished();
}

void TransferList::copyReason()
{
    QStringList lines;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        lines << index.data(Qt::ToolTipRole).toString();
    QGuiApplication::clipboard()->setText(lines.join(QStringLiteral("\n\n")));
}

} // namespace portolan::ui
