// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/connection.h"
#include "ui/settings/settings.h"
#include "ui/terminal/terminal_state.h"
#include "ui/terminal/terminal_view.h"
#include "ui/widgets/state_chip.h"

#include <functional>
#include <stop_token>

class QLabel;
class QPushButton;

namespace portolan::ui {

class PasteWarning;

/// Opens an SSH connection to what a terminal belongs to; called again at each reconnect, in the GUI thread. The
/// connection should be the terminal's own: what else runs on it would wait behind a flood, and is closed with it.
using ConnectTerminal = std::function<Task<Result<std::shared_ptr<ssh::SshConnection>>>(std::stop_token)>;

/// How a shell ended, in a sentence.
[[nodiscard]] QString exitWords(const ssh::ExitStatus &status);

/// One terminal: it connects, runs a login shell, and says below the screen what became of it. What was printed stays
/// through a new connection. A connection that was lost is tried again by itself, ever more slowly.
///
/// Deleting it hangs up. In the GUI thread.
class Terminal final : public QWidget
{
    Q_OBJECT

public:
    /// Connects by itself. `settings` outlives it.
    Terminal(QString title, ConnectTerminal connect, Settings &settings, QWidget *parent = nullptr);
    ~Terminal() override;

    [[nodiscard]] TerminalState state() const { return m_state; }
    [[nodiscard]] const QString &title() const { return m_title; }
    void setTitle(const QString &title);
    /// Shape, tone and word of the state.
    [[nodiscard]] StateLook look() const;
    /// Why it is in this state, a sentence; empty while it is open.
    [[nodiscard]] const QString &reason() const { return m_reason; }
    /// How the shell ended; only in the state Ended.
    [[nodiscard]] const ssh::ExitStatus &exitStatus() const { return m_exit; }
    [[nodiscard]] const ConnectTerminal &connector() const { return m_connect; }
    [[nodiscard]] TerminalView &view() const { return *m_view; }
    [[nodiscard]] QString screenText() const { return m_view->screenText(); }

    /// Types; nothing happens unless it is open.
    void send(const QString &text);
    /// Connects again where nothing is connected.
    void reconnect();
    /// The name of the program that has the shell's terminal, empty while the shell waits for a command. An error where
    /// the other side cannot say.
    [[nodiscard]] Task<Result<QString>> foregroundProgram();
    /// Asks whether to end `program` ("" for: something may run). closeConfirmed() is the answer yes.
    void askToClose(const QString &program);

Q_SIGNALS:
    void stateChanged(portolan::ui::TerminalState state);
    void titleChanged(const QString &title);
    void closeConfirmed();
    void bell();
    /// The keyboard wants out of the terminal.
    void leaveRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Attempt;

    void start();
    void apply(TerminalEvent event, const QString &reason);
    void giveUpAttempt();
    void setUpBar();
    void setUpQuestion();
    void showState();
    void placeBusy();
    void scheduleRetry();
    void showBell();
    void resizeShell(TerminalSize size);

    static Task<void> live(QPointer<Terminal> self, std::shared_ptr<Attempt> attempt);
    static Task<void> pump(QPointer<Terminal> self, std::shared_ptr<Attempt> attempt);
    static Task<void> writeOut(std::shared_ptr<Attempt> attempt);
    static Task<void> tellSize(std::shared_ptr<Attempt> attempt, TerminalSize size);
    void opened(std::shared_ptr<Attempt> attempt);
    void cannotOpen(const Error &error);
    void ended(const Result<ssh::ExitStatus> &exit);

    QString m_title;
    ConnectTerminal m_connect;
    TerminalView *m_view;
    PasteWarning *m_pasteWarning;
    QWidget *m_bar = nullptr;
    StateChip *m_busy = nullptr; ///< over the screen while connecting: the bar would take lines from the new shell
    StateChip *m_chip = nullptr;
    QLabel *m_words = nullptr;
    QPushButton *m_again = nullptr;
    QWidget *m_question = nullptr;
    QLabel *m_questionWords = nullptr;
    QWidget *m_bellLine = nullptr;

    TerminalState m_state = terminalTable.initial();
    QString m_reason;
    ssh::ExitStatus m_exit;
    std::shared_ptr<Attempt> m_attempt;
    int m_losses = 0; ///< in a row, without a shell in between
    QTimer m_retry;
    QTimer m_countdown;
};

} // namespace portolan::ui
