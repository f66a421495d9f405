// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/transition_table.h"
#include "core/ssh/transfer.h"
#include "ui/files/files_link.h"
#include "ui/widgets/state_chip.h"

namespace portolan::ui {

enum class TransferState : std::uint8_t { Waiting, Running, Succeeded, Failed, Cancelled };
enum class TransferEvent : std::uint8_t { Start, Succeed, Fail, Cancel, Retry };
enum class TransferDirection : std::uint8_t { Upload, Download };

} // namespace portolan::ui

namespace portolan {

template <>
struct schema::EnumNames<ui::TransferState> {
    static constexpr std::array<std::pair<ui::TransferState, std::string_view>, 5> names{{
        {ui::TransferState::Waiting, "waiting"},
        {ui::TransferState::Running, "running"},
        {ui::TransferState::Succeeded, "succeeded"},
        {ui::TransferState::Failed, "failed"},
        {ui::TransferState::Cancelled, "cancelled"},
    }};
};

template <>
struct schema::EnumNames<ui::TransferEvent> {
    static constexpr std::array<std::pair<ui::TransferEvent, std::string_view>, 5> names{{
        {ui::TransferEvent::Start, "start"},
        {ui::TransferEvent::Succeed, "succeed"},
        {ui::TransferEvent::Fail, "fail"},
        {ui::TransferEvent::Cancel, "cancel"},
        {ui::TransferEvent::Retry, "retry"},
    }};
};

} // namespace portolan

namespace portolan::ui {

using TransferTransition = lifecycle::Transition<TransferState, TransferEvent>;

inline constexpr lifecycle::TransitionTable transferTable{
    "Transfer", TransferState::Waiting,
    std::to_array<TransferTransition>({
        {TransferState::Waiting, TransferEvent::Start, TransferState::Running, "fewer than allowed are under way"},
        {TransferState::Waiting, TransferEvent::Cancel, TransferState::Cancelled, "somebody took it back"},
        {TransferState::Running, TransferEvent::Succeed, TransferState::Succeeded, "everything is there, verified"},
        {TransferState::Running, TransferEvent::Fail, TransferState::Failed, "something is not; the row says what"},
        {TransferState::Running, TransferEvent::Cancel, TransferState::Cancelled, "somebody took it back"},
        {TransferState::Failed, TransferEvent::Retry, TransferState::Waiting, "somebody asked for it"},
        {TransferState::Cancelled, TransferEvent::Retry, TransferState::Waiting, "somebody asked for it"},
    })};
static_assert(transferTable.isWellFormed());

[[nodiscard]] constexpr bool isActive(TransferState state)
{
    return state == TransferState::Waiting || state == TransferState::Running;
}

using TransferId = quint64;

/// One file, or one folder with all in it, on its way to or from a workspace.
struct Transfer {
    TransferId id = 0;
    TransferDirection direction = TransferDirection::Upload;
    FilesPlace place;
    std::string localPath;
    std::string remotePath;
    /// Known beforehand for a file; a folder is counted while it is copied.
    std::optional<std::uint64_t> bytes;
    TransferState state = transferTable.initial();
    ssh::TransferProgress progress;
    ssh::TransferSummary summary; ///< once it has succeeded
    std::optional<Error> failure; ///< once it has failed
};

/// What the row is called: the last part of the path that it comes from.
[[nodiscard]] QString nameOf(const Transfer &transfer);
[[nodiscard]] StateLook lookOf(TransferState state);

/// All transfers in one line for the status bar: "Transfers 2 · 84 MB/s · 12 s left"; what failed is said until it is
/// cleared or tried again; empty when there is nothing to say.
[[nodiscard]] QString summaryOf(const std::vector<Transfer> &transfers);

} // namespace portolan::ui

Q_DECLARE_METATYPE(portolan::ui::TransferState)
