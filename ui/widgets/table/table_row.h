// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/columns.h"
#include "ui/widgets/state_chip.h"

#include <QMetaType>
#include <QString>

#include <functional>
#include <string>
#include <variant>
#include <vector>

/// What a table shows: columns, and rows of raw values. How a value reads is in cell_text.h.
namespace portolan::ui {

/// How much of something is taken, all in the unit of the column.
struct Capacity {
    double used = 0;
    double limit = 0;
    double reserved = 0; ///< promised beyond what is used; 0 where nobody knows
    double incoming = 0; ///< asked for and not yet placed

    bool operator==(const Capacity &) const = default;
};

/// The last values of a measurement, oldest first: a sparkline.
using Trend = std::vector<float>;

/// A raw value: everything that schema::Cell holds, and what panes derive.
using TableCell = std::variant<std::monostate, bool, std::int64_t, double, std::string, Time, Capacity, Trend>;

enum class CellKind : std::uint8_t {
    Text,
    Code,   ///< ids, addresses, paths: the fixed font
    State,  ///< a text that `TableColumn::look` gives a shape and a tone
    Number, ///< an integer or a double in `TableColumn::unit`
    Time,   ///< a Time, shown as "4 min ago"; what is later is greater
    Age,    ///< a Time, shown as "4 min"; what is older is greater
    Bar,    ///< a Capacity
    Line,   ///< a Trend, as a sparkline; sorted by its last value
};

/// What numbers and capacities count; it decides how they are written, and what a filter understands ("memory>2Gi").
enum class Unit : std::uint8_t { None, Cores, Bytes, Seconds };

struct TableColumn {
    QString id;    ///< what filters and saved layouts refer to; never changes, never translated
    QString title; ///< translated
    QString doc;
    CellKind kind = CellKind::Text;
    Unit unit = Unit::None;
    bool shownByDefault = true;
    std::function<StateLook(std::string_view value)> look = {}; ///< of a State
    double width = 0; ///< in steps of Metrics; 0 for what its kind usually takes
    bool chips = false; ///< of a Text whose parts have ", " between them: each part shows as a chip
};

/// Numbers stand on the right, so that their digits line up.
[[nodiscard]] constexpr bool isNumeric(CellKind kind)
{
    return kind == CellKind::Number || kind == CellKind::Time || kind == CellKind::Age;
}

struct TableRow {
    std::string id; ///< unique in its table
    std::vector<TableCell> cells; ///< one for each column, in the order of the columns
    std::string reason = {}; ///< why its state is what it is, for people; shown on hover of the state

    bool operator==(const TableRow &) const = default;
};

/// The table of a described model: the columns of its description, changed and added to where the console knows more.
///
///     TableOf<WorkspaceDetails> table([](const auto &workspace) { return workspace.name; });
///     table.column("status").kind = CellKind::State;
///     table.add({.id = "age", .title = tr("Age"), .kind = CellKind::Age}, [](const auto &w) { return w.created; });
///     TableModel model(table.columns());
///     model.apply({table.row(workspace)});
template <schema::Described Model>
class TableOf
{
public:
    using CellOf = std::function<TableCell(const Model &)>;

    explicit TableOf(std::function<std::string(const Model &)> id,
                     std::function<std::string(const Model &)> reason = {});

    /// The column of this id, to be changed; the id must be there.
    [[nodiscard]] TableColumn &column(std::string_view id) { return m_columns[at(id)]; }
    /// Appends a column, or puts it in the place of the one with the same id.
    void add(TableColumn column, CellOf cell);
    void remove(std::string_view id);

    [[nodiscard]] const std::vector<TableColumn> &columns() const { return m_columns; }
    [[nodiscard]] TableRow row(const Model &model) const;

private:
    [[nodiscard]] std::size_t at(std::string_view id) const
    {
        const auto found = std::ranges::find(m_columns, QString::fromUtf8(id.data(), qsizetype(id.size())),
                                             &TableColumn::id);
        return std::size_t(found - m_columns.begin());
    }

    std::vector<TableColumn> m_columns;
    std::vector<CellOf> m_cells;
    std::function<std::string(const Model &)> m_id;
    std::function<std::string(const Model &)> m_reason;
};

/// A text of a description in the language of the console.
[[nodiscard]] QString translatedTitle(std::string_view text);

template <schema::Described Model>
TableOf<Model>::TableOf(std::function<std::string(const Model &)> id, std::function<std::string(const Model &)> reason)
    : m_id(std::move(id)), m_reason(std::move(reason))
{
    for (auto &described : schema::columnsOf<Model>()) {
        CellKind kind = described.numeric ? CellKind::Number : CellKind::Text;
        schema::forEachField<Model>([&]<class Value>(const schema::Field<Model, Value> &field) {
            if ((std::same_as<Value, Time> || std::same_as<Value, std::optional<Time>>) && field.name == described.id)
                kind = CellKind::Time;
        });
        add({.id = QString::fromUtf8(described.id.data(), qsizetype(described.id.size())),
             .title = translatedTitle(described.title),
             .doc = translatedTitle(described.doc),
             .kind = kind,
             .shownByDefault = described.shownByDefault},
            [cell = std::move(described.cell)](const Model &model) {
                return std::visit([](auto &&value) { return TableCell(std::forward<decltype(value)>(value)); },
                                  cell(model));
            });
    }
}

template <schema::Described Model>
void TableOf<Model>::add(TableColumn column, CellOf cell)
{
    const std::size_t place = at(column.id.toStdString());
    if (place < m_columns.size()) {
        m_columns[place] = std::move(column);
        m_cells[place] = std::move(cell);
        return;
    }
    m_columns.push_back(std::move(column));
    m_cells.push_back(std::move(cell));
}

template <schema::Described Model>
void TableOf<Model>::remove(std::string_view id)
{
    const std::size_t place = at(id);
    if (place == m_columns.size())
        return;
    m_columns.erase(m_columns.begin() + std::ptrdiff_t(place));
    m_cells.erase(m_cells.begin() + std::ptrdiff_t(place));
}

template <schema::Described Model>
TableRow TableOf<Model>::row(const Model &model) const
{
    TableRow row{.id = m_id(model), .cells = {}};
    row.cells.reserve(m_cells.size());
    for (const CellOf &cell : m_cells)
        row.cells.push_back(cell(model));
    if (m_reason)
        row.reason = m_reason(model);
    return row;
}

} // namespace portolan::ui

Q_DECLARE_METATYPE(portolan::ui::Capacity)
