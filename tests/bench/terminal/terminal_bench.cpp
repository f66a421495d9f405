// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Terminals under load, with an sshd of their own: prints "case value unit", one a line. For the reference, run
// `time (yes | head -c 20000000)` in an xterm of the same size on the same display.

#include "core/ssh/sftp.h"
#include "tests/ui/terminal/shells.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>

using namespace portolan;
using namespace portolan::ui;

namespace {

constexpr auto patience = std::chrono::minutes(5);

void print(const char *name, double value, const char *unit)
{
    std::printf("%s %.2f %s\n", name, value, unit);
    std::fflush(stdout);
}

double residentMegabytes()
{
    std::ifstream file("/proc/self/statm");
    long total = 0;
    long resident = 0;
    file >> total >> resident;
    return double(resident) * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

void waitFor(const Terminal &terminal, const QString &text)
{
    if (!test::waitUntil([&] { return terminal.screenText().contains(text); }, patience))
        qFatal("\"%s\" does not come: %s", qPrintable(text), qPrintable(terminal.screenText()));
}

/// test::waitUntil() looks every 10 ms only.
void spinUntil(const std::function<bool()> &done)
{
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.elapsed() > 20'000)
            qFatal("nothing comes back");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

Terminal *openTerminal(TerminalTabs &tabs, test::SshServer &server)
{
    Terminal *terminal = tabs.open(QStringLiteral("bench"), QStringLiteral("bench"), test::terminalsOf(server));
    if (!test::waitUntil([&] { return terminal->state() == TerminalState::Open; }))
        qFatal("%s", qPrintable(terminal->reason()));
    terminal->send(QStringLiteral("PS1='> '; clear; echo ready$((1+1))\r"));
    waitFor(*terminal, QStringLiteral("ready2"));
    // A key before the prompt would be echoed twice: by the line discipline, and by the shell.
    spinUntil([&] { return terminal->view().cursorLine().trimmed() == u'>'; });
    return terminal;
}

/// From the key to its being on the screen, in milliseconds, sorted.
std::vector<double> echoes(Terminal &terminal, int count)
{
    std::vector<double> taken;
    for (int key = 0; key < count; ++key) {
        QString line = terminal.view().cursorLine().trimmed();
        QElapsedTimer clock;
        clock.start();
        terminal.send(QStringLiteral("x"));
        spinUntil([&] { return terminal.view().cursorLine().trimmed() != line; });
        taken.push_back(double(clock.nsecsElapsed()) / 1e6);
        if (key % 40 == 39) {
            terminal.send(QStringLiteral("\x15"));
            spinUntil([&] { return !terminal.view().cursorLine().contains(u'x'); });
        }
    }
    std::ranges::sort(taken);
    return taken;
}

/// Takes all and keeps nothing: the disk is not measured.
class Nowhere final : public ssh::Sink
{
public:
    Result<void> write(std::string_view bytes) override
    {
        m_count += bytes.size();
        return {};
    }
    [[nodiscard]] std::uint64_t count() const { return m_count; }

private:
    std::atomic<std::uint64_t> m_count = 0;
};

/// Downloads zeros over a connection of its own, as the files do, until `stop`.
Task<void> transfer(ConnectTerminal connector, std::shared_ptr<Nowhere> sink, std::stop_token stop)
{
    const auto connection = co_await connector(stop);
    if (!connection)
        qFatal("%s", connection.error().detail.c_str());
    const auto session = co_await (*connection)->openSftp(stop);
    if (!session)
        qFatal("%s", session.error().detail.c_str());
    const auto received = co_await (*session)->download("/dev/zero", sink, {.cancel = stop});
    if (!received && received.error().code != ErrorCode::Cancelled)
        qFatal("%s", received.error().detail.c_str());
}

void printEchoes(const std::string &name, const std::vector<double> &taken)
{
    print((name + "-p50").c_str(), taken[taken.size() / 2], "ms");
    print((name + "-p99").c_str(), taken[taken.size() * 99 / 100], "ms");
}

} // namespace

int main(int count, char **words)
{
    QApplication application(count, words);
    const long megabytes = count > 1 ? std::atol(words[1]) : 20;
    applyAppearance(application, Appearance::Light);
    test::ShellServer server;
    test::OwnSettings own;
    TerminalTabs tabs(own.settings);
    tabs.resize(900, 620);
    tabs.show();

    Terminal *flood = openTerminal(tabs, server);
    const TerminalSize size = flood->view().screenSize();
    print("columns", size.columns, "");
    print("lines", size.lines, "");
    printEchoes("echo-idle", echoes(*flood, 400));

    const auto sink = std::make_shared<Nowhere>();
    std::stop_source stop;
    auto transferring = transfer(test::terminalsOf(server), sink, stop.get_token());
    if (!test::waitUntil([&sink] { return sink->count() > 10'000'000; }))
        qFatal("the transfer does not begin");
    QElapsedTimer clock;
    clock.start();
    const std::uint64_t already = sink->count();
    printEchoes("echo-beside-transfer", echoes(*flood, 400));
    print("transfer", double(sink->count() - already) / 1e3 / double(clock.elapsed()), "MB/s");
    stop.request_stop();
    test::run(std::move(transferring));

    clock.start();
    // Told by the title: reading the screen again and again would be measured with it.
    bool over = false;
    QObject::connect(&flood->view(), &TerminalView::titleChanged, flood,
                     [&over](const QString &title) { over = over || title == QStringLiteral("over"); });
    flood->send(QStringLiteral("yes | head -c %1000000; printf '\\033]0;over\\007'\r").arg(megabytes));
    if (!test::waitUntil([&over] { return over; }, patience))
        qFatal("the flood does not end");
    print("yes", double(megabytes) * 1e3 / double(clock.elapsed()), "MB/s");

    Terminal *calm = openTerminal(tabs, server);
    const double before = residentMegabytes();
    flood->send(QStringLiteral("yes\r"));
    waitFor(*flood, QStringLiteral("\ny\ny\ny"));
    test::EventLoopWatchdog watchdog;
    printEchoes("echo-beside-flood", echoes(*calm, 400));
    print("stall-beside-flood-p99", watchdog.percentile(0.99).count(), "ms");
    print("stall-beside-flood-longest", watchdog.longest().count(), "ms");
    print("growth-by-flood", residentMegabytes() - before, "MB");
    flood->send(QStringLiteral("\x03"));

    // What 10 000 lines of 60 characters take.
    const double full = residentMegabytes();
    calm->send(QStringLiteral("clear; yes %1 | head -n 11000; echo over$((1+1))\r").arg(QString(60, u'm')));
    waitFor(*calm, QStringLiteral("over2"));
    print("scrollback-of-10000-lines", residentMegabytes() - full, "MB");
    return 0;
}
