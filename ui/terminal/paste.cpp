// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/paste.h"

#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>

namespace portolan::ui {

Paste preparePaste(const QString &text)
{
    QString lines = text;
    lines.replace(QStringLiteral("\r\n"), QStringLiteral("\r")).replace(u'\n', u'\r');
    Paste paste;
    paste.text.reserve(lines.size());
    for (const QChar c : std::as_const(lines)) {
        if (c == u'\r' || c == u'\t' || c.category() != QChar::Other_Control)
            paste.text += c;
        else
            ++paste.removed;
    }
    const auto end = paste.text.indexOf(u'\r');
    if (end >= 0 && std::all_of(paste.text.cbegin() + end, paste.text.cend(), [](QChar c) { return c == u'\r'; }))
        paste.text.truncate(end);
    const bool unfinished = !paste.text.isEmpty() && !paste.text.endsWith(u'\r');
    paste.lines = int(paste.text.count(u'\r')) + (unfinished ? 1 : 0);
    return paste;
}

PasteWarning::PasteWarning(QWidget *parent)
    : QFrame(parent), m_question(new QLabel), m_preview(new QPlainTextEdit), m_accept(new QPushButton(tr("Paste")))
{
    setLook(*this, "card");
    setAccessibleName(tr("Paste into the terminal"));
    m_question->setWordWrap(true);
    m_preview->setReadOnly(true);
    m_preview->setTabChangesFocus(true);
    m_preview->setFont(fixedFont());
    m_preview->setAccessibleName(tr("What would be pasted"));
    setLook(*m_accept, "primary");
    auto *cancel = new QPushButton(tr("Do not paste"));
    connect(m_accept, &QPushButton::clicked, this, [this] { close(true); });
    connect(cancel, &QPushButton::clicked, this, [this] { close(false); });

    const int gap = Metrics(*this).step(2);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(gap);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_accept);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(m_question);
    layout->addWidget(m_preview);
    layout->addLayout(buttons);
    hide();
}

void PasteWarning::ask(Paste paste)
{
    m_paste = std::move(paste);
    QString question = m_paste.lines > 1
                           ? tr("The text has %n lines. Each may run as a command.", nullptr, m_paste.lines)
                           : QString();
    if (m_paste.removed > 0)
        question += (question.isEmpty() ? QString() : QStringLiteral(" "))
                    + tr("%n control characters are left out: they could press keys for you.", nullptr,
                         m_paste.removed);
    m_question->setText(question);
    m_accept->setText(m_paste.lines == 1 ? tr("Paste the line") : tr("Paste %n lines", nullptr, m_paste.lines));
    setAccessibleDescription(question);
    const int shown = std::clamp(m_paste.lines, 1, 6);
    m_preview->setFixedHeight(m_preview->fontMetrics().lineSpacing() * shown + Metrics(*this).step(8));
    m_preview->setPlainText(QString(m_paste.text).replace(u'\r', u'\n'));
    show();
    layout()->activate();
    m_preview->verticalScrollBar()->setValue(0); // the first line is the one to see
    m_accept->setFocus();
}

void PasteWarning::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close(false);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        close(m_accept->hasFocus());
    else
        QFrame::keyPressEvent(event);
}

void PasteWarning::close(bool accept)
{
    hide();
    const QString text = std::exchange(m_paste, {}).text;
    if (accept)
        Q_EMIT accepted(text);
    Q_EMIT closed();
}

} // namespace portolan::ui
