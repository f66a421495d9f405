// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/accessible_terminal.h"

#include "ui/terminal/terminal_view.h"

#include <QAccessibleWidget>

namespace portolan::ui {
namespace {

const TerminalView *viewOf(const QWidget *display)
{
    for (const QWidget *widget = display; widget; widget = widget->parentWidget())
        if (const auto *view = qobject_cast<const TerminalView *>(widget))
            return view;
    return nullptr;
}

/// The screen as one text, lines ended by line feeds. It is read only: what is typed goes to the program.
class AccessibleTerminal final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit AccessibleTerminal(QWidget *display) : QAccessibleWidget(display, QAccessible::Terminal) {}

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? screen() : QAccessibleWidget::text(kind);
    }

    QAccessible::State state() const override
    {
        auto state = QAccessibleWidget::state();
        state.multiLine = true;
        state.readOnly = true;
        return state;
    }

    int characterCount() const override { return int(screen().size()); }
    QString text(int start, int end) const override { return screen().mid(start, end - start); }

    int cursorPosition() const override
    {
        const QString all = screen();
        const auto *view = viewOf(widget());
        QString line = view ? view->cursorLine() : QString();
        while (line.endsWith(u' '))
            line.chop(1);
        const auto at = line.isEmpty() ? -1 : all.lastIndexOf(line);
        return int(at < 0 ? all.size() : at + line.size());
    }

    // Selecting is done by the mouse, and copied text is what people want of it.
    void selection(int, int *start, int *end) const override { *start = *end = 0; }
    int selectionCount() const override { return 0; }
    void addSelection(int, int) override {}
    void removeSelection(int) override {}
    void setSelection(int, int, int) override {}
    void setCursorPosition(int) override {}
    void scrollToSubstring(int, int) override {}
    QRect characterRect(int) const override { return {}; }
    int offsetAtPoint(const QPoint &) const override { return -1; }
    QString attributes(int, int *start, int *end) const override
    {
        *start = 0;
        *end = characterCount();
        return {};
    }

private:
    [[nodiscard]] QString screen() const
    {
        const auto *view = viewOf(widget());
        return view ? view->screenText() : QString();
    }
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    auto *display = className == QStringLiteral("Konsole::TerminalDisplay") ? qobject_cast<QWidget *>(object) : nullptr;
    return display && viewOf(display) ? new AccessibleTerminal(display) : nullptr;
}

} // namespace

void installTerminalAccessibility()
{
    static const bool installed = (QAccessible::installFactory(makeInterface), true);
    Q_UNUSED(installed);
}

} // namespace portolan::ui
