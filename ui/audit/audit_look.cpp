// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/audit_look.h"

#include "core/schema/codec.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

struct AuditLook {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::AuditLook)
};

} // namespace

StateLook lookOfAuditResult(AuditResult result)
{
    switch (result) {
    case AuditResult::Denied:
        return {Shape::Triangle, Tone::Warn, AuditLook::tr("Denied")};
    case AuditResult::Failed:
        return {Shape::Cross, Tone::Bad, AuditLook::tr("Failed")};
    case AuditResult::Allowed:
        break;
    }
    return {Shape::Disc, Tone::Ok, AuditLook::tr("Allowed")};
}

StateLook lookOfAuditResult(std::string_view result)
{
    return lookOfAuditResult(schema::enumFromName<AuditResult>(result).value_or(AuditResult::Failed));
}

QString groupedHash(const std::string &hash)
{
    constexpr qsizetype group = 16;
    const QString digits = QString::fromStdString(hash);
    QStringList groups;
    for (qsizetype at = 0; at < digits.size(); at += group)
        groups << digits.sliced(at, std::min(group, digits.size() - at));
    return groups.join(u' ');
}

QString jsonOfAudit(const AuditRecord &record)
{
    return QString::fromStdString(schema::encode(record, true));
}

} // namespace portolan::ui
