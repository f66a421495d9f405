// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/training_portal.h"

namespace portolan {

/// What other lookup services need to use a portal of this server.
struct PortalCredentials {
    TrainingPortalSpec::Clients clients;
    TrainingPortalSpec::Credentials credentials;
};

template <>
struct schema::Description<PortalCredentials> {
    static constexpr std::string_view name = "PortalCredentials";
    static constexpr std::string_view doc = "The robot's account of a portal, with its secrets.";
    static constexpr auto fields = std::tuple{
        field("clients", &PortalCredentials::clients, {.required = true}),
        field("credentials", &PortalCredentials::credentials, {.required = true}),
    };
};

} // namespace portolan
