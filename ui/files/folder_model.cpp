// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/folder_model.h"

#include "ui/files/wording.h"
#include "ui/widgets/theme.h"

#include <QDateTime>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QLocale>
#include <QMimeDatabase>

namespace portolan::ui {

namespace {

QString kindOfFile(const QString &name)
{
    static QHash<QString, QString> known;
    const auto dot = name.lastIndexOf(u'.');
    const auto suffix = dot <= 0 ? QString() : name.mid(dot + 1).toLower();
    auto found = known.constFind(suffix);
    if (found == known.constEnd()) {
        const auto type = suffix.isEmpty() ? QMimeType()
                                           : QMimeDatabase().mimeTypeForFile(name, QMimeDatabase::MatchExtension);
        found = known.insert(suffix, type.isValid() && !type.isDefault() ? type.comment() : FolderModel::tr("File"));
    }
    return *found;
}

QString kindText(const RemoteEntry &entry, const QString &name)
{
    if (entry.isLink()) {
        if (!entry.targetKind)
            return FolderModel::tr("Broken link");
        return entry.isFolder() ? FolderModel::tr("Link to a folder") : FolderModel::tr("Link");
    }
    switch (ssh::kindOf(entry.attributes)) {
    case ssh::FileKind::Folder:
        return FolderModel::tr("Folder");
    case ssh::FileKind::File:
        return kindOfFile(name);
    default:
        return FolderModel::tr("Device or socket");
    }
}

QIcon iconOf(const RemoteEntry &entry)
{
    if (entry.isFolder())
        return QIcon::fromTheme(QStringLiteral("folder"));
    return QIcon::fromTheme(entry.isLink() ? QStringLiteral("emblem-symbolic-link") : QStringLiteral("text-x-generic"));
}

} // namespace

FolderModel::FolderModel(QObject *parent)
    : QAbstractTableModel(parent),
      // The C locale compares bytes and knows no numbers.
      m_collator(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale())
{
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

void FolderModel::setListing(RemoteListing listing)
{
    beginResetModel();
    m_path = std::move(listing.path);
    m_all.clear();
    m_all.reserve(listing.entries.size());
    for (auto &entry : listing.entries) {
        const auto name = QString::fromStdString(entry.name);
        m_all.push_back({.entry = std::move(entry), .name = name, .key = m_collator.sortKey(name)});
    }
    m_shown = shown();
    endResetModel();
}

std::vector<std::size_t> FolderModel::shown() const
{
    std::vector<std::size_t> rows;
    for (std::size_t at = 0; at < m_all.size(); ++at)
        if (m_showHidden || !m_all[at].name.startsWith(u'.'))
            rows.push_back(at);
    std::ranges::stable_sort(rows, [this](std::size_t left, std::size_t right) { return isLess(left, right); });
    return rows;
}

bool FolderModel::isLess(std::size_t left, std::size_t right) const
{
    const Known &one = m_all[left];
    const Known &other = m_all[right];
    if (one.entry.isFolder() != other.entry.isFolder())
        return one.entry.isFolder();
    int order = 0;
    const auto compare = [](const auto &a, const auto &b) { return a < b ? -1 : (b < a ? 1 : 0); };
    switch (m_sortColumn) {
    case Size:
        order = compare(one.entry.attributes.size, other.entry.attributes.size);
        break;
    case Changed:
        order = compare(one.entry.attributes.modified, other.entry.attributes.modified);
        break;
    case Permissions:
        order = compare(one.entry.attributes.mode, other.entry.attributes.mode);
        break;
    case Kind:
        order = kindText(one.entry, one.name).localeAwareCompare(kindText(other.entry, other.name));
        break;
    default:
        break;
    }
    if (order == 0)
        order = one.key.compare(other.key);
    return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
}

int FolderModel::rowOf(const std::string &name) const
{
    const auto found = std::ranges::find_if(m_shown, [&](std::size_t at) { return m_all[at].entry.name == name; });
    return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

std::map<std::string, ItemFacts> FolderModel::names() const
{
    std::map<std::string, ItemFacts> names;
    for (const Known &known : m_all)
        names[known.entry.name] = {.kind = known.entry.isFolder() ? ItemKind::Folder : ItemKind::File};
    return names;
}

void FolderModel::setShowHidden(bool show)
{
    if (m_showHidden == show)
        return;
    beginResetModel();
    m_showHidden = show;
    m_shown = shown();
    endResetModel();
}

void FolderModel::updateAges()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Changed), index(rowCount() - 1, Changed), {Qt::DisplayRole});
}

int FolderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int FolderModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant FolderModel::display(const Known &known, int column) const
{
    const auto &attributes = known.entry.attributes;
    switch (column) {
    case Name:
        return known.entry.target ? tr("%1 → %2").arg(known.name, QString::fromStdString(*known.entry.target))
                                  : known.name;
    case Size:
        return attributes.size && ssh::kindOf(attributes) == ssh::FileKind::File ? bytesText(*attributes.size)
                                                                                 : QString();
    case Changed:
        return attributes.modified ? agoText(*attributes.modified, QDateTime::currentSecsSinceEpoch()) : QString();
    case Permissions:
        return attributes.mode ? permissionsText(*attributes.mode) : QString();
    case Kind:
        return kindText(known.entry, known.name);
    default:
        return {};
    }
}

QVariant FolderModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Known &known = m_all[m_shown[std::size_t(index.row())]];
    switch (role) {
    case Qt::DisplayRole:
        return display(known, index.column());
    case Qt::EditRole:
        return index.column() == Name ? QVariant(known.name) : display(known, index.column());
    case Qt::DecorationRole:
        return index.column() == Name ? QVariant(iconOf(known.entry)) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Name ? tr("%1, %2").arg(known.name, kindText(known.entry, known.name))
                                      : display(known, index.column()).toString();
    case Qt::ToolTipRole:
        if (index.column() == Changed && known.entry.attributes.modified)
            return timeText(*known.entry.attributes.modified);
        if (index.column() == Size && known.entry.attributes.size)
            return tr("%L1 bytes").arg(*known.entry.attributes.size);
        return index.column() == Name ? display(known, Name) : QVariant();
    case Qt::FontRole:
        return index.column() == Permissions ? QVariant(fixedFont()) : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == Size ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant FolderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Size ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Size:
        return tr("Size");
    case Changed:
        return tr("Changed");
    case Permissions:
        return tr("Permissions");
    case Kind:
        return tr("Kind");
    default:
        return {};
    }
}

Qt::ItemFlags FolderModel::flags(const QModelIndex &index) const
{
    auto flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags | Qt::ItemIsDropEnabled;
    flags |= Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    if (index.column() == Name)
        flags |= Qt::ItemIsEditable;
    if (entry(index.row()).isFolder())
        flags |= Qt::ItemIsDropEnabled;
    return flags;
}

bool FolderModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.column() != Name)
        return false;
    const auto &known = m_all[m_shown[std::size_t(index.row())]];
    if (const auto wanted = value.toString(); !wanted.isEmpty() && wanted != known.name)
        Q_EMIT renameWanted(known.entry.name, wanted);
    return false;
}

void FolderModel::sort(int column, Qt::SortOrder order)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    m_sortColumn = column;
    m_sortOrder = order;
    const auto before = std::exchange(m_shown, shown());
    std::vector<int> rowNow(m_all.size(), -1);
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        rowNow[m_shown[row]] = int(row);
    QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex &old : from)
        to.push_back(index(rowNow[before[std::size_t(old.row())]], old.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace portolan::ui
