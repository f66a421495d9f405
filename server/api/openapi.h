// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/openapi.h"
#include "server/api/route.h"

#include <span>
#include <string>

namespace portolan::api {

/// The document of the API (OpenAPI 3.0.3 or 3.1.0), made from the routes, the models that they name and the policy
/// table. Everything that the guard enforces is in it, as responses, security and `x-portolan-*`.
[[nodiscard]] std::string openApiDocument(std::span<const Route> routes, schema::OpenApiVersion version,
                                          std::string_view programVersion);

/// "get_api_v1_users_username_keys": how generated clients call the operation.
[[nodiscard]] std::string operationId(const Route &route);

} // namespace portolan::api
