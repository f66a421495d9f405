// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/program.h"

#include <csignal>
#include <sys/prctl.h>

namespace portolan::test {

TestProcess::TestProcess()
{
    setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

Outcome runProgram(const QString &program, const QStringList &arguments, const ProgramOptions &options)
{
    constexpr int patience = 120'000;
    TestProcess process;
    process.setEnvironment(QProcess::systemEnvironment() + options.environment);
    process.setWorkingDirectory(options.folder);
    process.start(program, arguments);
    process.write(options.input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(patience);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    return {.status = ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            .output = process.readAllStandardOutput(),
            .errors = ended ? process.readAllStandardError() : QByteArray("it did not end in time")};
}

} // namespace portolan::test
