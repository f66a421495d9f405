// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_row.h"

/// How the raw values of a table read. Pure functions, for any thread.
namespace portolan::ui {

/// "38 s", "4 min", "22 h", "5 d".
[[nodiscard]] QString ageText(std::chrono::seconds age);
/// "4 min ago", "in 30 min", "just now".
[[nodiscard]] QString agoText(Time time, Time now);
/// The full local time, with seconds and the abbreviation of its zone.
[[nodiscard]] QString fullTimeText(Time time);
/// The local time as short as the language has it, without seconds.
[[nodiscard]] QString shortTimeText(Time time);
/// "4 min ago (11/23/26 10:51 PM)", or `none`.
[[nodiscard]] QString momentText(const std::optional<Time> &time, Time now, const QString &none = {});

/// What the cell shows; "–" for what is not there, but for texts, which are empty then.
[[nodiscard]] QString cellText(const TableColumn &column, const TableCell &cell, Time now);
/// What the cell is when copied or exported: without abbreviation, numbers without unit, times as RFC 3339 in UTC.
[[nodiscard]] QString plainText(const TableColumn &column, const TableCell &cell);
/// What the cell tells on hover; empty when it shows everything.
[[nodiscard]] QString cellToolTip(const TableColumn &column, const TableCell &cell, const std::string &reason,
                                  Time now);

/// The text of a Text, Code or State; empty for everything else.
[[nodiscard]] std::string_view textOf(const TableCell &cell);
/// What a cell is sorted and compared by where it is not a text; none when it is empty or has no number. Times are
/// seconds since 1970.
[[nodiscard]] std::optional<double> numberOf(const TableCell &cell);

/// A text without the difference of upper and lower case and of composed letters, for searching.
void fold(std::string_view text, std::string &appendTo);
/// A key whose bytes compare as people sort: without case, and "ws-9" before "ws-10". It has no zero byte.
[[nodiscard]] std::string naturalKey(std::string_view text);
void appendNaturalKey(std::string_view text, std::string &key);

} // namespace portolan::ui
