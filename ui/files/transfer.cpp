// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/transfer.h"

#include "ui/files/wording.h"

#include <QCoreApplication>
#include <QStringList>

namespace portolan::ui {

namespace {

struct TransferWording {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::TransferWording)
};

} // namespace

QString nameOf(const Transfer &transfer)
{
    const auto &path = transfer.direction == TransferDirection::Upload ? transfer.localPath : transfer.remotePath;
    return QString::fromStdString(path.substr(path.rfind('/') + 1));
}

StateLook lookOf(TransferState state)
{
    switch (state) {
    case TransferState::Waiting:
        return {Shape::Ring, Tone::Idle, TransferWording::tr("Waiting")};
    case TransferState::Running:
        return {Shape::HalfDisc, Tone::Busy, TransferWording::tr("Running")};
    case TransferState::Succeeded:
        return {Shape::Disc, Tone::Ok, TransferWording::tr("Done")};
    case TransferState::Failed:
        return {Shape::Cross, Tone::Bad, TransferWording::tr("Failed")};
    case TransferState::Cancelled:
        return {Shape::Square, Tone::Idle, TransferWording::tr("Cancelled")};
    }
    std::unreachable();
}

QString summaryOf(const std::vector<Transfer> &transfers)
{
    int active = 0;
    int failed = 0;
    std::optional<double> rate;
    std::uint64_t left = 0;
    bool isLeftKnown = true;
    for (const Transfer &transfer : transfers) {
        failed += transfer.state == TransferState::Failed;
        if (!isActive(transfer.state))
            continue;
        ++active;
        const auto &progress = transfer.progress;
        if (progress.bytesPerSecond)
            rate = rate.value_or(0) + *progress.bytesPerSecond;
        if (progress.isTotalKnown)
            left += progress.totalBytes - std::min(progress.bytes, progress.totalBytes);
        else if (transfer.bytes)
            left += *transfer.bytes - std::min(progress.bytes, *transfer.bytes);
        else
            isLeftKnown = false;
    }
    QStringList parts;
    if (active > 0) {
        parts << TransferWording::tr("Transfers %1").arg(active);
        if (rate)
            parts << rateText(rate);
        // The rest at the rate of all: the transfers share one line.
        if (rate && *rate > 0 && isLeftKnown)
            parts << TransferWording::tr("%1 left").arg(
                durationText(std::chrono::seconds(std::llround(double(left) / *rate))));
    }
    if (failed > 0)
        parts << (active > 0 ? TransferWording::tr("%1 failed").arg(failed)
                             : TransferWording::tr("Transfers: %1 failed").arg(failed));
    return parts.join(QStringLiteral(" · "));
}

} // namespace portolan::ui
