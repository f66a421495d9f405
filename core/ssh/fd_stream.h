// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"

#include <memory>
#include <utility>

namespace portolan::ssh {

/// Owns a file descriptor.
class Fd
{
public:
    Fd() = default;
    explicit Fd(int fd)
        : m_fd(fd)
    {
    }
    Fd(Fd &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Fd &operator=(Fd &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Fd();

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }
    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// A connected pair of stream sockets, non-blocking, closed on exec.
[[nodiscard]] Result<std::pair<Fd, Fd>> socketPair();

/// A stream over a descriptor that poll(2) can wait for: a socket, a pipe, a terminal. Makes it non-blocking.
[[nodiscard]] std::unique_ptr<Stream> makeFdStream(Fd fd);
/// The same with one descriptor for each direction, such as standard input and output.
[[nodiscard]] std::unique_ptr<Stream> makeFdStream(Fd input, Fd output);

/// Carries bytes both ways until both sides have ended, or one fails. Gives the first failure. Both streams are closed
/// at the end.
[[nodiscard]] Task<Result<void>> relay(std::shared_ptr<Stream> left, std::shared_ptr<Stream> right);

} // namespace portolan::ssh
