// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/copy.h"

/// A file, or a folder with all in it, each way: many files under way, in the connection's thread.
namespace portolan::ssh {

/// Jobs of one thread, a number of them under way at a time. Folders go first, so that what is to be done is known
/// soon; a job may add others.
class JobPool
{
public:
    using Job = std::move_only_function<Task<void>()>;

    void addFolder(Job job);
    void addFile(Job job);
    /// Called when no folder waits or is under way any more.
    void onFoldersDone(std::move_only_function<void()> work) { m_foldersDone = std::move(work); }
    /// Ends when every job has ended.
    [[nodiscard]] Task<void> run(int width);

private:
    [[nodiscard]] Task<void> runFolder(Job job);
    [[nodiscard]] Task<void> runFile(Job job);
    [[nodiscard]] bool startOne();

    std::deque<Job> m_folders;
    std::deque<Job> m_files;
    int m_foldersRunning = 0;
    int m_running = 0;
    std::move_only_function<void()> m_foldersDone;
    Signal m_changed;
};

/// What both directions have in common: what was done, and what was not.
class TreeCopy
{
public:
    explicit TreeCopy(CopyContext context) : m_context(std::move(context)) {}
    Q_DISABLE_COPY_MOVE(TreeCopy)

protected:
    ~TreeCopy() = default;

    /// Runs the jobs, and says what has come of it.
    [[nodiscard]] Task<Result<TransferSummary>> finish();
    void failed(Error why);
    /// Whether nothing more should be begun.
    [[nodiscard]] bool isOver() const;
    void fileDone(std::uint64_t bytes);

    CopyContext m_context;
    JobPool m_jobs;
    TransferSummary m_summary;
    std::uint64_t m_failures = 0;
    std::optional<Error> m_firstFailure;
};

[[nodiscard]] Task<Result<TransferSummary>> uploadTree(CopyContext context, std::string localPath, std::string path);
[[nodiscard]] Task<Result<TransferSummary>> downloadTree(CopyContext context, std::string path, std::string localPath);

/// How many files are under way at a time: enough to fill a long round trip, and far below the thousand files that a
/// process may usually have open at either side.
inline constexpr int filesUnderWay = 128;

} // namespace portolan::ssh
