// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"

#include <QString>

#include <map>
#include <optional>
#include <string>

namespace portolan::ui {

/// The tokens of remote control planes, by profile: in the keychain of the desktop (Secret Service, KWallet), or, where
/// there is none, in memory until the console ends. They are never written anywhere else. In the GUI thread.
class TokenStore
{
public:
    /// Nothing where none is known, and where the user does not open the keychain: the console then asks for the token.
    /// Unavailable when a keychain is there and fails.
    [[nodiscard]] Task<Result<std::optional<std::string>>> find(QString profile);
    /// Keeps it in memory, and with `keep` in the keychain. An error says that the keychain did not take it; in memory
    /// it is all the same.
    [[nodiscard]] Task<Result<void>> remember(QString profile, std::string token, bool keep);
    /// From both; success where there was none.
    [[nodiscard]] Task<Result<void>> forget(QString profile);

private:
    std::map<QString, std::string> m_memory;
};

} // namespace portolan::ui
