// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/json.h"
#include "tests/support/program.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace portolan::test {

/// A program of tests/peers that runs, and the lines of JSON that it tells. It ends with this object.
class NodePeer
{
public:
    explicit NodePeer(const QString &script, const QStringList &arguments = {});
    ~NodePeer();
    Q_DISABLE_COPY_MOVE(NodePeer)

    /// What it has told up to now, in order, each once more in later calls.
    [[nodiscard]] const std::vector<std::string> &lines();
    /// A whole number that the nth line tells; waits for the line. -1 where there is none.
    [[nodiscard]] std::int64_t number(std::size_t line, std::string_view key);

private:
    TestProcess m_process;
    QByteArray m_rest;
    std::vector<std::string> m_lines;
};

/// A member of a line, as JSON text without quotes; empty where there is none.
[[nodiscard]] std::string memberOf(const std::string &line, std::string_view key);

} // namespace portolan::test
