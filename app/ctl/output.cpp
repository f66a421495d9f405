// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/output.h"

#include <QList>
#include <QString>
#include <wchar.h>

namespace portolan::ctl {

namespace {

/// What a server says is data: an escape sequence in it must not reach the terminal.
std::string visible(std::string_view text)
{
    std::string shown;
    for (const char character : text)
        shown += (character >= 0 && character < ' ') || character == '\x7f' ? ' ' : character;
    return shown;
}

} // namespace

std::string toText(const schema::Cell &cell, Time now)
{
    struct Visitor {
        Time now;
        std::string operator()(std::monostate) const { return "-"; }
        std::string operator()(bool value) const { return value ? "yes" : "no"; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(double value) const { return std::format("{:.2f}", value); }
        std::string operator()(const std::string &value) const { return value.empty() ? "-" : visible(value); }
        std::string operator()(Time value) const
        {
            const auto age = std::chrono::floor<std::chrono::seconds>(now - value);
            return age < age.zero() ? "in " + formatAge(-age) : formatAge(age) + " ago";
        }
    };
    return std::visit(Visitor{now}, cell);
}

std::size_t displayWidth(std::string_view text)
{
    std::size_t width = 0;
    for (const char32_t character : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toUcs4()) {
        const int columns = wcwidth(static_cast<wchar_t>(character));
        width += columns > 0 ? static_cast<std::size_t>(columns) : 0;
    }
    return width;
}

void printTable(const std::vector<std::string> &titles, const std::vector<bool> &numeric,
                const std::vector<std::vector<std::string>> &rows)
{
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < titles.size(); ++column) {
        std::size_t width = displayWidth(titles[column]);
        for (const auto &row : rows)
            width = std::max(width, displayWidth(row[column]));
        widths.push_back(width);
    }
    const auto printRow = [&](const std::vector<std::string> &row, bool upper) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            std::string text = row[column];
            if (upper)
                std::ranges::transform(text, text.begin(),
                                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            const std::string gap(widths[column] - std::min(widths[column], displayWidth(text)), ' ');
            line += numeric[column] ? gap + text : text + gap;
            line += "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        std::println("{}", line);
    };
    printRow(titles, true);
    for (const auto &row : rows)
        printRow(row, false);
}

Result<int> printDeleted(const Result<void> &deleted, std::string_view name, bool json)
{
    if (!deleted)
        return std::unexpected(deleted.error());
    if (!json)
        std::println("{} is deleted", name);
    return 0;
}

} // namespace portolan::ctl
