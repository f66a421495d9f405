// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/transfer_queue.h"

#include "ui/files/wording.h"

namespace portolan::ui {

namespace {

QString fromPath(const std::string &path)
{
    return QString::fromStdString(path);
}

} // namespace

TransferQueue::TransferQueue(Limits limits, QObject *parent) : QAbstractTableModel(parent), m_limits(limits)
{
    m_pumping.setSingleShot(true);
    connect(&m_pumping, &QTimer::timeout, this, &TransferQueue::pump);
    m_telling.setSingleShot(true);
    m_telling.setInterval(std::chrono::milliseconds(100));
    connect(&m_telling, &QTimer::timeout, this, &TransferQueue::tellProgress);
}

TransferQueue::~TransferQueue()
{
    for (auto &[id, stop] : m_running)
        stop.request_stop();
}

std::vector<TransferId> TransferQueue::add(const FilesPlace &place, const std::vector<Wanted> &wanted)
{
    std::vector<TransferId> ids;
    if (wanted.empty())
        return ids;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(wanted.size()) - 1);
    for (const Wanted &one : wanted) {
        m_transfers.push_back({.id = ++m_lastId,
                               .direction = one.direction,
                               .place = place,
                               .localPath = one.localPath,
                               .remotePath = one.remotePath,
                               .bytes = one.bytes});
        ids.push_back(m_lastId);
    }
    endInsertRows();
    m_pumping.start(0);
    m_telling.start();
    return ids;
}

int TransferQueue::rowOf(TransferId id) const
{
    const auto found = std::ranges::lower_bound(m_transfers, id, {}, &Transfer::id);
    return found != m_transfers.end() && found->id == id ? int(found - m_transfers.begin()) : -1;
}

Transfer *TransferQueue::findRow(TransferId id)
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_transfers[std::size_t(row)];
}

const Transfer *TransferQueue::find(TransferId id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_transfers[std::size_t(row)];
}

bool TransferQueue::apply(Transfer &transfer, TransferEvent event)
{
    const auto next = transferTable.next(transfer.state, event);
    if (!next)
        return false;
    transfer.state = *next;
    const int row = rowOf(transfer.id);
    Q_EMIT dataChanged(index(row, 0), index(row, columns - 1));
    m_pumping.start(0);
    if (!m_telling.isActive())
        m_telling.start();
    return true;
}

void TransferQueue::cancel(TransferId id)
{
    if (const auto running = m_running.find(id); running != m_running.end()) {
        running->second.request_stop();
        return;
    }
    if (auto *transfer = findRow(id); transfer && apply(*transfer, TransferEvent::Cancel))
        Q_EMIT finished(id);
}

void TransferQueue::retry(TransferId id)
{
    auto *transfer = findRow(id);
    if (!transfer || !transferTable.next(transfer->state, TransferEvent::Retry))
        return;
    transfer->failure.reset();
    transfer->progress = {};
    apply(*transfer, TransferEvent::Retry);
}

template <class Predicate>
void TransferQueue::removeIf(Predicate predicate)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!predicate(m_transfers[std::size_t(row)]))
            continue;
        int first = row;
        while (first > 0 && predicate(m_transfers[std::size_t(first) - 1]))
            --first;
        beginRemoveRows({}, first, row);
        m_transfers.erase(m_transfers.begin() + first, m_transfers.begin() + row + 1);
        endRemoveRows();
        row = first;
    }
    m_firstChanged = m_lastChanged = -1;
    m_telling.start();
}

void TransferQueue::clearFinished()
{
    removeIf([](const Transfer &transfer) {
        return transfer.state == TransferState::Succeeded || transfer.state == TransferState::Cancelled;
    });
}

void TransferQueue::remove(TransferId id)
{
    removeIf([id](const Transfer &transfer) { return transfer.id == id && !isActive(transfer.state); });
}

std::shared_ptr<FilesLink> TransferQueue::link(const FilesPlace &place)
{
    auto &known = m_links[place.id];
    auto link = known.lock();
    if (!link)
        known = link = std::make_shared<FilesLink>(place.connect);
    return link;
}

std::shared_ptr<QTemporaryDir> TransferQueue::scratch()
{
    if (!m_scratch)
        m_scratch = std::make_shared<QTemporaryDir>();
    if (!m_scratch->isValid())
        m_scratch.reset();
    return m_scratch;
}

void TransferQueue::pump()
{
    struct UnderWay {
        int large = 0;
        int small = 0;
    };
    std::map<QString, UnderWay> underWay;
    const auto isSmall = [&](const Transfer &transfer) {
        return transfer.bytes && *transfer.bytes <= m_limits.smallBytes;
    };
    const auto countOf = [&](const Transfer &transfer) -> int & {
        auto &counts = underWay[transfer.place.id];
        return isSmall(transfer) ? counts.small : counts.large;
    };
    for (const Transfer &transfer : m_transfers)
        if (transfer.state == TransferState::Running)
            ++countOf(transfer);
    for (std::size_t row = 0; row < m_transfers.size(); ++row) {
        Transfer &transfer = m_transfers[row];
        if (transfer.state != TransferState::Waiting)
            continue;
        if (int &count = countOf(transfer); count < (isSmall(transfer) ? m_limits.small : m_limits.large)) {
            ++count;
            start(transfer);
        }
    }
}

void TransferQueue::start(Transfer &transfer)
{
    apply(transfer, TransferEvent::Start);
    const auto &stop = m_running[transfer.id] = std::stop_source();
    detach(run(this, transfer, link(transfer.place), stop.get_token()));
}

Task<void> TransferQueue::run(QPointer<TransferQueue> self, Transfer transfer, std::shared_ptr<FilesLink> link,
                              std::stop_token cancel)
{
    const auto session = co_await link->session(FilesLink::Use::Transfer, cancel);
    Result<ssh::TransferSummary> result;
    if (!session) {
        result = std::unexpected(session.error());
    } else {
        ssh::TransferOptions options{.onProgress =
                                         [self, id = transfer.id](const ssh::TransferProgress &progress) {
                                             if (self)
                                                 self->progressed(id, progress);
                                         },
                                     .cancel = cancel};
        if (transfer.direction == TransferDirection::Upload)
            result = co_await (*session)->uploadTree(transfer.localPath, transfer.remotePath, std::move(options));
        else
            result = co_await (*session)->downloadTree(transfer.remotePath, transfer.localPath, std::move(options));
    }
    if (self)
        self->ended(transfer.id, cancel.stop_requested(), std::move(result));
}

void TransferQueue::progressed(TransferId id, const ssh::TransferProgress &progress)
{
    const int row = rowOf(id);
    if (row < 0 || m_transfers[std::size_t(row)].state != TransferState::Running)
        return;
    m_transfers[std::size_t(row)].progress = progress;
    m_firstChanged = m_firstChanged < 0 ? row : std::min(m_firstChanged, row);
    m_lastChanged = std::max(m_lastChanged, row);
    if (!m_telling.isActive())
        m_telling.start();
}

void TransferQueue::tellProgress()
{
    if (m_firstChanged >= 0)
        Q_EMIT dataChanged(index(m_firstChanged, 0), index(m_lastChanged, columns - 1));
    m_firstChanged = m_lastChanged = -1;
    Q_EMIT summaryChanged(summary());
}

void TransferQueue::ended(TransferId id, bool wasCancelled, Result<ssh::TransferSummary> result)
{
    m_running.erase(id);
    Transfer *transfer = findRow(id);
    if (!transfer)
        return;
    transfer->progress.bytesPerSecond.reset();
    transfer->progress.timeLeft.reset();
    if (result) { // even if it was to be cancelled: it is there now
        transfer->summary = *result;
        apply(*transfer, TransferEvent::Succeed);
    } else if (wasCancelled) {
        apply(*transfer, TransferEvent::Cancel);
    } else {
        transfer->failure = std::move(result.error());
        apply(*transfer, TransferEvent::Fail);
    }
    Q_EMIT finished(id);
}

int TransferQueue::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_transfers.size());
}

int TransferQueue::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

namespace {

QString sizeText(const Transfer &transfer)
{
    if (transfer.state == TransferState::Succeeded) {
        const auto &done = transfer.summary;
        return done.folders > 0
                   ? TransferQueue::tr("%1 · %n file(s)", nullptr, int(done.files)).arg(bytesText(done.bytes))
                   : bytesText(done.bytes);
    }
    const auto &progress = transfer.progress;
    const auto total = progress.isTotalKnown ? std::optional(progress.totalBytes) : transfer.bytes;
    if (transfer.state == TransferState::Waiting)
        return total ? bytesText(*total) : QString();
    const auto done = bytesText(progress.bytes);
    return total ? TransferQueue::tr("%1 of %2").arg(done, bytesText(*total)) : done;
}

/// What is under way now, or why it has failed.
QString progressText(const Transfer &transfer)
{
    if (transfer.failure)
        return fileErrorText(*transfer.failure);
    if (transfer.state != TransferState::Running)
        return {};
    const auto &progress = transfer.progress;
    if (progress.totalFiles > 1)
        return TransferQueue::tr("%1 of %n file(s)", nullptr, int(progress.totalFiles)).arg(progress.files);
    return progress.totalFiles == 0 ? TransferQueue::tr("Connecting") : QString();
}

QVariant displayOf(const Transfer &transfer, int column)
{
    const bool runs = transfer.state == TransferState::Running;
    switch (column) {
    case TransferQueue::Name:
        return (transfer.direction == TransferDirection::Upload ? QStringLiteral("↑ ") : QStringLiteral("↓ "))
               + nameOf(transfer);
    case TransferQueue::State:
        return lookOf(transfer.state).word;
    case TransferQueue::Progress:
        return progressText(transfer);
    case TransferQueue::Size:
        return sizeText(transfer);
    case TransferQueue::Rate:
        return runs ? rateText(transfer.progress.bytesPerSecond) : QString();
    case TransferQueue::TimeLeft:
        return runs ? durationText(transfer.progress.timeLeft) : QString();
    case TransferQueue::Place:
        return transfer.place.name;
    default:
        return {};
    }
}

QString toolTipOf(const Transfer &transfer)
{
    const bool up = transfer.direction == TransferDirection::Upload;
    const auto &from = up ? transfer.localPath : transfer.remotePath;
    const auto &to = up ? transfer.remotePath : transfer.localPath;
    QString text = TransferQueue::tr("From %1\nto %2").arg(fromPath(from), fromPath(to));
    if (transfer.failure)
        text += u'\n' + fileErrorText(*transfer.failure);
    return text;
}

QVariant fractionOf(const Transfer &transfer)
{
    const auto &progress = transfer.progress;
    const auto total = progress.isTotalKnown ? progress.totalBytes : transfer.bytes.value_or(0);
    if (transfer.state != TransferState::Running || total == 0)
        return {};
    return std::min(1.0, double(progress.bytes) / double(total));
}

} // namespace

QVariant TransferQueue::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Transfer &transfer = m_transfers[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return displayOf(transfer, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Name
                   ? (transfer.direction == TransferDirection::Upload ? tr("Upload of %1") : tr("Download of %1"))
                         .arg(nameOf(transfer))
                   : displayOf(transfer, index.column()).toString();
    case Qt::ToolTipRole:
        return toolTipOf(transfer);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter
                   | (index.column() == Size || index.column() == Rate || index.column() == TimeLeft ? Qt::AlignRight
                                                                                                     : Qt::AlignLeft));
    case IdRole:
        return transfer.id;
    case StateRole:
        return QVariant::fromValue(lookOf(transfer.state));
    case FractionRole:
        return fractionOf(transfer);
    default:
        return {};
    }
}

QVariant TransferQueue::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const bool isFigure = section == Size || section == Rate || section == TimeLeft;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isFigure ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case State:
        return tr("State");
    case Progress:
        return tr("Progress");
    case Size:
        return tr("Size");
    case Rate:
        return tr("Rate");
    case TimeLeft:
        return tr("Time left");
    case Place:
        return tr("Workspace");
    default:
        return {};
    }
}

} // namespace portolan::ui
