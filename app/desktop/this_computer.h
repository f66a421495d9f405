// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/embed/control_plane.h"
#include "ui/session/local_control_plane.h"

#include <filesystem>
#include <memory>

namespace portolan {

/// The control plane of this computer: joins the server that holds the data folder, or carries one in this process.
class ThisComputer final : public ui::LocalControlPlane
{
public:
    explicit ThisComputer(std::filesystem::path data) : m_data(std::move(data)) {}

    [[nodiscard]] Task<Result<ControlPlaneAddress>> find(std::stop_token cancel) override;
    [[nodiscard]] bool isInside() const override { return m_inside != nullptr; }
    [[nodiscard]] Task<Result<void>> handOver() override;
    [[nodiscard]] Task<void> stop() override;

private:
    std::filesystem::path m_data;
    std::unique_ptr<ControlPlane> m_inside;
};

} // namespace portolan
