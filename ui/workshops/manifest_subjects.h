// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/split_pane.h"
#include "ui/workshops/manifest_dialog.h"
#include "ui/workshops/workshop_feed.h"

/// What ManifestDialog edits here. Texts are translated.
namespace portolan::ui {

[[nodiscard]] ManifestDialog::Subject portalSubject(ManifestDialog::Client client, const TrainingPortalDetails &portal);
[[nodiscard]] ManifestDialog::Subject tenantSubject(ManifestDialog::Client client, const std::string &tenant);
[[nodiscard]] ManifestDialog::Subject definitionSubject(ManifestDialog::Client client, const std::string &workshop);

/// Those of new ones begin with a short text that says what goes where.
[[nodiscard]] ManifestDialog::Subject newPortalSubject(const WorkshopFeed &feed);
[[nodiscard]] ManifestDialog::Subject newTenantSubject(const WorkshopFeed &feed);
[[nodiscard]] ManifestDialog::Subject newDefinitionSubject();

/// The row of what a manifest is about: with the cluster in front, where it is in one.
[[nodiscard]] std::string rowOf(const Manifest &manifest);

/// Opens the dialog over a pane, which selects what was put.
void editManifest(Session &session, ManifestDialog::Subject subject, SplitPane *pane);

} // namespace portolan::ui
