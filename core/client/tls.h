// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/client/control_plane_client.h"

#include <QSslConfiguration>

namespace portolan {

/// At its first use the TLS library reads every certificate of the system, which takes tens of milliseconds: here in
/// another thread. To be awaited before the first call over https; at once after that.
[[nodiscard]] Task<void> prepareTls(ControlPlaneAddress address);

/// Who is trusted: the system's authorities and those of the address. Nothing for plain http.
[[nodiscard]] std::optional<QSslConfiguration> tlsFor(const ControlPlaneAddress &address);

} // namespace portolan
