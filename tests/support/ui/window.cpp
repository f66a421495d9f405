// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ui/window.h"

#include <QAccessible>
#include <QLabel>
#include <QStringList>

namespace portolan::test {

QString namelessControls(const QWidget &window)
{
    QStringList nameless;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        // What Qt makes inside its own widgets takes the focus by no key.
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->objectName().startsWith(QStringLiteral("qt_"))
            || widget->inherits("QComboBoxListView"))
            continue;
        auto *accessible = QAccessible::queryAccessibleInterface(widget);
        if (!accessible || accessible->text(QAccessible::Name).trimmed().isEmpty())
            nameless << QStringLiteral("%1 \"%2\" in %3")
                            .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                                 widget->parentWidget()
                                     ? QString::fromLatin1(widget->parentWidget()->metaObject()->className())
                                     : QString());
    }
    return nameless.join(u'\n');
}

QString seenText(const QWidget &window)
{
    QString text;
    for (const auto *label : window.findChildren<QLabel *>())
        if (label->isVisible())
            text += label->text() + u'\n';
    return text;
}

QPushButton *visibleButton(const QString &text)
{
    for (QWidget *window : QApplication::topLevelWidgets())
        for (QPushButton *button : window->findChildren<QPushButton *>())
            if (button->isVisible() && button->text().remove(u'&') == text)
                return button;
    return nullptr;
}

} // namespace portolan::test
