// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// Something that a webhook is still to be told: written in the change that made it so, gone when it was told.
struct WebhookPost {
    std::string id;     ///< in the order in which it happened
    std::string target; ///< the webhook's URL; it may be secret
    std::string portal; ///< its id
    std::string event;  ///< "Session/Started"
    std::string body;
    Time created;

    bool operator==(const WebhookPost &) const = default;
};

template <>
struct schema::Description<WebhookPost> {
    using P = WebhookPost;
    static constexpr std::string_view name = "WebhookPost";
    static constexpr std::string_view doc = "Something that a webhook is still to be told.";
    static constexpr auto fields = std::tuple{
        field("id", &P::id, {.required = true}),         field("target", &P::target, {.required = true}),
        field("portal", &P::portal, {.required = true}), field("event", &P::event, {.required = true}),
        field("body", &P::body, {.required = true}),     field("created", &P::created, {.required = true}),
    };
};

} // namespace portolan
