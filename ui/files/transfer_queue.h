// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/files/transfer.h"

#include <QAbstractTableModel>
#include <QPointer>
#include <QTemporaryDir>
#include <QTimer>

namespace portolan::ui {

/// All transfers of the console, in the order of asking: starts them, keeps what has become of them, and is the model
/// of the list that shows them. Each is verified by core/ssh and has succeeded only when everything is there. In the
/// GUI thread; ends what is under way when it goes.
class TransferQueue final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Progress, Size, Rate, TimeLeft, Place, columns };
    enum Role {
        IdRole = Qt::UserRole,
        StateRole,    ///< StateLook
        FractionRole, ///< 0 to 1 while it runs and the total is known
    };

    /// How many are under way at a time in one place. A small file costs round trips and no bandwidth, so many go
    /// together; large ones and folders share the bandwidth, and a folder's own files go many at a time anyway.
    struct Limits {
        int large = 3;
        int small = 32;
        std::uint64_t smallBytes = 1'000'000;
    };

    struct Wanted {
        TransferDirection direction = TransferDirection::Upload;
        std::string localPath;
        std::string remotePath; ///< of the copy itself, not of its folder
        std::optional<std::uint64_t> bytes = {}; ///< of a file
    };

    explicit TransferQueue(QObject *parent = nullptr) : TransferQueue(Limits(), parent) {}
    explicit TransferQueue(Limits limits, QObject *parent = nullptr);
    ~TransferQueue() override;

    /// Gives the ids, in the order of what is wanted.
    std::vector<TransferId> add(const FilesPlace &place, const std::vector<Wanted> &wanted);
    /// Does nothing in a state that does not allow it. One that runs is over when it has tidied up.
    void cancel(TransferId id);
    void retry(TransferId id);
    /// Forgets what has succeeded or was cancelled; what has failed stays until it is removed by its id.
    void clearFinished();
    void remove(TransferId id);

    [[nodiscard]] const Transfer *find(TransferId id) const;
    [[nodiscard]] const std::vector<Transfer> &transfers() const { return m_transfers; }
    [[nodiscard]] QString summary() const { return summaryOf(m_transfers); }

    /// The connection that browser and transfers of a place share.
    [[nodiscard]] std::shared_ptr<FilesLink> link(const FilesPlace &place);

    /// A folder for copies that other programs read, such as what is dragged out; it goes with the queue, and with it
    /// all in it. Null where none can be made.
    [[nodiscard]] std::shared_ptr<QTemporaryDir> scratch();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// At most ten times a second.
    void summaryChanged(const QString &summary);
    /// It has succeeded, failed or been cancelled.
    void finished(portolan::ui::TransferId id);

private:
    [[nodiscard]] Transfer *findRow(TransferId id);
    [[nodiscard]] int rowOf(TransferId id) const;
    bool apply(Transfer &transfer, TransferEvent event);
    void pump();
    void start(Transfer &transfer);
    void progressed(TransferId id, const ssh::TransferProgress &progress);
    void ended(TransferId id, bool wasCancelled, Result<ssh::TransferSummary> result);
    void tellProgress();
    template <class Predicate>
    void removeIf(Predicate predicate);
    static Task<void> run(QPointer<TransferQueue> self, Transfer transfer, std::shared_ptr<FilesLink> link,
                          std::stop_token cancel);

    Limits m_limits;
    std::vector<Transfer> m_transfers; ///< by id, upwards
    std::map<TransferId, std::stop_source> m_running;
    std::map<QString, std::weak_ptr<FilesLink>> m_links;
    std::shared_ptr<QTemporaryDir> m_scratch;
    TransferId m_lastId = 0;
    QTimer m_pumping;
    QTimer m_telling;
    int m_firstChanged = -1;
    int m_lastChanged = -1;
};

} // namespace portolan::ui
