// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/fd_stream.h"
#include "core/async/pipe.h"
#include "core/base/error.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace portolan::ssh {

/// How far a transfer is.
struct TransferProgress {
    std::uint64_t bytes = 0;
    /// Of what has been found so far; final once `isTotalKnown`.
    std::uint64_t totalBytes = 0;
    std::uint64_t files = 0;
    std::uint64_t totalFiles = 0;
    bool isTotalKnown = false;
    std::optional<double> bytesPerSecond;
    std::optional<std::chrono::seconds> timeLeft;
    std::string current; ///< the file begun last
};

struct TransferOptions {
    /// Called in the caller's loop, at most ten times a second, and once at the end of a success.
    std::function<void(const TransferProgress &)> onProgress = {};
    std::stop_token cancel = {};
    /// Have the other side put a file on its disk before it gets its name (fsync@openssh.com, where it can).
    bool sync = true;
};

struct TransferSummary {
    std::uint64_t files = 0;
    std::uint64_t folders = 0;
    std::uint64_t links = 0;
    std::uint64_t bytes = 0;
};

/// Where downloaded bytes go. Called in the connection's thread, in the order of the bytes; may block on a disk.
class Sink
{
public:
    virtual ~Sink() = default;
    [[nodiscard]] virtual Result<void> write(std::string_view bytes) = 0;
};

/// Where uploaded bytes come from. Called in the connection's thread; may block on a disk.
class Source
{
public:
    virtual ~Source() = default;
    /// Up to `limit` bytes; an empty string at the end.
    [[nodiscard]] virtual Result<std::string> read(std::size_t limit) = 0;
    /// How many bytes there will be, if that is known.
    [[nodiscard]] virtual std::optional<std::uint64_t> size() const { return std::nullopt; }
    /// Permissions of the file to be made, and its time of change in seconds since 1970.
    [[nodiscard]] virtual std::optional<std::uint32_t> mode() const { return std::nullopt; }
    [[nodiscard]] virtual std::optional<std::uint32_t> modified() const { return std::nullopt; }
};

/// A local file's content. `name` is for errors.
[[nodiscard]] Result<std::shared_ptr<Source>> makeFileSource(Descriptor file, std::string name);
/// A descriptor that is written from where it stands. `name` is for errors.
[[nodiscard]] std::shared_ptr<Sink> makeFileSink(Descriptor file, std::string name);

} // namespace portolan::ssh
