// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/workshop_visitor.h"

#include "tests/support/run.h"

#include <algorithm>

namespace portolan::test {

WorkshopVisitor::WorkshopVisitor(const std::string &address, Until until)
    : m_peer(QStringLiteral("workshop_visitor.mjs"),
             {QString::fromStdString(address), qEnvironmentVariable("PORTOLAN_PICTURES"),
              until == Until::Ended ? QStringLiteral("stay") : QStringLiteral("finish")})
{}

bool WorkshopVisitor::reaches(std::string_view step)
{
    constexpr std::chrono::seconds patience(90);
    bool isReached = false;
    (void)waitUntil(
        [&] {
            const auto now = steps();
            isReached = std::ranges::contains(now, step);
            return isReached || std::ranges::contains(now, "failed");
        },
        patience);
    return isReached;
}

std::vector<std::string> WorkshopVisitor::steps()
{
    std::vector<std::string> steps;
    for (const std::string &line : m_peer.lines())
        steps.push_back(memberOf(line, "step"));
    return steps;
}

std::string WorkshopVisitor::told(std::string_view step, std::string_view key)
{
    std::string value;
    for (const std::string &line : m_peer.lines())
        if (memberOf(line, "step") == step)
            value = memberOf(line, key);
    return value;
}

std::string WorkshopVisitor::all()
{
    std::string text;
    for (const std::string &line : m_peer.lines())
        text += line + '\n';
    return text;
}

} // namespace portolan::test
