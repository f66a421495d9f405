// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/tree.h"

namespace portolan::ssh {

void JobPool::addFolder(Job job)
{
    m_folders.push_back(std::move(job));
    m_changed.raise();
}

void JobPool::addFile(Job job)
{
    m_files.push_back(std::move(job));
    m_changed.raise();
}

Task<void> JobPool::runFolder(Job job)
{
    co_await job();
    --m_running;
    --m_foldersRunning;
    if (m_foldersRunning == 0 && m_folders.empty() && m_foldersDone)
        m_foldersDone();
    m_changed.raise();
}

Task<void> JobPool::runFile(Job job)
{
    co_await job();
    --m_running;
    m_changed.raise();
}

bool JobPool::startOne()
{
    if (!m_folders.empty()) {
        auto job = std::move(m_folders.front());
        m_folders.pop_front();
        ++m_running;
        ++m_foldersRunning;
        detach(runFolder(std::move(job)));
        return true;
    }
    if (!m_files.empty()) {
        auto job = std::move(m_files.front());
        m_files.pop_front();
        ++m_running;
        detach(runFile(std::move(job)));
        return true;
    }
    return false;
}

Task<void> JobPool::run(int width)
{
    for (;;) {
        while (m_running < width && startOne()) {
        }
        if (m_running == 0)
            co_return;
        co_await m_changed.wait();
    }
}

void TreeCopy::failed(Error why)
{
    ++m_failures;
    if (!m_firstFailure)
        m_firstFailure = std::move(why);
}

bool TreeCopy::isOver() const
{
    // A lost connection fails everything that is left in the same way: no need to try a million times.
    return m_context.cancel.stop_requested() || m_context.client->failure();
}

void TreeCopy::fileDone(std::uint64_t bytes)
{
    ++m_summary.files;
    m_summary.bytes += bytes;
    m_context.meter->fileDone();
}

Task<Result<TransferSummary>> TreeCopy::finish()
{
    co_await m_jobs.run(filesUnderWay);
    if (m_context.cancel.stop_requested())
        co_return transferCancelled();
    if (const auto &lost = m_context.client->failure())
        co_return std::unexpected(*lost);
    if (m_failures > 0)
        co_return fail(m_firstFailure->code,
                       std::format("{} of {} could not be copied. The first: {}", m_failures,
                                   m_failures + m_summary.files + m_summary.links, m_firstFailure->detail),
                       {{"failed", std::to_string(m_failures)}, {"copied", std::to_string(m_summary.files)}});
    m_context.meter->finish();
    co_return m_summary;
}

} // namespace portolan::ssh
