// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace portolan::test {

/// A program that ends with the test, also where that is killed or gives up.
class TestProcess : public QProcess
{
public:
    TestProcess();
};

/// What a program that has ended said.
struct Outcome {
    int status = -1; ///< -1: it was killed, or did not end in time
    QByteArray output;
    QByteArray errors;

    [[nodiscard]] QByteArray lastLine() const
    {
        const QByteArray text = output.trimmed();
        return text.mid(text.lastIndexOf('\n') + 1);
    }
};

struct ProgramOptions {
    QByteArray input = {};        ///< for its standard input
    QString folder = {};          ///< where it runs
    QStringList environment = {}; ///< "NAME=value", besides what is there
};

/// Runs a program to its end.
[[nodiscard]] Outcome runProgram(const QString &program, const QStringList &arguments,
                                 const ProgramOptions &options = {});

} // namespace portolan::test
