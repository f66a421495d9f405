// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pane/secret_dialog.h"

#include "ui/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace portolan::ui {

SecretDialog::SecretDialog(const QString &title, const QString &about, const QString &name, const QString &secret,
                           QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    const Metrics metrics(*this);
    auto *headline = new QLabel(title, this);
    setLook(*headline, "title");
    auto *text = new QLabel(about, this);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    auto *field = new QLineEdit(secret, this);
    field->setReadOnly(true);
    field->setFont(fixedFont());
    field->setAccessibleName(name);
    field->setCursorPosition(0);
    auto *copy = new QPushButton(tr("Copy"), this);
    setLook(*copy, "primary");
    copy->setDefault(true);
    auto *told = new QLabel(this);
    setLook(*told, "muted");
    auto *close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [field, told] {
        QApplication::clipboard()->setText(field->text());
        told->setText(tr("Copied."));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.step(2));
    buttons->addWidget(told, 1);
    buttons->addWidget(close);
    buttons->addWidget(copy);
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(3));
    column->addWidget(headline);
    column->addWidget(text);
    column->addWidget(field);
    column->addLayout(buttons);
    setMinimumWidth(metrics.step(130));
    copy->setFocus();
}

} // namespace portolan::ui
