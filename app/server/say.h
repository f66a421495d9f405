// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdio>
#include <format>
#include <string>

namespace portolan {

/// A line of the standard error. Not std::println, which throws where nobody can read it any more: a terminal that was
/// closed must not end the server in the middle of stopping.
template <class... Args>
void say(std::format_string<Args...> format, Args &&...args)
{
    const std::string line = std::format(format, std::forward<Args>(args)...) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace portolan
