// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/notice_bar.h"

#include <QAccessible>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace portolan::ui {

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent), m_text(new QLabel), m_forAll(new QCheckBox), m_buttons(new QHBoxLayout)
{
    const Metrics metrics(*this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics.step(4), metrics.step(2), metrics.step(3), metrics.step(2));
    layout->setSpacing(metrics.step(3));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_forAll->setAccessibleName(tr("For all of this kind"));
    m_forAll->hide();
    m_buttons->setSpacing(metrics.step(2));
    layout->addWidget(m_text, 1);
    layout->addWidget(m_forAll);
    layout->addLayout(m_buttons);
    hide();
}

NoticeBar::~NoticeBar()
{
    for (auto &asked : m_asked)
        asked.answer.set({});
}

Task<NoticeBar::Answer> NoticeBar::ask(Question question)
{
    const OneShot<Answer> answer;
    m_asked.push_back({std::move(question), answer});
    if (m_asked.size() == 1)
        showNext();
    co_return co_await answer;
}

void NoticeBar::showNext()
{
    if (m_asked.empty()) {
        hide();
        return;
    }
    const Question &question = m_asked.front().question;
    m_forAll->setText(question.forAll);
    m_forAll->setChecked(false);
    present(question.tone, question.text, question.choices, [this](int choice) { answer(choice); });
    m_forAll->setVisible(!question.forAll.isEmpty());
    if (auto *first = m_buttons->itemAt(0)->widget())
        first->setFocus();
}

void NoticeBar::answer(int choice)
{
    if (m_asked.empty())
        return;
    m_asked.front().answer.set({choice, m_forAll->isChecked()});
    m_asked.pop_front();
    showNext();
}

void NoticeBar::say(Tone tone, const QString &text, const QString &choice, std::function<void()> onChosen)
{
    std::vector<Choice> choices;
    if (!choice.isEmpty())
        choices.push_back({choice});
    m_forAll->hide();
    present(tone, text, choices, [onChosen = std::move(onChosen)](int) { onChosen(); });
}

void NoticeBar::retell(const QString &text)
{
    m_text->setText(text);
}

void NoticeBar::clear()
{
    hide();
    m_text->clear();
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::present(Tone tone, const QString &text, const std::vector<Choice> &choices,
                        const std::function<void(int)> &onChosen)
{
    m_tone = tone;
    m_text->setText(text);
    setAccessibleName(text);
    while (auto *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was clicked
        delete item;
    }
    for (std::size_t at = 0; at < choices.size(); ++at) {
        auto *button = new QPushButton(choices[at].text, this);
        button->setAccessibleName(choices[at].text);
        button->setAutoDefault(true);
        setLook(*button, choices[at].look);
        connect(button, &QPushButton::clicked, this, [onChosen, at] { onChosen(int(at)); });
        m_buttons->addWidget(button);
    }
    show();
    update();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void NoticeBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_asked.empty()) {
        answer(int(m_asked.front().question.choices.size()) - 1);
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        for (int at = 0; at < m_buttons->count(); ++at)
            if (auto *button = qobject_cast<QPushButton *>(m_buttons->itemAt(at)->widget());
                button && button->hasFocus()) {
                button->click();
                return;
            }
    QFrame::keyPressEvent(event);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.tint(m_tone));
    painter.fillRect(QRect(0, 0, Metrics(*this).step(0.75), height()), theme[m_tone]);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme[Tone::Line]);
}

} // namespace portolan::ui
