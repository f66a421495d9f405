// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pane/form_dialog.h"

#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace portolan::ui {

FormDialog::FormDialog(const QString &title, const QString &submit, QWidget *parent)
    : QDialog(parent),
      m_column(new QVBoxLayout(this)),
      m_fields(new QWidget(this)),
      m_rows(new QVBoxLayout(m_fields)),
      m_problem(new QLabel(this)),
      m_submit(new QPushButton(submit, this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    const Metrics metrics(*this);
    const int margin = metrics.step(4);
    m_column->setContentsMargins(margin, margin, margin, margin);
    m_column->setSpacing(metrics.step(3));
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(metrics.step(1));
    auto *headline = new QLabel(title, this);
    setLook(*headline, "title");
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setLook(*m_problem, "bad");
    m_problem->hide();
    m_submit->setDefault(true);
    setLook(*m_submit, "primary");
    m_cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.step(2));
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_submit);
    m_column->addWidget(headline);
    m_column->addWidget(m_fields, 1);
    m_column->addWidget(m_problem);
    m_column->addLayout(buttons);
    setMinimumWidth(metrics.step(115));
    connect(m_submit, &QPushButton::clicked, this, &FormDialog::submit);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void FormDialog::addField(const QString &label, QWidget *field, std::string pointer)
{
    auto *title = new QLabel(label, m_fields);
    setLook(*title, "muted");
    title->setBuddy(field);
    field->setAccessibleName(QString(label).remove(u'&'));
    auto *problem = new QLabel(m_fields);
    problem->setWordWrap(true);
    problem->setTextFormat(Qt::PlainText);
    setLook(*problem, "bad");
    problem->hide();
    title->setContentsMargins(0, m_rows->count() > 0 ? Metrics(*this).step(2) : 0, 0, 0);
    m_rows->addWidget(title);
    m_rows->addWidget(field);
    m_rows->addWidget(problem);
    m_known.push_back({field, title, problem, std::move(pointer)});
    if (auto *line = qobject_cast<QLineEdit *>(field))
        connect(line, &QLineEdit::textChanged, this, &FormDialog::validate);
}

void FormDialog::setFieldShown(QWidget *field, bool shown)
{
    for (const Row &row : m_known)
        if (row.field == field) {
            row.title->setVisible(shown);
            field->setVisible(shown);
            row.problem->setVisible(shown && !row.problem->text().isEmpty());
        }
}

void FormDialog::addWidget(QWidget *widget)
{
    if (m_rows->count() > 0)
        m_rows->addSpacing(Metrics(*this).step(1));
    m_rows->addWidget(widget);
}

QLabel *FormDialog::addText(const QString &text, const char *look)
{
    auto *label = new QLabel(text, m_fields);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    setLook(*label, look);
    addWidget(label);
    return label;
}

void FormDialog::setCheck(std::function<Refusal()> check)
{
    m_check = std::move(check);
    validate();
}

void FormDialog::validate()
{
    clearProblems();
    const Refusal refusal = m_check ? m_check() : Refusal();
    if (!refusal.why.isEmpty())
        showProblem(refusal.field, refusal.why);
    m_submit->setEnabled(!m_busy && !refusal.blocks && refusal.why.isEmpty());
}

void FormDialog::setDangerous()
{
    setLook(*m_submit, "danger");
    m_submit->setAutoDefault(false);
    m_submit->setDefault(false);
    m_cancel->setDefault(true);
    m_cancel->setFocus();
}

void FormDialog::clearProblems()
{
    setProblem(m_problem, nullptr, {});
    for (const Row &row : m_known)
        setProblem(row.problem, row.field, {});
}

void FormDialog::setProblem(QLabel *label, QWidget *field, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
    if (field)
        field->setAccessibleDescription(text);
}

void FormDialog::showProblem(QWidget *field, const QString &text)
{
    for (const Row &row : m_known)
        if (row.field == field && field && !field->isHidden()) {
            setProblem(row.problem, field, text);
            return;
        }
    setProblem(m_problem, nullptr, text);
}

void FormDialog::showError(const Error &error)
{
    clearProblems();
    QStringList rest;
    QWidget *first = nullptr;
    for (const FieldError &refused : error.fields) {
        const QString why = sentenceOf(refused.detail);
        const auto row = std::ranges::find_if(m_known, [&refused](const Row &known) {
            return !known.pointer.empty()
                   && (refused.pointer == known.pointer || refused.pointer.starts_with(known.pointer + "/"));
        });
        if (row == m_known.end()) {
            rest << QStringLiteral("%1: %2").arg(QString::fromStdString(refused.pointer), why);
            continue;
        }
        setProblem(row->problem, row->field, why);
        first = first ? first : row->field;
    }
    if (error.fields.empty())
        rest << sentenceOf(error);
    if (!rest.isEmpty())
        setProblem(m_problem, nullptr, rest.join(u'\n'));
    if (first)
        first->setFocus(Qt::OtherFocusReason);
}

void FormDialog::setBusy(bool busy)
{
    m_busy = busy;
    m_fields->setEnabled(!busy);
    m_submit->setEnabled(!busy);
}

void FormDialog::submit()
{
    if (m_busy)
        return;
    clearProblems();
    ask();
}

void FormDialog::ask()
{
    setBusy(true);
    detach(run(this, m_request));
}

Task<void> FormDialog::run(QPointer<FormDialog> self, Request request)
{
    const auto answer = co_await request();
    if (!self)
        co_return;
    self->setBusy(false);
    if (!answer) {
        self->showError(answer.error());
        co_return;
    }
    self->accept(); // it is deleted later
    Q_EMIT self->done();
}

FormDialog *askBeforeLoss(const Loss &loss, FormDialog::Request request, QWidget *parent)
{
    auto *dialog = new FormDialog(loss.title, loss.verb, parent);
    QLabel *question = dialog->addText(loss.question);
    setLook(*question, "strong");
    dialog->addText(loss.what);
    dialog->setRequest(std::move(request));
    dialog->setDangerous();
    if (loss.name.isEmpty())
        return dialog;
    auto *typed = new QLineEdit(dialog);
    typed->setFont(fixedFont());
    dialog->addField(FormDialog::tr("Type %1 to confirm").arg(loss.name), typed);
    dialog->setCheck([typed, name = loss.name] { return FormDialog::Refusal{.blocks = typed->text() != name}; });
    typed->setFocus();
    return dialog;
}

} // namespace portolan::ui
