// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/terminal/terminal.h"

class QTabWidget;

namespace portolan::ui {

/// The terminals of the console, a tab each: shape of its state and title. Ctrl+PgUp and Ctrl+PgDn go from one to the
/// next, F2 or a double click renames. Closing one asks first where a program runs in it.
class TerminalTabs final : public QWidget
{
    Q_OBJECT

public:
    /// `settings` outlives it.
    explicit TerminalTabs(Settings &settings, QWidget *parent = nullptr);

    /// A new terminal, shown at once. `key` says what it belongs to: a workspace's name.
    Terminal *open(const QString &key, const QString &title, ConnectTerminal connect);
    /// The terminals that belong to `key`, in the order of the tabs.
    [[nodiscard]] QList<Terminal *> terminals(const QString &key) const;
    [[nodiscard]] Terminal *current() const;
    [[nodiscard]] int count() const;
    void activate(Terminal *terminal);
    /// Asks first where something runs in it.
    void closeTerminal(Terminal *terminal);
    /// Asks for another title.
    void rename(Terminal *terminal);

Q_SIGNALS:
    void countChanged(int count);

protected:
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] Terminal *at(int index) const;
    void openAnother();
    void step(int by);
    void updateTab(Terminal *terminal);
    void remove(Terminal *terminal);
    static Task<void> closeWhenIdle(QPointer<TerminalTabs> self, QPointer<Terminal> terminal);

    Settings &m_settings;
    QTabWidget *m_tabs;
};

} // namespace portolan::ui
