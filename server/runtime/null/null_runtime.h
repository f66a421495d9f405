// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runtime/runtime.h"

#include <set>

namespace portolan::runtime {

/// Runs nothing: every workspace that it is told to start counts as running, and nobody can enter it. For load and
/// simulation only, and it says so wherever it is asked.
class NullRuntime : public Runtime
{
public:
    [[nodiscard]] std::string name() const override { return "null"; }
    [[nodiscard]] std::vector<Enforcement> enforcement() const override;
    [[nodiscard]] std::size_t atOnce() const override { return 256; }
    [[nodiscard]] Result<void> usable() const override { return {}; }
    [[nodiscard]] Task<Result<void>> start(Spec spec, Progress progress) override;
    [[nodiscard]] Task<Result<void>> stop(std::string id, std::chrono::milliseconds grace) override;
    [[nodiscard]] Task<Result<void>> wipe(std::string id) override;
    /// What this object has been told: the next process knows of none.
    [[nodiscard]] Task<Result<std::vector<Found>>> discover() override;
    [[nodiscard]] Task<Result<std::unique_ptr<Stream>>> open(std::string id) override;
    [[nodiscard]] Result<std::string> hostKey(const std::string &id) const override;
    [[nodiscard]] Result<Usage> usage(const std::string &id) const override;

private:
    std::set<std::string> m_running;
};

} // namespace portolan::runtime
