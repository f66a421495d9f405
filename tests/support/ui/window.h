// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QApplication>
#include <QPushButton>
#include <QString>
#include <QWidget>

namespace portolan::test {

/// What a control is that may take the focus and that a screen reader could not name, as "QLineEdit in TableBar", one a
/// line; empty when all have a name.
[[nodiscard]] QString namelessControls(const QWidget &window);

/// The widget of this type and accessible name below `window`; fails the test's run with a message where there is none.
template <class Widget>
[[nodiscard]] Widget *named(const QWidget &window, const QString &name)
{
    for (Widget *candidate : window.findChildren<Widget *>())
        if (candidate->accessibleName() == name)
            return candidate;
    qFatal("no widget is called \"%s\"", qPrintable(name));
}

/// All that labels say which are seen.
[[nodiscard]] QString seenText(const QWidget &window);

/// The visible button with this text in any window, or null.
[[nodiscard]] QPushButton *visibleButton(const QString &text);
/// The visible widget of this type in any window, or null.
template <class Widget>
[[nodiscard]] Widget *visibleWidget()
{
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (auto *itself = qobject_cast<Widget *>(window); itself && itself->isVisible())
            return itself;
        for (Widget *widget : window->findChildren<Widget *>())
            if (widget->isVisible())
                return widget;
    }
    return nullptr;
}

} // namespace portolan::test
