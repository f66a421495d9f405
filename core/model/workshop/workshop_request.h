// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/workshop.h"

namespace portolan {

/// Body of POST /api/v1/workshops (lookup spec section 1.4).
struct WorkshopRequest {
    std::string tenantName;
    std::string workshopName;
    std::string clientIndexUrl;
    std::string clientUserId;
    std::string clientActionId;
    std::string userEmailAddress;
    std::string userFirstName;
    std::string userLastName;
    std::vector<WorkshopParameter> workshopParams;
    std::string analyticsWebhookUrl;
};

/// Its answer.
struct WorkshopGranted {
    std::string clusterName;
    std::string portalName;
    std::string environmentName;
    std::string sessionName;
    std::string clientUserId;
    std::string sessionActivationUrl;
    std::string tenantName;
};

template <>
struct schema::Description<WorkshopRequest> {
    using R = WorkshopRequest;
    static constexpr std::string_view name = "WorkshopRequest";
    static constexpr std::string_view doc = "Which workshop is wanted, for whom.";
    static constexpr auto fields = std::tuple{
        field("tenantName", &R::tenantName, {.doc = "Required.", .maxLength = 253}),
        field("workshopName", &R::workshopName, {.doc = "Required.", .maxLength = 253}),
        field("clientIndexUrl", &R::clientIndexUrl,
              {.doc = "Where the user goes when the session ends.", .check = refuseWebUrl}),
        field("clientUserId", &R::clientUserId,
              {.doc = "Who the user is, for the client. The same user gets the same session again.", .maxLength = 255}),
        field("clientActionId", &R::clientActionId, {.doc = "For logs.", .maxLength = 255}),
        field("userEmailAddress", &R::userEmailAddress, {.maxLength = 254}),
        field("userFirstName", &R::userFirstName, {.maxLength = 200}),
        field("userLastName", &R::userLastName, {.maxLength = 200}),
        field("workshopParams", &R::workshopParams, {.maxLength = 100}),
        field("analyticsWebhookUrl", &R::analyticsWebhookUrl,
              {.doc = "Who is told what happens in the session.", .check = refuseWebUrl}),
    };
};

template <>
struct schema::Description<WorkshopGranted> {
    using G = WorkshopGranted;
    static constexpr std::string_view name = "WorkshopGranted";
    static constexpr std::string_view doc = "A session, and the address that opens it.";
    static constexpr auto fields = std::tuple{
        field("clusterName", &G::clusterName, {.required = true}),
        field("portalName", &G::portalName, {.required = true}),
        field("environmentName", &G::environmentName, {.required = true}),
        field("sessionName", &G::sessionName, {.required = true}),
        field("clientUserId", &G::clientUserId, {.required = true}),
        field("sessionActivationUrl", &G::sessionActivationUrl,
              {.doc = "Opens the session once, within 60 seconds.", .required = true}),
        field("tenantName", &G::tenantName, {.required = true}),
    };
};

} // namespace portolan
