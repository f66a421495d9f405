// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/sftp_client.h"
#include "core/ssh/transfer.h"
#include "core/ssh/transfer_rate.h"

/// The content of one file, each way: many requests under way, in the connection's thread.
namespace portolan::ssh {

/// Counts what a transfer has done and tells the caller, in the caller's loop.
class Meter
{
public:
    using Listener = std::function<void(const TransferProgress &)>;

    /// In the connection's thread; `loop` is the caller's.
    Meter(std::shared_ptr<Loop> loop, Listener listener);

    void found(std::uint64_t bytes);
    void allFound() { m_progress.isTotalKnown = true; }
    void began(const std::string &name) { m_progress.current = name; }
    void carried(std::uint64_t bytes);
    void fileDone() { ++m_progress.files; }
    /// The last word of a success.
    void finish();

private:
    void tell();

    SystemClock m_clock;
    std::shared_ptr<Loop> m_loop;
    std::shared_ptr<Listener> m_listener;
    TransferProgress m_progress;
    TransferRate m_rate;
    TransferRate::TimePoint m_told{};
};

/// What one transfer's parts share. Copies refer to the same.
struct CopyContext {
    std::shared_ptr<SftpClient> client;
    std::shared_ptr<Meter> meter;
    std::stop_token cancel;
    bool sync = true;
};

[[nodiscard]] std::unexpected<Error> transferCancelled();

/// The answer, or Cancelled as soon as that is asked for.
[[nodiscard]] Task<Result<SftpClient::Reply>> answerOf(SftpClient::Answer answer, std::stop_token cancel);
/// The same for answers that only say whether it was done.
[[nodiscard]] Task<Result<void>> doneOf(SftpClient::Answer answer, std::stop_token cancel, std::string what);

/// Reads a remote file from its start to the size it has when it is opened. `sizeHint`, from a listing, saves a round
/// trip for a small file that still has that size.
[[nodiscard]] Task<Result<std::uint64_t>> fetchFile(CopyContext context, std::string path, std::shared_ptr<Sink> sink,
                                                    std::optional<std::uint64_t> sizeHint);

/// Writes a remote file under a temporary name, verifies it and gives it its name.
[[nodiscard]] Task<Result<std::uint64_t>> storeFile(CopyContext context, std::shared_ptr<Source> source,
                                                    std::string path);

/// Where an upload to `path` has to go: through a link to what it names; never onto a folder.
struct UploadTarget {
    std::string path;
    std::optional<std::uint32_t> mode; ///< of the file that is there
};
[[nodiscard]] Task<Result<UploadTarget>> resolveTarget(CopyContext context, std::string path);

/// A hidden name beside `path` that nothing else uses: ".NAME.RANDOM.part".
[[nodiscard]] std::string temporaryName(std::string_view path);

} // namespace portolan::ssh
