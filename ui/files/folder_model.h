// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/files/remote_tree.h"

#include <QAbstractTableModel>
#include <QCollator>

namespace portolan::ui {

/// What one remote folder holds, as it was listed: folders first, names in natural order ("lab2" before "lab10").
class FolderModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, Changed, Permissions, Kind, columns };
    enum Role { SortRole = Qt::UserRole };

    explicit FolderModel(QObject *parent = nullptr);

    void setListing(RemoteListing listing);
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const RemoteEntry &entry(int row) const { return m_all[m_shown[std::size_t(row)]].entry; }
    [[nodiscard]] std::string pathOf(int row) const { return joinPath(m_path, entry(row).name); }
    /// -1 where it is not shown.
    [[nodiscard]] int rowOf(const std::string &name) const;
    /// All of the folder, hidden ones too.
    [[nodiscard]] std::map<std::string, ItemFacts> names() const;

    void setShowHidden(bool show);
    [[nodiscard]] bool showsHidden() const { return m_showHidden; }
    [[nodiscard]] std::size_t hiddenCount() const { return m_all.size() - m_shown.size(); }
    /// Tells that "4 min ago" has become older.
    void updateAges();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Asks by renameWanted(); what is shown changes with the next listing.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void renameWanted(const std::string &name, const QString &newName);

private:
    struct Known {
        RemoteEntry entry;
        QString name;
        QCollatorSortKey key;
    };

    [[nodiscard]] bool isLess(std::size_t left, std::size_t right) const;
    [[nodiscard]] QVariant display(const Known &known, int column) const;
    [[nodiscard]] std::vector<std::size_t> shown() const;

    QCollator m_collator;
    std::string m_path;
    std::vector<Known> m_all;
    std::vector<std::size_t> m_shown; ///< of m_all, sorted
    int m_sortColumn = Name;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_showHidden = false;
};

} // namespace portolan::ui
