// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "ui/widgets/table/table_model.h"

#include <filesystem>

/// Tables as files. Pure functions, for any thread.
namespace portolan::ui {

enum class ExportFormat : std::uint8_t { Csv, Json };

/// What is written: columns by their index, in this order, of these rows.
struct TableExport {
    std::vector<TableColumn> columns; ///< all that the rows have
    std::vector<int> shown;
    std::vector<TableModel::RowPointer> rows;
};

/// CSV as RFC 4180 has it, UTF-8, titles in the first line. Texts that a spreadsheet would take for a formula get an
/// apostrophe in front, since other people chose them. JSON: an array of objects by the ids of the columns, values as
/// they are, a capacity as {"used", "limit"}.
[[nodiscard]] std::string exported(const TableExport &table, ExportFormat format);

/// Blocks on the disk: not for the GUI thread.
[[nodiscard]] Result<void> writeExport(const TableExport &table, ExportFormat format,
                                       const std::filesystem::path &file);

} // namespace portolan::ui
