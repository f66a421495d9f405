// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/files/placement.h"
#include "ui/files/transfer_queue.h"

#include <QMimeData>
#include <QUrl>

namespace portolan::ui {

/// Copies of remote files for other programs of the desktop to take.
///
/// A drop hands over names of local files, which must be whole at that moment. The two ways around a copy beforehand
/// are no ways here: producing the list in QMimeData::retrieveData() would have to wait for the download inside a call
/// of the GUI thread (a drop target may ask for it as soon as the pointer enters it), and the formats of a running
/// drag cannot be extended, neither on X11 nor on Wayland. So a drag offers files to other programs only when they
/// are there: what is dragged out of the window for the first time is fetched, the pane says when it is ready, and
/// dragging it again hands it over at once. Copies go into the queue's scratch folder, which lasts as long as the
/// console: a program may read them long after the drop.
class DragStaging final : public QObject
{
    Q_OBJECT

public:
    /// What a drag carries within the console: the place's id and a path a line.
    static constexpr auto remoteFormat = "application/x-portolan-remote-files";

    DragStaging(FilesPlace place, TransferQueue &queue, QObject *parent = nullptr);

    /// Begins to fetch them, unless that is under way or done. Ends a preparation of others.
    void prepare(const std::vector<PlacedItem> &items);
    void cancel();
    /// What was fetched may not be what is there now.
    void forget();

    [[nodiscard]] bool isPreparing() const { return !m_pending.empty(); }
    /// The local copies of exactly these; empty until they are there.
    [[nodiscard]] QList<QUrl> copiesOf(const std::vector<PlacedItem> &items) const;

    /// For a drag of these; the caller owns it.
    [[nodiscard]] std::unique_ptr<QMimeData> mimeData(const std::vector<PlacedItem> &items) const;
    /// The paths that a drag from this place carries; empty when it comes from elsewhere.
    [[nodiscard]] std::vector<std::string> pathsIn(const QMimeData &mime) const;

Q_SIGNALS:
    void ready(int count);
    void failed(const QString &why);

private:
    void transferFinished(TransferId id);

    FilesPlace m_place;
    TransferQueue &m_queue;
    std::vector<std::string> m_paths; ///< what is or was prepared
    QList<QUrl> m_copies;
    std::vector<TransferId> m_pending;
    bool m_isReady = false;
    int m_round = 0;
};

} // namespace portolan::ui
