// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/rank_reason.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

struct RankWords {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::RankWords)
};

QString freeText(std::int64_t room, bool unlimited)
{
    if (unlimited)
        return RankWords::tr("no limit (counts as 1 place free)");
    if (room < 0)
        return RankWords::tr("no place free (%1 over its capacity)").arg(-room);
    return room == 0 ? RankWords::tr("no place free")
                     : RankWords::tr("%n place(s) free", nullptr, static_cast<int>(room));
}

QString reservedText(std::int64_t available)
{
    return available == 0 ? RankWords::tr("no warm session")
                          : RankWords::tr("%n warm session(s)", nullptr, static_cast<int>(available));
}

} // namespace

QString reasonOf(const AllocationCandidate &candidate, const AllocationCandidate &before)
{
    const auto portal = [](const AllocationCandidate &of) { return freeText(of.portalRoom, of.portalUnlimited); };
    const auto own = [](const AllocationCandidate &of) {
        return freeText(of.environmentRoom, of.environmentUnlimited);
    };
    const QString name = QString::fromStdString(before.environment);
    switch (candidate.reason) {
        using enum schedule::RankReason;
    case First:
        return RankWords::tr("Nothing ranks higher.");
    case PortalFull:
        return RankWords::tr("Its portal is full, that of %1 has %2.").arg(name, portal(before));
    case EnvironmentFull:
        return RankWords::tr("It is full, %1 has %2.").arg(name, own(before));
    case PortalRoom:
        return RankWords::tr("Its portal has %1, that of %2 has %3.").arg(portal(candidate), name, portal(before));
    case Available:
        return RankWords::tr("It has %1, %2 has %3.")
            .arg(reservedText(candidate.available), name, reservedText(before.available));
    case EnvironmentRoom:
        return RankWords::tr("It has %1, %2 has %3.").arg(own(candidate), name, own(before));
    case Order:
        return RankWords::tr("It was registered after %1, and is the same in all else.").arg(name);
    }
    return {};
}

} // namespace portolan::ui
