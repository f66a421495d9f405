// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_filter.h"
#include "ui/widgets/table/table_order.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <unordered_map>

namespace portolan::ui {

/// The rows of a table, sorted and filtered, and kept so while they change. In the GUI thread.
///
/// A batch costs O(n + k log n) for k changed rows among n: nothing is sorted anew. Views see at most one change of
/// layout, one removal and one insertion for it, so that selection, cursor and scroll position survive every batch. What
/// an event stream tells goes through queue(), which makes at most ten batches a second of it.
class TableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        RawRole = Qt::UserRole, ///< the value as a QVariant: bool, qint64, double, QString, QDateTime (UTC), Capacity
        StateRole, ///< StateLook, of a State
        IdRole, ///< the row's id, in every column
    };
    using RowPointer = std::shared_ptr<const TableRow>;

    /// `clock` (the system's where it is null) tells the age of things; it must outlive the model.
    explicit TableModel(std::vector<TableColumn> columns, const Clock *clock = nullptr, QObject *parent = nullptr);
    ~TableModel() override;

    /// Replaces or adds rows, and takes out those of the given ids (unknown ones are ignored): one batch, at once, after
    /// what waits in the queue. An id given twice counts as given last; one in both lists is removed.
    void apply(std::vector<TableRow> upserts, const std::vector<std::string> &removals = {});
    /// Makes these all the rows there are; what waits in the queue is older, and dropped. Rows that stay keep their
    /// place in selections; no view is reset.
    void reset(std::vector<TableRow> rows);
    /// As apply(), within a tenth of a second, together with everything else that comes until then.
    void queue(TableRow upsert);
    void queueRemoval(std::string id);

    void setFilter(TableFilter filter);
    [[nodiscard]] const TableFilter &filter() const { return m_filter; }
    /// Looks again at what a filter hides by the age of things. The view calls it now and then.
    void timePassed();
    /// A column below 0 is the order in which rows came.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] int sortColumn() const { return m_sortColumn; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_sortOrder; }

    [[nodiscard]] const std::vector<TableColumn> &columns() const { return m_columns; }
    /// Of a column's id; -1 where there is none.
    [[nodiscard]] int columnOf(QStringView id) const;
    /// All rows, with those that the filter hides.
    [[nodiscard]] int totalCount() const { return int(m_byId.size()); }
    /// Null when there is no such row.
    [[nodiscard]] RowPointer find(std::string_view id) const;
    /// Where it shows; -1 when it does not.
    [[nodiscard]] int rowOf(std::string_view id) const;
    [[nodiscard]] const TableRow &rowAt(int row) const { return *m_slots[m_shown[std::size_t(row)]].row; }
    [[nodiscard]] const TableCell &cell(const QModelIndex &index) const;
    /// The rows as they show, or all of them in the same order; rows never change, so this can go to another thread.
    [[nodiscard]] std::vector<RowPointer> rows(bool all) const;
    [[nodiscard]] Time now() const { return m_clock->now(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// Around everything that changes which rows show and where: a view keeps its place between the two. `byHand` when
    /// somebody sorted or filtered.
    void aboutToUpdate();
    void updated(bool byHand);

private:
    using Slot = std::uint32_t;
    using Slots = std::vector<Slot>;
    static constexpr std::uint32_t nowhere = ~std::uint32_t(0);

    struct SlotOf {
        RowPointer row;
        std::string searchText;
        std::uint64_t arrival = 0;
    };
    struct Batch {
        Slots changed; ///< data only, or more
        Slots misplaced; ///< must be placed anew
        Slots gone;
        bool visibility = false;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    void queueChange(std::string id, std::optional<TableRow> upsert);
    void flush();
    void applyNow(std::vector<TableRow> upserts, const std::vector<std::string> &removals);
    void put(TableRow row, Batch &batch);
    void takeOut(std::string_view id, Batch &batch);
    [[nodiscard]] Slot freeSlot();
    [[nodiscard]] bool admits(Slot slot) const;
    void rearrangeAll(const Batch &batch);
    void refilter(bool byHand);

    void showAll();
    void show(const Slots &next);
    void takeFromView(const Slots &next);
    void bringIntoView(const Slots &next);
    void permute(Slots order);
    void reindex(std::size_t from = 0);
    void tellChanged(const Slots &changed);
    [[nodiscard]] QVariant rawValue(const TableCell &cell) const;

    const Clock *m_clock;
    std::vector<TableColumn> m_columns;
    TableFilter m_filter;
    TableOrder m_order;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;

    std::vector<SlotOf> m_slots;
    std::vector<char> m_admitted; ///< by slot: whether the filter lets it show
    std::vector<std::uint32_t> m_position; ///< by slot: its row in the view, or nowhere
    Slots m_free;
    std::unordered_map<std::string, Slot, Hash, std::equal_to<>> m_byId;
    std::uint64_t m_arrivals = 0;
    Slots m_sorted; ///< all rows in their order
    Slots m_shown; ///< those of them that the filter lets show

    QTimer m_flushing;
    std::vector<std::pair<std::string, std::optional<TableRow>>> m_queue; ///< nothing: removal
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> m_queuedAt;
};

} // namespace portolan::ui
