// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/null/null_runtime.h"

#include <format>

namespace portolan::runtime {

namespace {

std::unexpected<Error> nothingRuns(std::string_view id)
{
    return fail(ErrorCode::Unavailable,
                std::format("nothing of {} runs: this server has the null runtime, for load and simulation", id));
}

} // namespace

std::vector<Enforcement> NullRuntime::enforcement() const
{
    return {{.what = "everything", .reason = "this is the null runtime, for load and simulation: nothing runs"}};
}

Task<Result<void>> NullRuntime::start(Spec spec, Progress progress)
{
    if (!m_running.insert(spec.id).second)
        co_return fail(ErrorCode::Conflict, std::format("{} runs already", spec.id));
    progress(100, "counted as running by the null runtime");
    co_return Result<void>{};
}

Task<Result<void>> NullRuntime::stop(std::string id, std::chrono::milliseconds)
{
    m_running.erase(id);
    co_return Result<void>{};
}

Task<Result<void>> NullRuntime::wipe(std::string id)
{
    m_running.erase(id);
    co_return Result<void>{};
}

Task<Result<std::vector<Found>>> NullRuntime::discover()
{
    std::vector<Found> found;
    for (const std::string &id : m_running)
        found.push_back({.id = id, .running = true});
    co_return found;
}

Task<Result<std::unique_ptr<Stream>>> NullRuntime::open(std::string id)
{
    co_return nothingRuns(id);
}

Result<std::string> NullRuntime::hostKey(const std::string &id) const
{
    return nothingRuns(id);
}

Result<Runtime::Usage> NullRuntime::usage(const std::string &) const
{
    return Usage{};
}

} // namespace portolan::runtime
