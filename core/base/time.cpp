// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/time.h"

#include <array>
#include <charconv>
#include <cmath>
#include <format>
#include <limits>
#include <optional>

namespace portolan {

namespace {

using namespace std::chrono;

std::unexpected<Error> notATime(std::string_view text)
{
    return fail(ErrorCode::InvalidArgument,
                std::format("\"{}\" is not a time such as 2026-05-01T12:00:00Z (RFC 3339)", text));
}

std::unexpected<Error> notADuration(std::string_view text)
{
    return fail(ErrorCode::InvalidArgument, std::format("\"{}\" is not a duration such as 90s, 4h or PT4H", text));
}

/// Takes exactly `width` digits off the front.
std::optional<int> takeDigits(std::string_view &text, std::size_t width)
{
    if (text.size() < width)
        return std::nullopt;
    int value = 0;
    for (const char digit : text.substr(0, width)) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        value = value * 10 + (digit - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view &text, char expected)
{
    if (!text.starts_with(expected))
        return false;
    text.remove_prefix(1);
    return true;
}

void appendDigits(std::string &text, unsigned number, std::size_t width)
{
    const std::size_t begin = text.size();
    text.resize(begin + width);
    for (std::size_t place = text.size(); place > begin; number /= 10)
        text[--place] = static_cast<char>('0' + number % 10);
}

struct Unit {
    std::string_view text;
    double milliseconds;
};

// "ms" before "m": the longer name must be tried first.
constexpr std::array goUnits{Unit{"ms", 1},     Unit{"us", 0.001}, Unit{"ns", 0.000001}, Unit{"h", 3'600'000},
                             Unit{"m", 60'000}, Unit{"s", 1'000},  Unit{"d", 86'400'000}};
constexpr std::array isoDateUnits{Unit{"W", 604'800'000}, Unit{"D", 86'400'000}};
constexpr std::array isoTimeUnits{Unit{"H", 3'600'000}, Unit{"M", 60'000}, Unit{"S", 1'000}};

/// Takes "12.5<unit>" off the front of `text` and gives its milliseconds.
std::optional<double> takeTerm(std::string_view &text, std::span<const Unit> units)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || text.starts_with('-'))
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    for (const Unit &unit : units) {
        if (text.starts_with(unit.text)) {
            text.remove_prefix(unit.text.size());
            return value * unit.milliseconds;
        }
    }
    return std::nullopt;
}

std::optional<milliseconds> toMilliseconds(double total)
{
    constexpr double limit = 1e15; // 31 000 years: beyond it adding to a time would overflow.
    if (!(total >= 0 && total <= limit))
        return std::nullopt;
    return milliseconds(static_cast<std::int64_t>(std::llround(total)));
}

} // namespace

std::string formatTime(Time time)
{
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    // By hand, as each row that is written has several: std::format takes ten times as long.
    std::string text;
    text.reserve(std::size("2026-05-01T12:00:00.000000Z"));
    if (const int year = static_cast<int>(date.year()); year >= 0 && year <= 9999)
        appendDigits(text, static_cast<unsigned>(year), 4);
    else
        text += std::format("{:%Y}", date.year());
    for (const auto &[mark, number] : {std::pair('-', static_cast<unsigned>(date.month())),
                                       {'-', static_cast<unsigned>(date.day())},
                                       {'T', static_cast<unsigned>(clock.hours().count())},
                                       {':', static_cast<unsigned>(clock.minutes().count())},
                                       {':', static_cast<unsigned>(clock.seconds().count())}}) {
        text += mark;
        appendDigits(text, number, 2);
    }
    if (const auto fraction = clock.subseconds().count(); fraction != 0) {
        text += '.';
        appendDigits(text, static_cast<unsigned>(fraction), 6);
        text.erase(text.find_last_not_of('0') + 1);
    }
    text += 'Z';
    return text;
}

Result<Time> parseTime(std::string_view text)
{
    std::string_view rest = text;
    const auto yearNumber = takeDigits(rest, 4);
    const bool dash1 = take(rest, '-');
    const auto monthNumber = takeDigits(rest, 2);
    const bool dash2 = take(rest, '-');
    const auto dayNumber = takeDigits(rest, 2);
    const bool separator = take(rest, 'T') || take(rest, 't') || take(rest, ' ');
    const auto hour = takeDigits(rest, 2);
    const bool colon1 = take(rest, ':');
    const auto minute = takeDigits(rest, 2);
    const bool colon2 = take(rest, ':');
    auto second = takeDigits(rest, 2);
    if (!yearNumber || !dash1 || !monthNumber || !dash2 || !dayNumber || !separator || !hour || !colon1 || !minute
        || !colon2 || !second)
        return notATime(text);

    const year_month_day date{year(*yearNumber), month(static_cast<unsigned>(*monthNumber)),
                              day(static_cast<unsigned>(*dayNumber))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60)
        return notATime(text);

    microseconds fraction{0};
    if (take(rest, '.') || take(rest, ',')) {
        std::int64_t scale = 100'000;
        const std::size_t before = rest.size();
        while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
            fraction += microseconds((rest.front() - '0') * scale);
            scale /= 10; // Digits past the microsecond count as nothing.
            rest.remove_prefix(1);
        }
        if (rest.size() == before)
            return notATime(text);
    }

    minutes offset{0};
    if (take(rest, 'Z') || take(rest, 'z') || rest.empty()) {
        // UTC
    } else {
        const int sign = take(rest, '+') ? 1 : take(rest, '-') ? -1 : 0;
        const auto offsetHours = takeDigits(rest, 2);
        take(rest, ':');
        const auto offsetMinutes = takeDigits(rest, 2);
        if (sign == 0 || !offsetHours || !offsetMinutes || *offsetHours > 23 || *offsetMinutes > 59)
            return notATime(text);
        offset = sign * (hours(*offsetHours) + minutes(*offsetMinutes));
    }
    if (!rest.empty())
        return notATime(text);
    return Time(sys_days(date)) + hours(*hour) + minutes(*minute) + seconds(*second) + fraction - offset;
}

Result<milliseconds> parseDuration(std::string_view text)
{
    std::string_view rest = text;
    double total = 0;
    if (take(rest, 'P')) {
        bool any = false;
        for (bool inTime = false; !rest.empty();) {
            if (!inTime && take(rest, 'T')) {
                inTime = true;
                any = false; // "P1DT" is not a duration.
                continue;
            }
            const auto term = inTime ? takeTerm(rest, isoTimeUnits) : takeTerm(rest, isoDateUnits);
            if (!term)
                return notADuration(text);
            total += *term;
            any = true;
        }
        if (!any)
            return notADuration(text);
    } else {
        double bare = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), bare,
                                                  std::chars_format::fixed);
        if (error == std::errc{} && end == rest.data() + rest.size() && !rest.empty()) {
            total = bare * 1000;
        } else {
            if (rest.empty())
                return notADuration(text);
            while (!rest.empty()) {
                const auto term = takeTerm(rest, goUnits);
                if (!term)
                    return notADuration(text);
                total += *term;
            }
        }
    }
    const auto duration = toMilliseconds(total);
    if (!duration)
        return notADuration(text);
    return *duration;
}

std::string formatDuration(milliseconds duration)
{
    if (duration == milliseconds{0})
        return "0s";
    std::string text;
    const auto term = [&](auto unit, std::string_view suffix) {
        const auto count = duration / unit;
        if (count != 0)
            text += std::format("{}{}", count, suffix);
        duration -= count * unit;
    };
    term(hours(1), "h");
    term(minutes(1), "m");
    term(seconds(1), "s");
    term(milliseconds(1), "ms");
    return text;
}

std::string formatAge(seconds age)
{
    if (age < minutes(1))
        return std::format("{} s", std::max<std::int64_t>(age.count(), 0));
    if (age < hours(1))
        return std::format("{} min", duration_cast<minutes>(age).count());
    if (const auto past = duration_cast<minutes>(age % hours(1)); age < hours(3) && past > past.zero())
        return std::format("{} h {} min", duration_cast<hours>(age).count(), past.count());
    if (age < days(2))
        return std::format("{} h", duration_cast<hours>(age).count());
    return std::format("{} d", duration_cast<days>(age).count());
}

} // namespace portolan
