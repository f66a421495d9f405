// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"

#include <QDialog>
#include <QPointer>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace portolan::ui {

/// A dialog that asks the control plane for something: fields, one below the other, and what was wrong with each where
/// it is. Stays open until it was done. Show it with open(); it deletes itself once closed. In the GUI thread.
///
///     auto *dialog = new FormDialog(tr("New user"), tr("Create user"), window);
///     dialog->addField(tr("Name"), new QLineEdit(dialog), "/username");
///     dialog->setRequest([client, ...] { return client->createUser(...); });
///     dialog->open();
class FormDialog : public QDialog
{
    Q_OBJECT

public:
    /// `submit` is the verb on the button.
    FormDialog(const QString &title, const QString &submit, QWidget *parent);

    /// What the control plane refuses at `pointer` (RFC 6901), or below it, stands below the field.
    void addField(const QString &label, QWidget *field, std::string pointer = {});
    /// With its label and what is wrong with it.
    void setFieldShown(QWidget *field, bool shown);
    /// Without a label above it, such as a check box; it must have an accessible name.
    void addWidget(QWidget *widget);
    QLabel *addText(const QString &text, const char *look = "");

    /// What is asked for by the button. Called with the dialog's fields as they are then; the task must not look at the
    /// dialog, which may be gone.
    using Request = std::function<Task<Result<void>>()>;
    void setRequest(Request request) { m_request = std::move(request); }
    /// Why it cannot be asked for as it stands, for people, below the field; empty when it can. Asked anew by validate().
    struct Refusal {
        QWidget *field = nullptr; ///< null: below all
        QString why; ///< empty, with `blocks`: nothing needs to be said of a field that is empty still
        bool blocks = false;
    };
    void setCheck(std::function<Refusal()> check);
    void validate();
    /// The button is red, and Enter alone does not press it.
    void setDangerous();

    [[nodiscard]] QPushButton *submitButton() const { return m_submit; }
    /// Told what went wrong, below the field where it belongs to one.
    void showError(const Error &error);
    void showProblem(QWidget *field, const QString &text);
    /// Fields cannot be changed while the answer is awaited.
    void setBusy(bool busy);

Q_SIGNALS:
    /// The request succeeded; the dialog closes.
    void done();

protected:
    void submit();
    /// Asks; by default with the request that was set.
    virtual void ask();

private:
    struct Row {
        QWidget *field;
        QLabel *title;
        QLabel *problem;
        std::string pointer;
    };
    static Task<void> run(QPointer<FormDialog> self, Request request);
    void clearProblems();
    void setProblem(QLabel *label, QWidget *field, const QString &text);

    QVBoxLayout *m_column;
    QWidget *m_fields;
    QVBoxLayout *m_rows;
    QLabel *m_problem;
    QPushButton *m_submit;
    QPushButton *m_cancel;
    std::vector<Row> m_known;
    Request m_request;
    std::function<Refusal()> m_check;
    bool m_busy = false;
};

/// The task without its value, for setRequest().
template <class T>
Task<Result<void>> withoutValue(Task<Result<T>> task)
{
    const auto result = co_await std::move(task);
    co_return result ? Result<void>() : Result<void>(std::unexpected(result.error()));
}

/// A dialog that asks before something is lost for good: says what, and wants `name` typed where it is not empty.
struct Loss {
    QString title; ///< "Delete user"
    QString question; ///< "Delete the user anna?"
    QString what; ///< what is lost
    QString verb; ///< "Delete user"
    QString name = {}; ///< to be typed
};
[[nodiscard]] FormDialog *askBeforeLoss(const Loss &loss, FormDialog::Request request, QWidget *parent);

} // namespace portolan::ui
