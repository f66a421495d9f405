// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A session's clock, in the words of the portals' API (lookup spec section 6.4).
struct SessionSchedule {
    std::string status;
    std::optional<Time> started;
    std::optional<Time> expires;
    bool expiring = false;
    std::optional<std::int64_t> countdown; ///< seconds
    std::optional<bool> extendable;
    std::optional<bool> extended;
};

/// A page of instructions, ready to show.
struct RenderedPage {
    std::string name;
    std::string title;
    std::string html;
};

/// All that the page of a session shows beside its terminals.
struct SessionPageContent {
    std::string session;
    std::string workshop;
    std::string title;
    std::string description;
    std::string user;
    std::string indexUrl; ///< where its user goes afterwards, saying that the session has ended
    std::int64_t terminals = 1;
    std::vector<RenderedPage> pages;
    SessionSchedule schedule;
};

/// Body of POST .../event/.
struct SessionAction {
    struct Event {
        std::string name;
        RawJson data{"{}"};
    };
    Event event;
};

template <>
struct schema::Description<SessionSchedule> {
    using S = SessionSchedule;
    static constexpr std::string_view name = "SessionSchedule";
    static constexpr std::string_view doc = "How long a session goes on.";
    static constexpr FieldOptions optional{.presence = Presence::OmitWhenEmpty};
    static constexpr auto fields = std::tuple{
        field("status", &S::status, {.required = true}),
        field("started", &S::started,
              {.doc = "Until its user has come: when it was given to that one.", .presence = Presence::NullWhenEmpty}),
        field("expires", &S::expires,
              {.doc = "Until its user has come: when it ends without.", .presence = Presence::NullWhenEmpty}),
        field("expiring", &S::expiring, {.doc = "Its user should hurry.", .required = true}),
        field("countdown", &S::countdown, {.doc = "Seconds until it ends.", .presence = Presence::OmitWhenEmpty}),
        field("extendable", &S::extendable, optional),
        field("extended", &S::extended, optional),
    };
};

template <>
struct schema::Description<RenderedPage> {
    using P = RenderedPage;
    static constexpr std::string_view name = "RenderedPage";
    static constexpr std::string_view doc = "A page of instructions.";
    static constexpr auto fields = std::tuple{
        field("name", &P::name, {.required = true}),
        field("title", &P::title, {.required = true}),
        field("html", &P::html, {.required = true}),
    };
};

template <>
struct schema::Description<SessionPageContent> {
    using P = SessionPageContent;
    static constexpr std::string_view name = "SessionPageContent";
    static constexpr std::string_view doc = "What the page of a session shows.";
    static constexpr auto fields = std::tuple{
        field("session", &P::session, {.required = true}),
        field("workshop", &P::workshop, {.required = true}),
        field("title", &P::title, {.required = true}),
        field("description", &P::description, {.required = true}),
        field("user", &P::user, {.required = true}),
        field("indexUrl", &P::indexUrl, {.required = true}),
        field("terminals", &P::terminals, {.required = true}),
        field("pages", &P::pages, {.required = true}),
        field("schedule", &P::schedule, {.required = true}),
    };
};

template <>
struct schema::Description<SessionAction::Event> {
    static constexpr std::string_view name = "SessionActionEvent";
    static constexpr std::string_view doc = "What happened in a session.";
    static constexpr auto fields = std::tuple{
        field("name", &SessionAction::Event::name, {.required = true, .minLength = 1, .maxLength = 100}),
        field("data", &SessionAction::Event::data, {}),
    };
};

template <>
struct schema::Description<SessionAction> {
    static constexpr std::string_view name = "SessionAction";
    static constexpr std::string_view doc = "What happened in a session.";
    static constexpr auto fields = std::tuple{field("event", &SessionAction::event, {.required = true})};
};

} // namespace portolan
