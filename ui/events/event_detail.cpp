// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/event_detail.h"

#include "ui/events/event_words.h"
#include "ui/widgets/table/cell_text.h"

#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace portolan::ui {

EventDetail::EventDetail(const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent),
      m_view(new DetailView(tr("Select an event to see all that it says."), this)),
      m_time(m_view->addFact(tr("Time"))),
      m_subject(m_view->addFact(tr("Subject"))),
      m_owner(m_view->addFact(tr("Owner"))),
      m_actor(m_view->addFact(tr("By"))),
      m_number(m_view->addFact(tr("Number"))),
      m_message(m_view->addFact(tr("Message"))),
      m_dataTitle(new QLabel(tr("Data"), this)),
      m_data(new QPlainTextEdit(this))
{
    for (QAction *action : actions)
        m_view->addButton(action);
    setLook(*m_dataTitle, "muted");
    m_data->setReadOnly(true);
    m_data->setFont(fixedFont());
    m_data->setAccessibleName(tr("Data"));
    m_data->setTabChangesFocus(true);
    m_data->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_data->setMinimumHeight(Metrics(*this).step(30));
    m_view->addBelow(m_dataTitle);
    m_view->addBelow(m_data, true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    setEvent(nullptr);
}

void EventDetail::setEvent(const Event *event)
{
    m_view->setShown(event);
    if (!event)
        return;
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    m_view->setHead(event->subject.empty() ? text(event->type) : text(event->subject),
                    lookOfEventKind(kindOfEvent(*event)), text(event->type));
    m_view->setFact(m_time, fullTimeText(event->time));
    m_view->setFact(m_subject, event->subjectKind.empty() ? text(event->subject)
                                                          : text(event->subjectKind) + u' ' + text(event->subject));
    m_view->setFact(m_owner, text(event->owner));
    m_view->setFact(m_actor, event->actor.empty() ? tr("the control plane itself") : text(event->actor));
    m_view->setFact(m_number, QLocale().toString(qlonglong(event->seq)));
    m_view->setFact(m_message, messageOfEvent(*event));
    const QString shown = dataOfEvent(*event);
    const bool has = !shown.isEmpty() && shown != QStringLiteral("{}") && shown != QStringLiteral("null");
    m_dataTitle->setVisible(has);
    m_data->setVisible(has);
    if (m_data->toPlainText() != shown)
        m_data->setPlainText(shown);
}

} // namespace portolan::ui
