// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/codec.h"
#include "core/schema/columns.h"

#include <print>
#include <string>
#include <vector>

namespace portolan::ctl {

/// A cell for people: times as ages ("4 min"), nothing as "-".
[[nodiscard]] std::string toText(const schema::Cell &cell, Time now);

/// The width of a text in a terminal, in columns (wide characters count two).
[[nodiscard]] std::size_t displayWidth(std::string_view text);

/// Rows under titles, as wide as their contents; numbers to the right. Control characters are shown, not obeyed.
void printTable(const std::vector<std::string> &titles, const std::vector<bool> &numeric,
                const std::vector<std::vector<std::string>> &rows);

/// A list as the columns that its description shows by default; with `json` as JSON.
template <class Model>
void printList(const std::vector<Model> &models, bool json)
{
    if (json) {
        std::println("{}", schema::encode(models, true));
        return;
    }
    const Time now = SystemClock().now();
    std::vector<std::string> titles;
    std::vector<bool> numeric;
    std::vector<std::vector<std::string>> rows(models.size());
    for (const auto &column : schema::columnsOf<Model>()) {
        if (!column.shownByDefault)
            continue;
        titles.emplace_back(column.title);
        numeric.push_back(column.numeric);
        for (std::size_t row = 0; row < models.size(); ++row)
            rows[row].push_back(toText(column.cell(models[row]), now));
    }
    printTable(titles, numeric, rows);
}

/// One thing: a line for each column, those on request too.
template <class Model>
void printDetails(const Model &model, bool json)
{
    if (json) {
        std::println("{}", schema::encode(model, true));
        return;
    }
    const Time now = SystemClock().now();
    for (const auto &column : schema::columnsOf<Model>())
        std::println("{:<12} {}", column.title, toText(column.cell(model), now));
}

/// That it is gone, for people; the error where it is not.
[[nodiscard]] Result<int> printDeleted(const Result<void> &deleted, std::string_view name, bool json);

} // namespace portolan::ctl
