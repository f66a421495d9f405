// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/checks.h"
#include "core/model/workshop/label.h"

namespace portolan {

/// What a client may say of a session, and the workshop can use: a name that it declares, and the value where nothing is
/// said.
struct WorkshopParameter {
    std::string name;
    std::string value;

    bool operator==(const WorkshopParameter &) const = default;
};

/// What a workshop declares: as Educates has it, a value may be made anew for each session.
struct WorkshopParameterRule : WorkshopParameter {
    std::string generate; ///< "expression": where there is no value, one is made from `from`
    std::string from; ///< a regular expression, for TextPattern

    bool operator==(const WorkshopParameterRule &) const = default;
};

/// A page of a workshop's instructions.
struct WorkshopPage {
    std::string name;
    std::string title;
    std::string text; ///< Markdown

    bool operator==(const WorkshopPage &) const = default;
};

/// The spec of a Workshop: what upstream's has that means something here, and what a workspace of this server needs, which
/// upstream has in images: \c blueprint and \c instructions.
struct WorkshopSpec {
    struct Request {
        std::vector<WorkshopParameterRule> parameters;

        bool operator==(const Request &) const = default;
    };

    std::string title;
    std::string description;
    std::string vendor;
    std::vector<std::string> authors;
    std::string difficulty;
    std::string duration; ///< as people say it: "15m"
    std::vector<std::string> tags;
    std::vector<Label> labels;
    std::string logo;
    std::string url;
    Request request;
    std::string blueprint = "shell";
    std::int64_t terminals = 1;
    std::vector<WorkshopPage> instructions;

    bool operator==(const WorkshopSpec &) const = default;
};

/// A workshop as the store keeps it.
struct Workshop {
    std::string name;
    std::string uid;
    std::int64_t generation = 1;
    Time created;
    std::optional<Time> updated; ///< when it became what it is; nothing where that was before this was kept
    WorkshopSpec spec;

    bool operator==(const Workshop &) const = default;
};

/// One entry of GET /api/v1/workshops.
struct WorkshopSummary {
    std::string name;
    std::string title;
    std::string description;
    std::vector<Label> labels;
};

/// The answer of GET /api/v1/workshops.
struct WorkshopList {
    std::vector<WorkshopSummary> workshops;
};

template <>
struct schema::Description<WorkshopParameter> {
    using P = WorkshopParameter;
    static constexpr std::string_view name = "WorkshopParameter";
    static constexpr std::string_view doc = "A value for a session.";
    static constexpr auto fields = std::tuple{
        field("name", &P::name, {.required = true, .minLength = 1, .maxLength = 255}),
        field("value", &P::value, {.maxLength = 64 * 1024}),
    };
};

template <>
struct schema::Description<WorkshopParameterRule> {
    using P = WorkshopParameterRule;
    static constexpr std::string_view name = "WorkshopParameterRule";
    static constexpr std::string_view doc = "A value that may be said for a session, and what holds where it is not.";
    static constexpr auto fields = std::tuple_cat(
        Description<WorkshopParameter>::fields,
        std::tuple{
            field("generate", &P::generate,
                  {.doc = "\"expression\": a session that says nothing, and has no value here, gets one from `from`.",
                   .presence = Presence::OmitWhenEmpty,
                   .check = refuseGenerator}),
            field("from", &P::from,
                  {.doc = "A regular expression that values are made from.",
                   .presence = Presence::OmitWhenEmpty,
                   .maxLength = 1000,
                   .check = refuseTextPattern}),
        });
    static void check(const P &rule, std::vector<FieldError> &errors)
    {
        if (!rule.generate.empty() && rule.from.empty())
            errors.push_back({"/from", "is missing: it says what values are generated"});
    }
};

template <>
struct schema::Description<WorkshopPage> {
    using P = WorkshopPage;
    static constexpr std::string_view name = "WorkshopPage";
    static constexpr std::string_view doc = "A page of instructions.";
    static constexpr auto fields = std::tuple{
        field("name", &P::name, {.required = true, .check = refuseResourceName}),
        field("title", &P::title, {.required = true, .minLength = 1, .maxLength = 200}),
        field("text", &P::text, {.doc = "Markdown.", .maxLength = 512 * 1024}),
    };
};

template <>
struct schema::Description<WorkshopSpec::Request> {
    static constexpr std::string_view name = "WorkshopRequestRules";
    static constexpr std::string_view doc = "What may be said of a session.";
    static constexpr auto fields = std::tuple{
        field("parameters", &WorkshopSpec::Request::parameters,
              {.doc = "The names that are known, with what holds where nothing is said.", .maxLength = 100}),
    };
};

template <>
struct schema::Description<WorkshopSpec> {
    using S = WorkshopSpec;
    static constexpr std::string_view name = "WorkshopSpec";
    static constexpr std::string_view doc = "What a workshop is.";
    static constexpr auto fields = std::tuple{
        field("title", &S::title, {.required = true, .minLength = 1, .maxLength = 200, .column = {.title = "Title"}}),
        field("description", &S::description, {.required = true, .maxLength = 4000}),
        field("vendor", &S::vendor, {.presence = Presence::OmitWhenEmpty, .maxLength = 200}),
        field("authors", &S::authors, {.presence = Presence::OmitWhenEmpty}),
        field("difficulty", &S::difficulty, {.presence = Presence::OmitWhenEmpty, .maxLength = 40}),
        field("duration", &S::duration,
              {.doc = "How long it takes, for people.", .presence = Presence::OmitWhenEmpty, .maxLength = 40}),
        field("tags", &S::tags, {.presence = Presence::OmitWhenEmpty}),
        field("labels", &S::labels, {}),
        field("logo", &S::logo, {.presence = Presence::OmitWhenEmpty, .maxLength = 64 * 1024}),
        field("url", &S::url, {.presence = Presence::OmitWhenEmpty, .check = refuseWebUrl}),
        field("request", &S::request, {}),
        field("blueprint", &S::blueprint,
              {.doc = "What its workspaces are made from.", .minLength = 1, .maxLength = 40}),
        field("terminals", &S::terminals, {.doc = "How many its page shows.", .minimum = 1, .maximum = 4}),
        field("instructions", &S::instructions,
              {.doc = "The pages that are read beside the terminals.", .maxLength = 200}),
    };
};

template <>
struct schema::Description<Workshop> {
    static constexpr std::string_view name = "Workshop";
    static constexpr std::string_view doc = "A workshop.";
    static constexpr auto fields = std::tuple{
        field("name", &Workshop::name, {.required = true, .column = {.title = "Workshop"}}),
        field("uid", &Workshop::uid, {}),
        field("generation", &Workshop::generation, {}),
        field("created", &Workshop::created, {}),
        field("updated", &Workshop::updated,
              {.doc = "When it became what it is.", .presence = Presence::OmitWhenEmpty}),
        field("spec", &Workshop::spec, {}),
    };
};

template <>
struct schema::Description<WorkshopSummary> {
    using W = WorkshopSummary;
    static constexpr std::string_view name = "WorkshopSummary";
    static constexpr std::string_view doc = "A workshop that can be asked for.";
    static constexpr auto fields = std::tuple{
        field("name", &W::name, {.required = true, .column = {.title = "Workshop"}}),
        field("title", &W::title, {.required = true, .column = {.title = "Title"}}),
        field("description", &W::description, {.required = true}),
        field("labels", &W::labels, {.required = true}),
    };
};

template <>
struct schema::Description<WorkshopList> {
    static constexpr std::string_view name = "WorkshopList";
    static constexpr std::string_view doc = "The workshops that can be asked for.";
    static constexpr auto fields = std::tuple{field("workshops", &WorkshopList::workshops, {.required = true})};
};

} // namespace portolan
