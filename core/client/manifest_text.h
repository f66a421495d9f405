// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/manifest.h"
#include "core/model/workshop/tenant.h"
#include "core/model/workshop/training_portal.h"
#include "core/model/workshop/workshop.h"

namespace portolan {

/// The manifest that makes it, as YAML for people; readManifests() reads it.
[[nodiscard]] std::string manifestText(std::string_view name, const TenantSpec &spec);
[[nodiscard]] std::string manifestText(std::string_view name, const TrainingPortalSpec &spec);
[[nodiscard]] std::string manifestText(std::string_view name, const WorkshopSpec &spec);

/// The members of its spec that mean nothing here, and that a control plane ignores without a word: slips of the pen, or
/// what others have. Pointers begin at the spec. Nothing for what is no spec of its kind at all.
[[nodiscard]] std::vector<FieldError> unknownMembers(const Manifest &manifest);

} // namespace portolan
