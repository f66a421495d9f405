// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QStringList>

namespace portolan::test {

/// What a program that has ended said.
struct ProgramRun {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    [[nodiscard]] QByteArray lastLine() const
    {
        const QByteArray text = output.trimmed();
        return text.mid(text.lastIndexOf('\n') + 1);
    }
};

/// Runs a program to its end, with `input` on its standard input. A program that does not end is killed, and its exit
/// code is -1.
[[nodiscard]] ProgramRun runProgram(const QString &program, const QStringList &arguments, const QByteArray &input = {},
                                    const QStringList &environment = {});

} // namespace portolan::test
