// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/blueprint/blueprint.h"

#include <QListWidget>

namespace portolan::ui {

/// Blueprints to choose one of: the name, and what it is for below.
class BlueprintList final : public QListWidget
{
    Q_OBJECT

public:
    explicit BlueprintList(QWidget *parent = nullptr);

    /// `chosen` is selected where it is among them, else the first.
    void setBlueprints(const std::vector<BlueprintSummary> &blueprints, const QString &chosen);
    /// Empty when there is none.
    [[nodiscard]] QString chosen() const;

    [[nodiscard]] QSize sizeHint() const override;
};

} // namespace portolan::ui
