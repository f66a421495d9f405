// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/blueprint/blueprint.h"
#include "core/model/user/user.h"

#include <map>
#include <string>
#include <vector>

namespace portolan::control {

/// The blueprints of this server: those it ships with. Never changed after it was made; read from any thread.
class Blueprints
{
public:
    /// Reads and checks what is built in. InvalidField or InvalidArgument for a faulty file.
    [[nodiscard]] static Result<Blueprints> load();

    [[nodiscard]] const Blueprint *find(const std::string &name) const;

    /// Those that the user may use, by name.
    [[nodiscard]] std::vector<const Blueprint *> allowedTo(const User &user) const;
    [[nodiscard]] static bool isAllowed(const User &user, std::string_view blueprint);

private:
    std::map<std::string, Blueprint> m_blueprints;
};

} // namespace portolan::control
