// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"

#include <QObject>
#include <QSocketNotifier>

#include <string>
#include <vector>

namespace portolan::ui {

/// Hands bytes to the terminal emulation through its pseudo terminal, as much at a time as the emulation reads in one
/// turn of the event loop: a flood in one terminal takes its turns among the others, and whoever feeds it waits. In the
/// GUI thread.
class ByteFeed final : public QObject
{
    Q_OBJECT

public:
    /// `descriptor` is the pseudo terminal's slave side; it is set to pass bytes on as they are, and stays its owner's.
    explicit ByteFeed(int descriptor, QObject *parent);
    /// Lets go of who waits.
    ~ByteFeed() override;

    /// Ends when all was taken, or with false when the feed goes first.
    [[nodiscard]] Task<bool> write(std::string bytes);
    /// The same for a few words of our own, without waiting.
    void add(std::string_view bytes);

private:
    void takeSome();
    void release(bool taken);

    int m_descriptor;
    QSocketNotifier m_room;
    std::string m_waiting;
    std::size_t m_start = 0;
    std::vector<OneShot<bool>> m_writers;
};

} // namespace portolan::ui
