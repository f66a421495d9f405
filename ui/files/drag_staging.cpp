// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/drag_staging.h"

#include "ui/files/wording.h"

#include <QDir>

namespace portolan::ui {

namespace {

std::vector<std::string> pathsOf(const std::vector<PlacedItem> &items)
{
    std::vector<std::string> paths;
    for (const PlacedItem &item : items)
        paths.push_back(item.from);
    std::ranges::sort(paths);
    return paths;
}

} // namespace

DragStaging::DragStaging(FilesPlace place, TransferQueue &queue, QObject *parent)
    : QObject(parent), m_place(std::move(place)), m_queue(queue)
{
    connect(&queue, &TransferQueue::finished, this, &DragStaging::transferFinished);
}

void DragStaging::prepare(const std::vector<PlacedItem> &items)
{
    auto paths = pathsOf(items);
    if (items.empty() || (paths == m_paths && (m_isReady || isPreparing())))
        return;
    cancel();
    const auto scratch = m_queue.scratch();
    const auto folder = QStringLiteral("%1-%2").arg(quintptr(this), 0, 16).arg(++m_round);
    if (!scratch || !QDir(scratch->path()).mkdir(folder)) {
        Q_EMIT failed(tr("There is no room for temporary files on this computer."));
        return;
    }
    m_paths = std::move(paths);
    std::vector<TransferQueue::Wanted> wanted;
    for (const PlacedItem &item : items) {
        const auto local = scratch->filePath(folder + u'/' + QString::fromStdString(item.name));
        wanted.push_back({.direction = TransferDirection::Download,
                          .localPath = local.toStdString(),
                          .remotePath = item.from,
                          .bytes = item.facts.bytes});
        m_copies.push_back(QUrl::fromLocalFile(local));
    }
    m_pending = m_queue.add(m_place, wanted);
}

void DragStaging::cancel()
{
    for (const TransferId id : std::exchange(m_pending, {}))
        m_queue.cancel(id);
    forget();
}

void DragStaging::forget()
{
    if (isPreparing())
        return;
    m_isReady = false;
    m_paths.clear();
    m_copies.clear();
}

void DragStaging::transferFinished(TransferId id)
{
    if (std::erase(m_pending, id) == 0)
        return;
    const Transfer *transfer = m_queue.find(id);
    if (!transfer || transfer->state != TransferState::Succeeded) {
        const auto why = transfer && transfer->failure ? fileErrorText(*transfer->failure) : tr("It was cancelled.");
        cancel();
        Q_EMIT failed(why);
        return;
    }
    if (!m_pending.empty())
        return;
    m_isReady = true;
    Q_EMIT ready(int(m_copies.size()));
}

QList<QUrl> DragStaging::copiesOf(const std::vector<PlacedItem> &items) const
{
    return m_isReady && pathsOf(items) == m_paths ? m_copies : QList<QUrl>();
}

std::unique_ptr<QMimeData> DragStaging::mimeData(const std::vector<PlacedItem> &items) const
{
    auto mime = std::make_unique<QMimeData>();
    QByteArray paths = m_place.id.toUtf8();
    for (const PlacedItem &item : items)
        paths += '\0' + QByteArray::fromStdString(item.from);
    mime->setData(QLatin1StringView(remoteFormat), paths);
    if (const auto copies = copiesOf(items); !copies.isEmpty())
        mime->setUrls(copies);
    return mime;
}

std::vector<std::string> DragStaging::pathsIn(const QMimeData &mime) const
{
    const auto parts = mime.data(QLatin1StringView(remoteFormat)).split('\0');
    std::vector<std::string> paths;
    if (parts.front() == m_place.id.toUtf8())
        for (qsizetype at = 1; at < parts.size(); ++at)
            paths.push_back(parts[at].toStdString());
    return paths;
}

} // namespace portolan::ui
