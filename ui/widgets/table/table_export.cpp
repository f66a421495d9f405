// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_export.h"

#include "core/base/file.h"
#include "core/base/time.h"
#include "ui/widgets/table/cell_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace portolan::ui {
namespace {

std::string csvField(std::string text, bool isText)
{
    if (isText && !text.empty() && std::string_view("=+-@\t\r").contains(text[0]))
        text.insert(0, 1, '\'');
    if (text.find_first_of(",\"\r\n") == text.npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csv(const TableExport &table)
{
    std::string text;
    const auto line = [&](const auto &field) {
        for (bool first = true; const int column : table.shown) {
            if (!std::exchange(first, false))
                text += ',';
            text += field(std::size_t(column));
        }
        text += "\r\n";
    };
    line([&](std::size_t column) { return csvField(table.columns[column].title.toStdString(), true); });
    for (const auto &row : table.rows)
        line([&](std::size_t column) {
            const TableCell &cell = row->cells[column];
            return csvField(plainText(table.columns[column], cell).toStdString(),
                            std::holds_alternative<std::string>(cell));
        });
    return text;
}

QJsonValue jsonValue(const TableCell &cell)
{
    return std::visit(
        []<class Value>(const Value &value) -> QJsonValue {
            if constexpr (std::same_as<Value, std::monostate>)
                return QJsonValue::Null;
            else if constexpr (std::same_as<Value, std::string>)
                return QString::fromStdString(value);
            else if constexpr (std::same_as<Value, std::int64_t>)
                return qint64(value);
            else if constexpr (std::same_as<Value, Time>)
                return QString::fromStdString(formatTime(value));
            else if constexpr (std::same_as<Value, Capacity>)
                return QJsonObject{{QStringLiteral("used"), value.used}, {QStringLiteral("limit"), value.limit}};
            else if constexpr (std::same_as<Value, Trend>) {
                QJsonArray values;
                for (const float one : value)
                    values.append(double(one));
                return values;
            } else
                return value;
        },
        cell);
}

std::string json(const TableExport &table)
{
    QJsonArray rows;
    for (const auto &row : table.rows) {
        QJsonObject object;
        for (const int column : table.shown)
            object.insert(table.columns[std::size_t(column)].id, jsonValue(row->cells[std::size_t(column)]));
        rows.append(object);
    }
    return QJsonDocument(rows).toJson().toStdString();
}

} // namespace

std::string exported(const TableExport &table, ExportFormat format)
{
    return format == ExportFormat::Csv ? csv(table) : json(table);
}

Result<void> writeExport(const TableExport &table, ExportFormat format, const std::filesystem::path &file)
{
    return writeFileAtomically(file, exported(table, format), 0644);
}

} // namespace portolan::ui
