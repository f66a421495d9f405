// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/program.h"

#include <QProcess>

namespace portolan::test {

Outcome runProgram(const QString &program, const QStringList &arguments, const ProgramOptions &options)
{
    constexpr int patience = 120'000;
    QProcess process;
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
