// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/request.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace portolan::http {

/// The socket under a connection. Everything is non-blocking and belongs to one loop. It buffers nothing of its own
/// accord beyond what its protocol needs: what is not read stays with the peer, what is not taken stays with the
/// caller.
class Transport
{
public:
    /// Who is told. Called from the event loop, never from within a call to the transport; may destroy the transport.
    class Listener
    {
    public:
        virtual void onReadable() = 0;
        virtual void onWritable() = 0;
        /// Broken; seen while nobody reads.
        virtual void onFailed() = 0;

    protected:
        ~Listener() = default;
    };

    struct Io {
        enum class State {
            Done, ///< `bytes` were moved
            Blocked, ///< nothing can be moved now
            Ended, ///< reading only: the peer sends no more
            Failed, ///< the connection is broken
        };
        State state = State::Done;
        std::size_t bytes = 0;
    };

    virtual ~Transport() = default;

    /// Once, before anything else.
    virtual void setListener(Listener *listener) = 0;

    [[nodiscard]] virtual Io read(std::span<char> into) = 0;
    /// Takes as much of the parts, in order, as fits.
    [[nodiscard]] virtual Io write(std::span<const std::string_view> parts) = 0;

    /// Whether onReadable() is called while there is something to read. On at the start.
    virtual void wantRead(bool wanted) = 0;
    /// Whether onWritable() is called when write() would take something. Off at the start.
    virtual void wantWrite(bool wanted) = 0;

    /// Sends the end of our side after what was written. `peerSends`: it is in the middle of a message, which will be
    /// read and dropped; closing altogether would reset the connection and take the answer from it.
    virtual void shutdownWrite(bool peerSends) = 0;
    /// Makes the destructor reset the connection, so that the peer cannot take what it has for the whole.
    virtual void abort() = 0;

    [[nodiscard]] virtual const Peer &peer() const = 0;
};

} // namespace portolan::http
