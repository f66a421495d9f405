// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_model.h"

#include "ui/widgets/table/cell_text.h"

#include <QDateTime>
#include <QFont>
#include <QTimeZone>

namespace portolan::ui {
namespace {

constexpr auto batchInterval = std::chrono::milliseconds(100);

const Clock &systemClock()
{
    static const SystemClock clock;
    return clock;
}

QString toQString(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

TableModel::TableModel(std::vector<TableColumn> columns, const Clock *clock, QObject *parent)
    : QAbstractTableModel(parent), m_clock(clock ? clock : &systemClock()), m_columns(std::move(columns))
{
    m_order.choose(CellKind::Number, false); // no keys: the order of arrival
    m_flushing.setSingleShot(true);
    m_flushing.setInterval(batchInterval);
    connect(&m_flushing, &QTimer::timeout, this, &TableModel::flush);
}

TableModel::~TableModel() = default;

void TableModel::apply(std::vector<TableRow> upserts, const std::vector<std::string> &removals)
{
    flush();
    applyNow(std::move(upserts), removals);
}

void TableModel::reset(std::vector<TableRow> rows)
{
    m_queue.clear(); // older than the rows
    m_queuedAt.clear();
    std::unordered_map<std::string_view, bool> staying;
    for (const TableRow &row : rows)
        staying.emplace(row.id, true);
    std::vector<std::string> removals;
    for (const auto &[id, slot] : m_byId)
        if (!staying.contains(id))
            removals.push_back(id);
    applyNow(std::move(rows), removals);
}

void TableModel::queue(TableRow upsert)
{
    std::string id = upsert.id;
    queueChange(std::move(id), std::move(upsert));
}

void TableModel::queueRemoval(std::string id)
{
    queueChange(std::move(id), std::nullopt);
}

void TableModel::queueChange(std::string id, std::optional<TableRow> upsert)
{
    const auto [known, added] = m_queuedAt.try_emplace(id, m_queue.size());
    if (added)
        m_queue.emplace_back(std::move(id), std::move(upsert));
    else
        m_queue[known->second].second = std::move(upsert);
    if (!m_flushing.isActive())
        m_flushing.start();
}

void TableModel::flush()
{
    m_flushing.stop();
    if (m_queue.empty())
        return;
    std::vector<TableRow> upserts;
    std::vector<std::string> removals;
    for (auto &[id, row] : std::exchange(m_queue, {})) {
        if (row)
            upserts.push_back(std::move(*row));
        else
            removals.push_back(std::move(id));
    }
    m_queuedAt.clear();
    applyNow(std::move(upserts), removals);
}

void TableModel::applyNow(std::vector<TableRow> upserts, const std::vector<std::string> &removals)
{
    Batch batch;
    for (TableRow &row : upserts)
        put(std::move(row), batch);
    for (const std::string &id : removals)
        takeOut(id, batch);
    if (batch.changed.empty() && batch.gone.empty())
        return;
    Q_EMIT aboutToUpdate();
    if (!batch.misplaced.empty() || !batch.gone.empty())
        rearrangeAll(batch);
    if (batch.visibility || !batch.misplaced.empty() || !batch.gone.empty())
        showAll();
    tellChanged(batch.changed);
    for (const Slot slot : batch.gone)
        m_slots[slot] = {};
    m_free.insert(m_free.end(), batch.gone.begin(), batch.gone.end());
    Q_EMIT updated(false);
}

void TableModel::put(TableRow row, Batch &batch)
{
    row.cells.resize(m_columns.size());
    const auto known = m_byId.find(row.id);
    const Slot slot = known == m_byId.end() ? freeSlot() : known->second;
    SlotOf &place = m_slots[slot];
    if (known == m_byId.end()) {
        m_byId.emplace(row.id, slot);
        place.arrival = ++m_arrivals;
    } else if (*place.row == row) {
        return;
    }
    const bool isNew = !place.row;
    place.searchText = TableFilter::searchText(row, m_columns);
    place.row = std::make_shared<const TableRow>(std::move(row));
    static const TableCell none;
    const TableCell &key = m_sortColumn < 0 ? none : place.row->cells[std::size_t(m_sortColumn)];
    if (m_order.setKey(slot, key, place.arrival) || isNew)
        batch.misplaced.push_back(slot);
    const bool admitted = admits(slot);
    batch.visibility |= admitted != bool(m_admitted[slot]);
    m_admitted[slot] = admitted;
    batch.changed.push_back(slot);
}

void TableModel::takeOut(std::string_view id, Batch &batch)
{
    const auto known = m_byId.find(id);
    if (known == m_byId.end())
        return;
    m_admitted[known->second] = false;
    batch.gone.push_back(known->second);
    m_byId.erase(known);
}

TableModel::Slot TableModel::freeSlot()
{
    if (!m_free.empty()) {
        const Slot slot = m_free.back();
        m_free.pop_back();
        return slot;
    }
    m_slots.emplace_back();
    m_admitted.push_back(false);
    m_position.push_back(nowhere);
    return Slot(m_slots.size() - 1);
}

bool TableModel::admits(Slot slot) const
{
    const SlotOf &place = m_slots[slot];
    return m_filter.isEmpty() || m_filter.matches(*place.row, place.searchText, m_clock->now());
}

/// Takes the batch out of the sorted rows, and puts back what stays.
void TableModel::rearrangeAll(const Batch &batch)
{
    std::vector<char> moving(m_slots.size(), false);
    Slots placed;
    for (const Slot slot : batch.gone)
        moving[slot] = true;
    for (const Slot slot : batch.misplaced)
        if (!std::exchange(moving[slot], true)) // neither gone nor given twice
            placed.push_back(slot);
    std::erase_if(m_sorted, [&](Slot slot) { return moving[slot]; });
    m_order.place(m_sorted, std::move(placed));
}

void TableModel::setFilter(TableFilter filter)
{
    m_filter = std::move(filter);
    refilter(true);
}

void TableModel::timePassed()
{
    if (m_filter.dependsOnTime())
        refilter(false);
}

void TableModel::refilter(bool byHand)
{
    bool changed = false;
    const Time time = m_clock->now();
    for (Slot slot = 0; slot < m_slots.size(); ++slot) { // as they lie in memory
        const SlotOf &place = m_slots[slot];
        if (!place.row)
            continue;
        const bool admitted = m_filter.isEmpty() || m_filter.matches(*place.row, place.searchText, time);
        changed |= admitted != bool(m_admitted[slot]);
        m_admitted[slot] = admitted;
    }
    if (!changed && !byHand)
        return;
    Q_EMIT aboutToUpdate();
    if (changed)
        showAll();
    Q_EMIT updated(byHand);
}

void TableModel::sort(int column, Qt::SortOrder order)
{
    if (column >= int(m_columns.size()))
        return;
    const bool descending = column >= 0 && order == Qt::DescendingOrder;
    static const TableCell none;
    if (column != m_sortColumn) {
        m_order.choose(column < 0 ? CellKind::Number : m_columns[std::size_t(column)].kind, descending);
        for (Slot slot = 0; slot < m_slots.size(); ++slot) // as they lie in memory
            if (const SlotOf &place = m_slots[slot]; place.row)
                m_order.setKey(slot, column < 0 ? none : place.row->cells[std::size_t(column)], place.arrival);
    }
    m_order.setDescending(descending);
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT aboutToUpdate();
    m_order.sort(m_sorted);
    showAll();
    Q_EMIT updated(true);
}

/// Shows what the filter admits, in the order of all.
void TableModel::showAll()
{
    Slots next;
    next.reserve(m_sorted.size());
    std::ranges::copy_if(m_sorted, std::back_inserter(next), [this](Slot slot) { return bool(m_admitted[slot]); });
    show(next);
}

void TableModel::show(const Slots &next)
{
    takeFromView(next);
    bringIntoView(next);
    if (m_shown != next)
        permute(next);
}

/// Removes what is not in `next`: where it stands when that is one piece, else from the end, where a change of layout
/// has brought it. Thousands of small removals would make views slower than the sorting.
void TableModel::takeFromView(const Slots &next)
{
    std::vector<char> stays(m_slots.size(), false);
    for (const Slot slot : next)
        stays[slot] = true;
    const auto leaves = [&](Slot slot) { return !stays[slot]; };
    const auto count = std::size_t(std::ranges::count_if(m_shown, leaves));
    if (count == 0)
        return;
    auto first = std::size_t(std::ranges::find_if(m_shown, leaves) - m_shown.begin());
    if (!std::all_of(m_shown.begin() + std::ptrdiff_t(first), m_shown.begin() + std::ptrdiff_t(first + count),
                     leaves)) {
        Slots order;
        order.reserve(m_shown.size());
        std::ranges::copy_if(next, std::back_inserter(order),
                             [this](Slot slot) { return m_position[slot] != nowhere; });
        std::ranges::copy_if(m_shown, std::back_inserter(order), leaves);
        permute(std::move(order));
        first = m_shown.size() - count;
    }
    beginRemoveRows({}, int(first), int(first + count - 1));
    const auto from = m_shown.begin() + std::ptrdiff_t(first);
    const auto to = from + std::ptrdiff_t(count);
    std::for_each(from, to, [this](Slot slot) { m_position[slot] = nowhere; });
    m_shown.erase(from, to);
    reindex(first);
    endRemoveRows();
}

/// Inserts what shows only in `next`: where it belongs when that is one piece and the others are in order, else at the
/// end, for a change of layout to bring it to its place.
void TableModel::bringIntoView(const Slots &next)
{
    if (next.size() == m_shown.size())
        return;
    const auto isNew = [this](Slot slot) { return m_position[slot] == nowhere; };
    const std::size_t count = next.size() - m_shown.size();
    auto first = std::size_t(std::ranges::find_if(next, isNew) - next.begin());
    Slots arriving;
    std::ranges::copy_if(next, std::back_inserter(arriving), isNew);
    const auto place = next.begin() + std::ptrdiff_t(first);
    const auto middle = m_shown.begin() + std::ptrdiff_t(std::min(first, m_shown.size()));
    if (!std::all_of(place, place + std::ptrdiff_t(count), isNew) || !std::equal(m_shown.begin(), middle, next.begin())
        || !std::equal(middle, m_shown.end(), place + std::ptrdiff_t(count)))
        first = m_shown.size();
    beginInsertRows({}, int(first), int(first + count - 1));
    m_shown.insert(m_shown.begin() + std::ptrdiff_t(first), arriving.begin(), arriving.end());
    reindex(first);
    endInsertRows();
}

void TableModel::permute(Slots order)
{
    if (order == m_shown)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    std::vector<Slot> held;
    held.reserve(std::size_t(from.size()));
    for (const QModelIndex &index : from)
        held.push_back(m_shown[std::size_t(index.row())]);
    m_shown = std::move(order);
    reindex();
    QModelIndexList to;
    to.reserve(from.size());
    for (qsizetype at = 0; at < from.size(); ++at)
        to.push_back(index(int(m_position[held[std::size_t(at)]]), from[at].column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void TableModel::reindex(std::size_t from)
{
    for (std::size_t row = from; row < m_shown.size(); ++row)
        m_position[m_shown[row]] = std::uint32_t(row);
}

/// Few rows are told one by one; of many, views want to know only that there are many.
void TableModel::tellChanged(const Slots &changed)
{
    constexpr std::size_t few = 32;
    std::vector<std::uint32_t> rows;
    for (const Slot slot : changed)
        if (m_position[slot] != nowhere)
            rows.push_back(m_position[slot]);
    if (rows.empty())
        return;
    const auto tell = [this](std::uint32_t first, std::uint32_t last) {
        Q_EMIT dataChanged(index(int(first), 0), index(int(last), columnCount() - 1));
    };
    if (rows.size() <= few) {
        for (const std::uint32_t row : rows)
            tell(row, row);
        return;
    }
    const auto [first, last] = std::ranges::minmax(rows);
    tell(first, last);
}

int TableModel::columnOf(QStringView id) const
{
    const auto found = std::ranges::find(m_columns, id, &TableColumn::id);
    return found == m_columns.end() ? -1 : int(found - m_columns.begin());
}

TableModel::RowPointer TableModel::find(std::string_view id) const
{
    const auto known = m_byId.find(id);
    return known == m_byId.end() ? nullptr : m_slots[known->second].row;
}

int TableModel::rowOf(std::string_view id) const
{
    const auto known = m_byId.find(id);
    return known == m_byId.end() || m_position[known->second] == nowhere ? -1 : int(m_position[known->second]);
}

const TableCell &TableModel::cell(const QModelIndex &index) const
{
    return rowAt(index.row()).cells[std::size_t(index.column())];
}

std::vector<TableModel::RowPointer> TableModel::rows(bool all) const
{
    const Slots &slots = all ? m_sorted : m_shown;
    std::vector<RowPointer> rows;
    rows.reserve(slots.size());
    for (const Slot slot : slots)
        rows.push_back(m_slots[slot].row);
    return rows;
}

int TableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int TableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant TableModel::rawValue(const TableCell &cell) const
{
    return std::visit(
        []<class Value>(const Value &value) -> QVariant {
            if constexpr (std::same_as<Value, std::monostate>)
                return {};
            else if constexpr (std::same_as<Value, std::string>)
                return toQString(value);
            else if constexpr (std::same_as<Value, std::int64_t>)
                return qint64(value);
            else if constexpr (std::same_as<Value, Time>)
                return QDateTime::fromMSecsSinceEpoch(
                    std::chrono::floor<std::chrono::milliseconds>(value).time_since_epoch().count(), QTimeZone::UTC);
            else
                return QVariant::fromValue(value);
        },
        cell);
}

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TableRow &row = rowAt(index.row());
    const TableColumn &column = m_columns[std::size_t(index.column())];
    const TableCell &value = row.cells[std::size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cellText(column, value, m_clock->now());
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        if (const QString text = cellToolTip(column, value, row.reason, m_clock->now()); !text.isEmpty())
            return text;
        return {};
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (isNumeric(column.kind) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return column.kind == CellKind::Code ? QVariant(fixedFont()) : QVariant();
    case RawRole:
        return rawValue(value);
    case StateRole:
        return column.kind == CellKind::State && column.look ? QVariant::fromValue(column.look(textOf(value)))
                                                             : QVariant();
    case IdRole:
        return toQString(row.id);
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const TableColumn &column = m_columns[std::size_t(section)];
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::ToolTipRole:
        return column.doc;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (isNumeric(column.kind) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

} // namespace portolan::ui
