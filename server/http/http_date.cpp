// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/http_date.h"

#include <array>
#include <charconv>
#include <format>

namespace portolan::http {

namespace {

constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<unsigned> number(std::string_view text)
{
    if (text.starts_with(' ')) // asctime pads the day so
        text.remove_prefix(1);
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<unsigned> monthNumber(std::string_view name)
{
    for (unsigned i = 0; i < months.size(); ++i) {
        if (months[i] == name)
            return i + 1;
    }
    return {};
}

std::optional<Time> make(std::optional<unsigned> year, std::optional<unsigned> month, std::optional<unsigned> day,
                         std::string_view clock)
{
    if (clock.size() != 8 || clock[2] != ':' || clock[5] != ':' || !year || !month || !day)
        return {};
    const auto hour = number(clock.substr(0, 2));
    const auto minute = number(clock.substr(3, 2));
    const auto second = number(clock.substr(6, 2));
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                           std::chrono::day(*day)};
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60 || !date.ok())
        return {};
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute)
           + std::chrono::seconds(*second);
}

} // namespace

std::string formatHttpDate(Time time)
{
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - days));
    return std::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[std::chrono::weekday(days).c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::optional<Time> parseHttpDate(std::string_view text)
{
    // Sun, 06 Nov 1994 08:49:37 GMT
    if (text.size() == 29 && text.ends_with(" GMT") && text[3] == ',')
        return make(number(text.substr(12, 4)), monthNumber(text.substr(8, 3)), number(text.substr(5, 2)),
                    text.substr(17, 8));
    // Sun Nov  6 08:49:37 1994
    if (text.size() == 24 && text[3] == ' ')
        return make(number(text.substr(20, 4)), monthNumber(text.substr(4, 3)), number(text.substr(8, 2)),
                    text.substr(11, 8));
    // Sunday, 06-Nov-94 08:49:37 GMT: a year that looks more than 50 years ahead is of the last century
    const auto comma = text.find(", ");
    if (comma == std::string_view::npos || text.size() - comma != 24 || !text.ends_with(" GMT"))
        return {};
    text.remove_prefix(comma + 2);
    auto year = number(text.substr(7, 2));
    if (year) {
        const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
        const auto current = static_cast<int>(std::chrono::year_month_day(now).year());
        *year += static_cast<unsigned>(current / 100 * 100);
        if (static_cast<int>(*year) > current + 50)
            *year -= 100;
    }
    return make(year, monthNumber(text.substr(3, 3)), number(text.substr(0, 2)), text.substr(10, 8));
}

} // namespace portolan::http
