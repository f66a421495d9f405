// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAction>
#include <QPushButton>

namespace portolan::ui {

/// A button for an action: its short text or its whole one, its tool tip (why it is disabled), and whether it is enabled.
class ActionButton final : public QPushButton
{
    Q_OBJECT

public:
    enum class Text : std::uint8_t { Short, Whole };

    ActionButton(QAction *action, Text text, QWidget *parent) : QPushButton(parent)
    {
        const auto follow = [this, action, text] {
            setText(text == Text::Short ? action->iconText() : action->text());
            setToolTip(action->toolTip());
            setEnabled(action->isEnabled());
            setAccessibleName(action->text());
            setAccessibleDescription(action->isEnabled() ? QString() : action->toolTip());
        };
        follow();
        setAutoDefault(false);
        connect(action, &QAction::changed, this, follow);
        connect(this, &QPushButton::clicked, action, &QAction::trigger);
    }
};

} // namespace portolan::ui
