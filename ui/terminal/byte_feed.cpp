// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/byte_feed.h"

#include <QtLogging>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace portolan::ui {

/// What the kernel gives to one read of a pseudo terminal (N_TTY_BUF_SIZE): more would only wait in there.
constexpr std::size_t sliceBytes = 4096;

ByteFeed::ByteFeed(int descriptor, QObject *parent)
    : QObject(parent), m_descriptor(descriptor), m_room(descriptor, QSocketNotifier::Write)
{
    m_room.setEnabled(false);
    // The far side has its own line discipline: nothing may be echoed or translated a second time here.
    termios settings{};
    if (::tcgetattr(descriptor, &settings) == 0) {
        ::cfmakeraw(&settings);
        if (::tcsetattr(descriptor, TCSANOW, &settings) != 0)
            qWarning("cannot set up a pseudo terminal: %s", std::strerror(errno));
    }
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    connect(&m_room, &QSocketNotifier::activated, this, &ByteFeed::takeSome);
}

ByteFeed::~ByteFeed()
{
    release(false);
}

Task<bool> ByteFeed::write(std::string bytes)
{
    add(bytes);
    if (m_waiting.empty())
        co_return true;
    OneShot<bool> taken;
    m_writers.push_back(taken);
    co_return co_await taken; // `this` may be gone after it
}

void ByteFeed::add(std::string_view bytes)
{
    const bool idle = m_waiting.empty();
    m_waiting.append(bytes);
    if (idle)
        takeSome(); // what is typed comes back without another turn of the loop
}

void ByteFeed::takeSome()
{
    const auto slice = std::min(sliceBytes, m_waiting.size() - m_start);
    const auto taken = ::write(m_descriptor, m_waiting.data() + m_start, slice);
    if (taken < 0 && errno != EAGAIN && errno != EINTR) {
        qWarning("cannot write to a pseudo terminal: %s", std::strerror(errno));
        m_start = m_waiting.size();
    } else if (taken > 0) {
        m_start += static_cast<std::size_t>(taken);
    }
    const bool all = m_start == m_waiting.size();
    m_room.setEnabled(!all);
    if (!all)
        return;
    m_waiting.clear();
    m_start = 0;
    release(true);
}

void ByteFeed::release(bool taken)
{
    for (OneShot<bool> &writer : std::exchange(m_writers, {}))
        writer.set(taken);
}

} // namespace portolan::ui
