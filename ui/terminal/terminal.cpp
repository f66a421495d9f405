// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/terminal.h"

#include "core/base/random.h"
#include "ui/terminal/paste.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>

namespace portolan::ui {
namespace {

/// Little enough that a turn of the emulation is short, enough that the hop between threads does not count.
constexpr std::size_t readBytes = 64 * 1024;
/// The longest wait before a lost connection is tried again, in steps of doubling from the first.
constexpr std::chrono::milliseconds firstWait = std::chrono::seconds(1);
constexpr std::chrono::milliseconds longestWait = std::chrono::seconds(30);
constexpr int bellMilliseconds = 150;

/// Prints the name of what has the terminal of the connection's shell, nothing while that is the shell itself. The
/// shell is the other child of our sshd, which is the parent of this command; the fields are those of proc(5).
constexpr auto askForeground = "exec sh -c '"
                               "for d in /proc/[0-9]*; do "
                               "read -r line <$d/stat || continue; "
                               "set -- ${line##*) }; "
                               "[ \"$2\" = \"$PPID\" ] && [ \"$5\" != 0 ] && [ \"$6\" != \"$3\" ] || continue; "
                               "read -r name </proc/$6/comm && echo \"$name\"; "
                               "done 2>/dev/null; true'";

/// Whether the same attempt may go better a little later.
bool mayPass(ErrorCode code)
{
    return code == ErrorCode::Unavailable || code == ErrorCode::BadGateway || code == ErrorCode::Timeout
           || code == ErrorCode::TooMany || code == ErrorCode::Cancelled || code == ErrorCode::Internal;
}

} // namespace

QString exitWords(const ssh::ExitStatus &status)
{
    if (!status.signal.empty())
        return Terminal::tr("The shell was ended by the signal %1.").arg(QString::fromStdString(status.signal));
    if (status.status != 0)
        return Terminal::tr("The shell ended with exit status %1.").arg(status.status);
    return Terminal::tr("The shell ended.");
}

/// One connection and its shell, shared with the coroutines that serve it. It goes on only while it is m_attempt.
struct Terminal::Attempt {
    std::stop_source stop;
    std::shared_ptr<ssh::SshConnection> connection;
    std::shared_ptr<ssh::RemoteProcess> shell;
    TerminalSize told;
    std::string waiting; ///< typed, not yet sent
    bool writing = false;
};

Terminal::Terminal(QString title, ConnectTerminal connector, Settings &settings, QWidget *parent)
    : QWidget(parent),
      m_title(std::move(title)),
      m_connect(std::move(connector)),
      m_view(new TerminalView(settings, this)),
      m_pasteWarning(new PasteWarning(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_bellLine = new QWidget;
    m_bellLine->setFixedHeight(2);
    m_bellLine->setAutoFillBackground(true);
    layout->addWidget(m_bellLine);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_pasteWarning);
    setUpQuestion();
    setUpBar();
    layout->addWidget(m_question);
    layout->addWidget(m_bar);
    setFocusProxy(m_view);
    setTitle(m_title);

    connect(m_view, &TerminalView::typed, this, [this](const QByteArray &bytes) {
        if (m_state != TerminalState::Open)
            return;
        m_attempt->waiting.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        if (!std::exchange(m_attempt->writing, true))
            detach(writeOut(m_attempt));
    });
    connect(m_view, &TerminalView::resized, this, &Terminal::resizeShell);
    connect(m_view, &TerminalView::enterPressed, this, &Terminal::reconnect);
    connect(m_view, &TerminalView::leaveRequested, this, &Terminal::leaveRequested);
    connect(m_view, &TerminalView::bell, this, &Terminal::showBell);
    connect(m_view, &TerminalView::pasteNeedsConfirmation, this,
            [this](const QString &text) { m_pasteWarning->ask(preparePaste(text)); });
    connect(m_pasteWarning, &PasteWarning::accepted, m_view, &TerminalView::insert);
    connect(m_pasteWarning, &PasteWarning::closed, this, [this] { m_view->setFocus(); });

    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Terminal::reconnect);
    m_countdown.setInterval(1000);
    connect(&m_countdown, &QTimer::timeout, this, &Terminal::showState);
    start();
}

Terminal::~Terminal()
{
    giveUpAttempt();
}

void Terminal::setUpBar()
{
    m_bar = new QWidget;
    m_busy = new StateChip(this);
    m_chip = new StateChip;
    m_words = new QLabel;
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_again = new QPushButton(tr("Reconnect"));
    connect(m_again, &QPushButton::clicked, this, [this] {
        reconnect();
        m_view->setFocus();
    });
    const Metrics metrics(*this);
    auto *layout = new QHBoxLayout(m_bar);
    layout->setContentsMargins(metrics.step(3), metrics.step(1), metrics.step(2), metrics.step(1));
    layout->setSpacing(metrics.step(3));
    layout->addWidget(m_chip);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_again);
}

void Terminal::setUpQuestion()
{
    auto *frame = new QFrame;
    m_question = frame;
    setLook(*frame, "card");
    m_questionWords = new QLabel;
    m_questionWords->setTextFormat(Qt::PlainText);
    m_questionWords->setWordWrap(true);
    auto *keep = new QPushButton(tr("Keep open"));
    auto *close = new QPushButton(tr("End it and close"));
    setLook(*close, "danger");
    connect(keep, &QPushButton::clicked, this, [this] {
        m_question->hide();
        m_view->setFocus();
    });
    connect(close, &QPushButton::clicked, this, &Terminal::closeConfirmed);
    const Metrics metrics(*this);
    auto *layout = new QHBoxLayout(frame);
    layout->setContentsMargins(metrics.step(3), metrics.step(2), metrics.step(2), metrics.step(2));
    layout->setSpacing(metrics.step(2));
    layout->addWidget(m_questionWords, 1);
    layout->addWidget(keep);
    layout->addWidget(close);
    m_question->hide();
}

void Terminal::setTitle(const QString &title)
{
    m_title = title;
    m_view->setName(tr("Terminal %1").arg(title));
    Q_EMIT titleChanged(title);
}

StateLook Terminal::look() const
{
    switch (m_state) {
    case TerminalState::Connecting:
        return {Shape::HalfDisc, Tone::Busy, tr("Connecting")};
    case TerminalState::Open:
        return {Shape::Disc, Tone::Ok, tr("Connected")};
    case TerminalState::Ended:
        if (m_exit.isSuccess())
            return {Shape::Square, Tone::Idle, tr("Ended")};
        return {Shape::Triangle, Tone::Warn,
                m_exit.signal.empty() ? tr("Exit status %1").arg(m_exit.status)
                                      : tr("Signal %1").arg(QString::fromStdString(m_exit.signal))};
    case TerminalState::Lost:
        return {Shape::Ring, Tone::Warn, tr("Connection lost")};
    case TerminalState::Failed:
        return {Shape::Cross, Tone::Bad, tr("Not connected")};
    }
    return {};
}

void Terminal::send(const QString &text)
{
    Q_EMIT m_view->typed(text.toUtf8());
}

void Terminal::reconnect()
{
    if (terminalTable.next(m_state, TerminalEvent::Reconnect)) {
        apply(TerminalEvent::Reconnect, tr("Connecting to %1").arg(m_title));
        start();
    }
}

void Terminal::start()
{
    if (m_reason.isEmpty())
        m_reason = tr("Connecting to %1").arg(m_title);
    giveUpAttempt();
    m_attempt = std::make_shared<Attempt>();
    showState();
    detach(live(this, m_attempt));
}

void Terminal::giveUpAttempt()
{
    const auto attempt = std::exchange(m_attempt, nullptr);
    if (!attempt)
        return;
    attempt->stop.request_stop();
    if (attempt->shell)
        attempt->shell->close();
    if (attempt->connection)
        attempt->connection->close();
}

Task<void> Terminal::live(QPointer<Terminal> self, std::shared_ptr<Attempt> attempt)
{
    const auto current = [&self, &attempt] { return self && self->m_attempt == attempt; };
    const ConnectTerminal connectNow = self->m_connect; // its captures have to outlive the coroutine that it may be
    auto connection = co_await connectNow(attempt->stop.get_token());
    if (!current())
        co_return;
    if (!connection) {
        self->cannotOpen(connection.error());
        co_return;
    }
    attempt->connection = *connection;
    attempt->told = self->m_view->screenSize();
    auto shell = co_await attempt->connection->openShell({.columns = attempt->told.columns,
                                                          .rows = attempt->told.lines,
                                                          .environment = {{"LANG", "C.UTF-8"},
                                                                          {"COLORTERM", "truecolor"}}},
                                                         attempt->stop.get_token());
    if (!current())
        co_return;
    if (!shell) {
        self->cannotOpen(shell.error());
        co_return;
    }
    attempt->shell = std::move(*shell);
    self->opened(attempt);
    co_await pump(self, attempt);
    if (!current())
        co_return;
    const auto exit = co_await attempt->shell->wait();
    if (current())
        self->ended(exit);
}

Task<void> Terminal::pump(QPointer<Terminal> self, std::shared_ptr<Attempt> attempt)
{
    const auto shell = attempt->shell;
    auto next = shell->read(readBytes);
    while (true) {
        auto bytes = co_await next;
        if (!self || self->m_attempt != attempt || !bytes || bytes->empty())
            co_return; // wait() tells why
        next = shell->read(readBytes); // comes over from the other thread while these are shown
        const bool shown = co_await self->m_view->feed().write(std::move(*bytes));
        if (!shown)
            co_return;
    }
}

Task<void> Terminal::writeOut(std::shared_ptr<Attempt> attempt)
{
    const auto shell = attempt->shell;
    while (!attempt->waiting.empty()) {
        const auto written = co_await shell->write(std::exchange(attempt->waiting, {}));
        if (!written)
            attempt->waiting.clear(); // the reading side tells that the connection is gone, and why
    }
    attempt->writing = false;
}

void Terminal::resizeShell(TerminalSize size)
{
    if (m_state != TerminalState::Open || m_attempt->told == size)
        return;
    m_attempt->told = size;
    detach(tellSize(m_attempt, size));
}

Task<void> Terminal::tellSize(std::shared_ptr<Attempt> attempt, TerminalSize size)
{
    const auto shell = attempt->shell;
    const auto told = co_await shell->resize(size.columns, size.lines);
    if (!told && told.error().code == ErrorCode::NotImplemented)
        qWarning("%s", told.error().detail.c_str());
}

void Terminal::opened(std::shared_ptr<Attempt> attempt)
{
    if (m_losses > 0)
        m_view->addNotice(tr("Connected again. This is a new shell."));
    m_losses = 0;
    apply(TerminalEvent::Connected, {});
    resizeShell(m_view->screenSize()); // it may have changed meanwhile
    Q_UNUSED(attempt);
}

void Terminal::cannotOpen(const Error &error)
{
    const bool again = m_losses > 0 && mayPass(error.code);
    const QString why = QString::fromStdString(error.detail);
    if (!again)
        m_view->addNotice(tr("Cannot connect: %1. Press Enter to try again.").arg(why));
    apply(again ? TerminalEvent::Dropped : TerminalEvent::Refused, why);
}

void Terminal::ended(const Result<ssh::ExitStatus> &exit)
{
    if (exit) {
        m_exit = *exit;
        const QString words = exitWords(*exit);
        m_view->addNotice(words + u' ' + tr("Press Enter to open another."));
        apply(TerminalEvent::Exited, words);
        return;
    }
    const QString why = QString::fromStdString(exit.error().detail);
    m_view->addNotice(tr("The connection was lost: %1. Press Enter to reconnect now.").arg(why));
    apply(TerminalEvent::Dropped, why);
}

void Terminal::apply(TerminalEvent event, const QString &reason)
{
    const auto next = terminalTable.next(m_state, event);
    Q_ASSERT(next);
    if (!next)
        return;
    m_state = *next;
    m_reason = reason;
    m_retry.stop();
    m_countdown.stop();
    m_question->hide();
    if (m_state == TerminalState::Lost)
        scheduleRetry();
    if (m_state != TerminalState::Open && m_state != TerminalState::Connecting)
        giveUpAttempt();
    m_view->setInputOpen(m_state == TerminalState::Open);
    showState();
    QAccessibleAnnouncementEvent said(this,
                                      look().word + (m_reason.isEmpty() ? QString() : QStringLiteral(": ") + m_reason));
    QAccessible::updateAccessibility(&said);
    Q_EMIT stateChanged(m_state);
}

void Terminal::scheduleRetry()
{
    // Many consoles lose a server at the same moment: half of the wait is chance, so that they do not all come back so.
    const auto wait = std::min(longestWait, firstWait * (1 << std::min(m_losses, 5)));
    ++m_losses;
    SystemRandom random;
    const auto half = static_cast<std::uint64_t>(wait.count() / 2);
    m_retry.start(std::chrono::milliseconds(half + random.below(half + 1)));
    m_countdown.start();
}

void Terminal::showState()
{
    const bool first = m_state == TerminalState::Connecting && m_losses == 0;
    m_bar->setVisible(m_state != TerminalState::Open && !first);
    m_busy->setVisible(first);
    m_busy->setState(look());
    m_busy->setReason(m_reason);
    placeBusy();
    m_again->setVisible(m_state != TerminalState::Open && m_state != TerminalState::Connecting);
    m_chip->setState(look());
    m_chip->setReason(m_reason);
    QString words = m_reason;
    if (m_retry.isActive())
        words += QStringLiteral(" \u2013 ")
                 + tr("trying again in %n s", nullptr,
                      int(std::max<qint64>(1, (m_retry.remainingTime() + 999) / 1000)));
    m_words->setText(words);
}

void Terminal::placeBusy()
{
    const int gap = Metrics(*this).step(4);
    m_busy->resize(m_busy->sizeHint());
    m_busy->move(width() - m_busy->width() - gap, gap);
    m_busy->raise();
}

void Terminal::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeBusy();
}

void Terminal::showBell()
{
    QPalette flash = palette();
    flash.setColor(QPalette::Window, Theme::of(*this)[Tone::Warn]);
    m_bellLine->setPalette(flash);
    QTimer::singleShot(bellMilliseconds, m_bellLine, [line = m_bellLine] { line->setPalette({}); });
    Q_EMIT bell();
}

Task<Result<QString>> Terminal::foregroundProgram()
{
    if (m_state != TerminalState::Open)
        co_return QString();
    const auto connection = m_attempt->connection; // from here on `this` is not touched: it may go
    auto asked = co_await connection->exec(askForeground);
    if (!asked)
        co_return std::unexpected(asked.error());
    const auto process = std::shared_ptr<ssh::RemoteProcess>(std::move(*asked));
    QByteArray name;
    while (true) {
        const auto bytes = co_await process->read();
        if (!bytes)
            co_return std::unexpected(bytes.error());
        if (bytes->empty() || name.size() > 4096)
            break;
        name += QByteArray::fromStdString(*bytes);
    }
    co_return QString::fromUtf8(name).section(u'\n', 0, 0).simplified();
}

void Terminal::askToClose(const QString &program)
{
    m_questionWords->setText(program.isEmpty()
                                 ? tr("Something may still run in %1. Closing the terminal ends it.").arg(m_title)
                                 : tr("%1 still runs in %2. Closing the terminal ends it.").arg(program, m_title));
    m_question->show();
    if (auto *keep = m_question->findChild<QPushButton *>())
        keep->setFocus();
}

} // namespace portolan::ui
