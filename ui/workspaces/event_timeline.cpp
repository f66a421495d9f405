// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/event_timeline.h"

#include "ui/widgets/table/cell_text.h"
#include "ui/workspaces/event_line.h"
#include "ui/workspaces/workspace_look.h"

#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace portolan::ui {
namespace {

constexpr std::size_t pageSize = 200;
constexpr int seqRole = Qt::UserRole;
constexpr int timeRole = Qt::UserRole + 1;
constexpr int lookRole = Qt::UserRole + 2;

class EventDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.palette);
        painter->save();
        painter->setFont(option.font);
        if (option.state & QStyle::State_HasFocus)
            painter->fillRect(option.rect, theme[Tone::Select]);
        painter->setPen(theme[Tone::Muted]);
        painter->drawText(timeArea(option), Qt::AlignTop | Qt::AlignLeft, index.data(timeRole).toString());
        const auto look = index.data(lookRole).value<StateLook>();
        const QRect area = wordsArea(option);
        const double side = Metrics(option.font).step(2.5);
        const double middle = area.top() + option.fontMetrics.height() / 2.0;
        paintShape(*painter, look.shape, theme[look.tone],
                   QPointF(area.left() - side - Metrics(option.font).step(1.5), middle - side / 2), side);
        painter->setPen(theme[Tone::Text]);
        painter->drawText(area, Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, look.word);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Metrics metrics(option.font);
        QRect area = wordsArea(option);
        // The row takes as many lines as its words need; the width is that of the list.
        area.setHeight(metrics.step(100));
        const QString words = index.data(lookRole).value<StateLook>().word;
        const int height = option.fontMetrics.boundingRect(area, Qt::TextWordWrap, words).height();
        return {0, height + metrics.step(2)};
    }

private:
    [[nodiscard]] static QRect timeArea(const QStyleOptionViewItem &option)
    {
        const Metrics metrics(option.font);
        const int width = option.fontMetrics.horizontalAdvance(QStringLiteral("00-00 00:00"));
        return {option.rect.left(), option.rect.top() + metrics.step(1), width, option.rect.height()};
    }
    [[nodiscard]] static QRect wordsArea(const QStyleOptionViewItem &option)
    {
        const Metrics metrics(option.font);
        const int left = timeArea(option).right() + metrics.step(6);
        return QRect(QPoint(left, option.rect.top() + metrics.step(1)),
                     QPoint(std::max(left + metrics.step(20), option.rect.right() - metrics.step(1)),
                            option.rect.bottom()));
    }
};

} // namespace

EventTimeline::EventTimeline(Session &session, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_list(new QListWidget(this)),
      m_state(new QLabel(this)),
      m_retry(new QPushButton(tr("Try again"), this))
{
    const Metrics metrics(*this);
    m_list->setAccessibleName(tr("Events"));
    m_list->setItemDelegate(new EventDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_state->setWordWrap(true);
    setLook(*m_state, "muted");
    setLook(*m_retry, "link");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, metrics.step(3), 0, 0);
    column->setSpacing(metrics.step(2));
    column->addWidget(m_state);
    column->addWidget(m_retry, 0, Qt::AlignLeft);
    column->addWidget(m_list, 1);
    showState({}, false);
    connect(m_retry, &QPushButton::clicked, this, &EventTimeline::load);
    connect(&session, &Session::eventHappened, this, &EventTimeline::take);
    // What happened while the connection was lost was not told.
    connect(&session, &Session::workspacesLoaded, this, &EventTimeline::load);
}

void EventTimeline::follow(const std::string &workspace)
{
    if (workspace == m_workspace)
        return;
    m_workspace = workspace;
    m_list->clear();
    load();
}

void EventTimeline::load()
{
    ++m_round;
    const auto client = m_session.client();
    if (m_workspace.empty() || !client)
        return;
    if (m_list->count() == 0)
        showState(tr("Loading…"), false);
    detach(fetch(this, client, m_workspace, m_round));
}

Task<void> EventTimeline::fetch(QPointer<EventTimeline> self, std::shared_ptr<ControlPlaneClient> client,
                                std::string name, int round)
{
    const auto history = co_await client->events(
        {.filter = {.types = {}, .subjectKind = "workspace", .subject = name}, .limit = pageSize, .newestFirst = true});
    if (!self || self->m_round != round)
        co_return;
    if (!history) {
        self->showState(tr("The history could not be loaded. %1").arg(sentenceOf(history.error())), true);
        co_return;
    }
    for (const Event &event : history->events)
        self->insert(event);
    const bool more = history->events.size() == pageSize || history->gap;
    self->showState(more                         ? tr("Only the latest are shown.")
                    : self->m_list->count() == 0 ? tr("Nothing is kept of what happened to it.")
                                                 : QString(),
                    false);
}

void EventTimeline::take(const Event &event)
{
    if (event.subjectKind == "workspace" && event.subject == m_workspace && !m_workspace.empty())
        insert(event);
}

/// Newest first, each once: history and what happens now overlap.
void EventTimeline::insert(const Event &event)
{
    const auto seqAt = [this](int row) { return m_list->item(row)->data(seqRole).toLongLong(); };
    int row = 0;
    while (row < m_list->count() && seqAt(row) > event.seq)
        ++row;
    if (row < m_list->count() && seqAt(row) == event.seq)
        return;
    const StateLook look = lookOfEvent(event);
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(event.time.time_since_epoch());
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds.count());
    const bool today = time.date() == QDate::currentDate();
    auto *item = new QListWidgetItem;
    item->setText(QStringLiteral("%1 %2").arg(QLocale().toString(time, QLocale::ShortFormat), look.word));
    item->setToolTip(fullTimeText(event.time));
    item->setData(seqRole, qlonglong(event.seq));
    item->setData(timeRole, time.toString(today ? QStringLiteral("HH:mm:ss") : QStringLiteral("MM-dd HH:mm")));
    item->setData(lookRole, QVariant::fromValue(look));
    m_list->insertItem(row, item);
}

void EventTimeline::showState(const QString &text, bool canRetry)
{
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
    m_retry->setVisible(canRetry);
}

} // namespace portolan::ui
