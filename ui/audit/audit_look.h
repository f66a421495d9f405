// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/audit/audit_record.h"
#include "ui/widgets/state_chip.h"

/// How a record of the audit log shows. Pure functions; texts are translated.
namespace portolan::ui {

/// Of a result, by its name in the API.
[[nodiscard]] StateLook lookOfAuditResult(std::string_view result);
[[nodiscard]] StateLook lookOfAuditResult(AuditResult result);
/// All of it as JSON, for the clipboard.
[[nodiscard]] QString jsonOfAudit(const AuditRecord &record);

/// A hash in groups of sixteen digits, which lines can be broken between.
[[nodiscard]] QString groupedHash(const std::string &hash);

} // namespace portolan::ui
