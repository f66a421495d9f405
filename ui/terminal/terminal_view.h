// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/settings.h"
#include "ui/terminal/byte_feed.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QTermWidget;

namespace portolan::ui {

struct TerminalSize {
    int columns = 80;
    int lines = 24;

    bool operator==(const TerminalSize &) const = default;
};

/// The emulation on the screen: what it shows, its fonts and colours, its keys, search, copy and paste. Knows nothing of
/// what is at the other side: bytes come by feed(), what is typed leaves by typed().
///
/// While it has the keyboard, Ctrl or Alt with a letter is the terminal's, whatever shortcuts the window has. F6 (unless
/// the window has a use for it) and Ctrl+Shift+Esc lead out.
class TerminalView final : public QWidget
{
    Q_OBJECT

public:
    TerminalView(Settings &settings, QWidget *parent);

    [[nodiscard]] ByteFeed &feed() { return *m_feed; }
    /// A line of our own among the output; control characters in it are left out. Takes back what a program that was
    /// cut off has switched on (other screen, mouse, bracketed paste).
    void addNotice(const QString &text);

    [[nodiscard]] TerminalSize screenSize() const;
    /// What stands on the screen now (not the lines above it), trailing blanks removed.
    [[nodiscard]] QString screenText() const;
    /// The line with the cursor.
    [[nodiscard]] QString cursorLine() const;
    /// Everything that is kept, from the first line on.
    [[nodiscard]] QString allText() const;

    /// While nobody is there to type to, Enter asks for a new connection.
    void setInputOpen(bool open) { m_inputOpen = open; }
    /// What screen readers call it.
    void setName(const QString &name);

    void copy();
    /// Types text into the terminal; asks first (pasteNeedsConfirmation) where it has several lines.
    void paste(const QString &text);
    /// The same without asking.
    void insert(const QString &text);
    void toggleSearch();
    /// By so many points; 0 gives the program's own size back.
    void zoom(int points);

    /// Where the keyboard goes.
    [[nodiscard]] QWidget *display() const { return m_display; }

Q_SIGNALS:
    void typed(const QByteArray &bytes);
    /// Once a change of size is over.
    void resized(portolan::ui::TerminalSize size);
    void pasteNeedsConfirmation(const QString &text);
    void enterPressed();
    void leaveRequested();
    void bell();
    void titleChanged(const QString &title);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addActions();
    void nameSearchBar();
    void applyFont();
    void applyColors();
    void settle();
    [[nodiscard]] bool handleKey(QKeyEvent &event);
    [[nodiscard]] bool programTakesMouse() const;
    void showMenu(const QPoint &where);

    Settings &m_settings;
    QTermWidget *m_terminal;
    QWidget *m_display = nullptr;
    ByteFeed *m_feed = nullptr;
    QTimer m_settling;
    TerminalSize m_told;
    bool m_inputOpen = false;
    mutable QString m_text; ///< allText(), until more comes
};

} // namespace portolan::ui
