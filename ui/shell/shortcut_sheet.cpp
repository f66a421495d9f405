// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/shortcut_sheet.h"

#include "ui/shell/commands.h"
#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace portolan::ui {

ShortcutSheet::ShortcutSheet(const Commands &commands, QWidget *window) : QDialog(window)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Shortcuts"));
    const Metrics metrics(*this);
    auto *content = new QWidget(this);
    auto *grid = new QGridLayout(content);
    grid->setHorizontalSpacing(metrics.step(8));
    grid->setVerticalSpacing(metrics.step(1));
    grid->setColumnStretch(0, 1);
    int row = 0;
    QStringList groups;
    for (const auto &entry : commands.all())
        if (!groups.contains(entry.group))
            groups << entry.group;
    for (const QString &group : groups) {
        bool headed = false;
        for (const auto &[its, action] : commands.all()) {
            if (its != group || action->shortcut().isEmpty())
                continue;
            if (!headed) {
                auto *head = new QLabel(group, content);
                setLook(*head, "small");
                head->setContentsMargins(0, row ? metrics.step(3) : 0, 0, metrics.step(1));
                grid->addWidget(head, row++, 0, 1, 2);
                headed = true;
            }
            grid->addWidget(new QLabel(action->text().remove(u'&'), content), row, 0);
            auto *keys = new QLabel(action->shortcut().toString(QKeySequence::NativeText), content);
            keys->setFont(fixedFont());
            keys->setAlignment(Qt::AlignRight);
            grid->addWidget(keys, row++, 1);
        }
    }
    grid->setRowStretch(row, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("List of shortcuts"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QAbstractButton *button : buttons->buttons())
        button->setAccessibleName(button->text().remove(u'&'));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(scroll);
    layout->addWidget(buttons);
    resize(metrics.step(110), metrics.step(140));
}

} // namespace portolan::ui
