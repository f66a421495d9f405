// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/event.h"
#include "core/schema/describe.h"

namespace portolan {

/// How an event is laid into a request (CloudEvents 1.0, HTTP protocol binding, section 3).
enum class SinkMode {
    Structured, ///< all of it as JSON in the body
    Binary,     ///< its attributes as headers, its data in the body
};

template <>
struct schema::EnumNames<SinkMode> {
    static constexpr std::array names{std::pair{SinkMode::Structured, std::string_view("structured")},
                                      std::pair{SinkMode::Binary, std::string_view("binary")}};
};

/// Why a text is no address of a sink; nothing when it is one.
[[nodiscard]] std::optional<std::string> refuseSinkUrl(std::string_view url);
/// "workspace.created", "io.portolan.workspace.created", or "workspace.*" for all that begin so.
[[nodiscard]] std::optional<std::string> refuseTypePattern(std::string_view pattern);
[[nodiscard]] bool matchesType(std::string_view pattern, std::string_view type);

/// Where events are sent, as the store keeps it.
struct Sink {
    std::string id;
    std::string name;
    std::string url;
    SinkMode mode = SinkMode::Structured;
    std::vector<std::string> types; ///< patterns; none: all
    std::string owner;              ///< only what is this user's; empty: everybody's
    bool enabled = true;
    std::string secret; ///< sealed by the vault, for "sink/ID"; empty: requests are not signed
    Time created;

    bool operator==(const Sink &) const = default;
};

/// How far a sink has come. A row of its own, because it changes with the events, and the sink by people.
struct SinkProgress {
    std::string id;
    std::int64_t cursor = 0; ///< all events up to here are delivered, dead or not wanted
    std::optional<Time> lastDelivery;
    std::int64_t failures = 0; ///< in a row
    std::string lastError;
    std::optional<Time> nextAttempt; ///< of the event that was not taken; nothing: none waits

    bool operator==(const SinkProgress &) const = default;
};

/// An event that a sink would not take. It is kept as it was: the log may have forgotten it.
struct DeadLetter {
    std::string sink;
    Event event;
    Time time; ///< when it was given up
    std::int64_t attempts = 0;
    std::string error;

    bool operator==(const DeadLetter &) const = default;
};

/// Body of POST /api/v1/sinks.
struct SinkCreate {
    std::string name;
    std::string url;
    SinkMode mode = SinkMode::Structured;
    std::vector<std::string> types;
    std::string owner;
    bool enabled = true;
    std::string secret;
};

/// Body of PATCH /api/v1/sinks/{id}: what is left out stays.
struct SinkUpdate {
    std::optional<std::string> name;
    std::optional<std::string> url;
    std::optional<SinkMode> mode;
    std::optional<std::vector<std::string>> types;
    std::optional<std::string> owner;
    std::optional<bool> enabled;
    std::optional<std::string> secret;
};

/// A sink as the API tells it.
struct SinkDetails {
    std::string id;
    std::string name;
    std::string url;
    SinkMode mode = SinkMode::Structured;
    std::vector<std::string> types;
    std::string owner;
    bool enabled = true;
    bool isSigned = false;
    Time created;
    std::int64_t cursor = 0;
    std::int64_t pending = 0;
    std::int64_t deadLetters = 0;
    std::optional<Time> lastDelivery;
    std::int64_t failures = 0;
    std::string lastError;
    std::optional<Time> nextAttempt;
};

/// What came of one request to a sink.
struct SinkAttempt {
    bool delivered = false;
    std::int64_t status = 0; ///< of HTTP; 0: there was no answer
    std::string error;
};

/// A dead letter as the API tells it.
struct DeadLetterDetails {
    std::int64_t seq = 0;
    std::string type;
    Time time;
    std::int64_t attempts = 0;
    std::string error;
    Event event;
};

} // namespace portolan

namespace portolan::schema {

template <>
struct Description<Sink> {
    static constexpr std::string_view name = "StoredSink";
    static constexpr std::string_view doc = "Where events are sent, as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("id", &Sink::id, {.required = true}),
        field("name", &Sink::name, {.required = true}),
        field("url", &Sink::url, {.required = true}),
        field("mode", &Sink::mode, {}),
        field("types", &Sink::types, {}),
        field("owner", &Sink::owner, {}),
        field("enabled", &Sink::enabled, {}),
        field("secret", &Sink::secret, {}),
        field("created", &Sink::created, {}),
    };
};

template <>
struct Description<SinkProgress> {
    using P = SinkProgress;
    static constexpr std::string_view name = "SinkProgress";
    static constexpr std::string_view doc = "How far a sink has come.";
    static constexpr auto fields = std::tuple{
        field("id", &P::id, {.required = true}),     field("cursor", &P::cursor, {.required = true}),
        field("lastDelivery", &P::lastDelivery, {}), field("failures", &P::failures, {}),
        field("lastError", &P::lastError, {}),       field("nextAttempt", &P::nextAttempt, {}),
    };
};

template <>
struct Description<DeadLetter> {
    using D = DeadLetter;
    static constexpr std::string_view name = "StoredDeadLetter";
    static constexpr std::string_view doc = "An event that a sink would not take.";
    static constexpr auto fields = std::tuple{
        field("sink", &D::sink, {.required = true}),
        field("event", &D::event, {.required = true}),
        field("time", &D::time, {.required = true}),
        field("attempts", &D::attempts, {}),
        field("error", &D::error, {}),
    };
};

inline constexpr std::string_view
    sinkTypesDoc = "Which events: types such as `workspace.created`, or `workspace.*` for "
                   "all that begin so; the types of CloudEvents are understood as well. "
                   "All, where it is empty.";

template <>
struct Description<SinkCreate> {
    using S = SinkCreate;
    static constexpr std::string_view name = "SinkCreate";
    static constexpr std::string_view doc = "A sink that shall be: where events are sent.";
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.doc = "How people call it.", .required = true, .minLength = 1, .maxLength = 100}),
        field("url", &S::url,
              {.doc = "Where to POST them, http or https.",
               .required = true,
               .maxLength = 2'000,
               .check = refuseSinkUrl}),
        field("mode", &S::mode, {.doc = "How an event is laid into a request, as CloudEvents 1.0 has it."}),
        field("types", &S::types, {.doc = sinkTypesDoc, .maxLength = 100, .check = refuseTypePattern}),
        field("owner", &S::owner,
              {.doc = "Only what is this user's; everybody's, where it is empty.", .maxLength = 100}),
        field("enabled", &S::enabled, {.doc = "Whether events are sent now."}),
        field("secret", &S::secret,
              {.doc = "Signs the requests: X-Portolan-Signature is HMAC-SHA256 of X-Portolan-Timestamp, a dot and the "
                      "body. Never told again.",
               .maxLength = 1'000}),
    };
};

template <>
struct Description<SinkUpdate> {
    using S = SinkUpdate;
    static constexpr std::string_view name = "SinkUpdate";
    static constexpr std::string_view doc = "What shall be another of a sink; the rest stays.";
    static constexpr auto omit = Presence::OmitWhenEmpty;
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.doc = "How people call it.", .presence = omit, .minLength = 1, .maxLength = 100}),
        field("url", &S::url,
              {.doc = "Where to POST them.", .presence = omit, .maxLength = 2'000, .check = refuseSinkUrl}),
        field("mode", &S::mode, {.doc = "How an event is laid into a request.", .presence = omit}),
        field("types", &S::types,
              {.doc = sinkTypesDoc, .presence = omit, .maxLength = 100, .check = refuseTypePattern}),
        field("owner", &S::owner, {.doc = "Only what is this user's.", .presence = omit, .maxLength = 100}),
        field("enabled", &S::enabled,
              {.doc = "Whether events are sent now; what happens meanwhile is sent later.", .presence = omit}),
        field("secret", &S::secret,
              {.doc = "A new one; empty: requests are no longer signed.", .presence = omit, .maxLength = 1'000}),
    };
};

template <>
struct Description<SinkDetails> {
    using S = SinkDetails;
    static constexpr std::string_view name = "Sink";
    static constexpr std::string_view doc = "Where events are sent, and how far it has come.";
    static constexpr auto onRequest = Column::Shown::OnRequest;
    static constexpr auto fields = std::tuple{
        field("id", &S::id, {.doc = "Its id.", .required = true, .column = {.title = "Id"}}),
        field("name", &S::name, {.doc = "How people call it.", .required = true, .column = {.title = "Name"}}),
        field("url", &S::url, {.doc = "Where events are sent.", .required = true, .column = {.title = "URL"}}),
        field("mode", &S::mode,
              {.doc = "How an event is laid into a request.", .column = {.title = "Mode", .shown = onRequest}}),
        field("types", &S::types, {.doc = sinkTypesDoc}),
        field("owner", &S::owner,
              {.doc = "Only what is this user's.", .column = {.title = "Owner", .shown = onRequest}}),
        field("enabled", &S::enabled, {.doc = "Whether events are sent now.", .column = {.title = "Enabled"}}),
        field("isSigned", &S::isSigned,
              {.doc = "Whether requests are signed.", .column = {.title = "Signed", .shown = onRequest}}),
        field("created", &S::created, {.doc = "When it was made.", .column = {.title = "Created", .shown = onRequest}}),
        field("cursor", &S::cursor,
              {.doc = "Events up to this seq are done.", .column = {.title = "Cursor", .shown = onRequest}}),
        field("pending", &S::pending,
              {.doc = "How many events come after that, wanted or not.", .column = {.title = "Pending"}}),
        field("deadLetters", &S::deadLetters,
              {.doc = "How many it would not take.", .column = {.title = "Dead letters"}}),
        field("lastDelivery", &S::lastDelivery,
              {.doc = "When it last took one.",
               .presence = Presence::NullWhenEmpty,
               .column = {.title = "Last delivery"}}),
        field("failures", &S::failures, {.doc = "Failed attempts in a row.", .column = {.title = "Failures"}}),
        field("nextAttempt", &S::nextAttempt,
              {.doc = "When the event that it did not take is sent again; nothing: none waits for that.",
               .presence = Presence::NullWhenEmpty,
               .column = {.title = "Next try"}}),
        field("lastError", &S::lastError, {.doc = "Why the last one failed.", .column = {.title = "Last error"}}),
    };
};

template <>
struct Description<SinkAttempt> {
    static constexpr std::string_view name = "SinkAttempt";
    static constexpr std::string_view doc = "What came of one request to a sink.";
    static constexpr auto fields = std::tuple{
        field("delivered", &SinkAttempt::delivered, {.doc = "Whether it took the event.", .required = true}),
        field("status", &SinkAttempt::status, {.doc = "HTTP status of its answer; 0: there was none."}),
        field("error", &SinkAttempt::error, {.doc = "Why it was not delivered."}),
    };
};

template <>
struct Description<DeadLetterDetails> {
    using D = DeadLetterDetails;
    static constexpr std::string_view name = "DeadLetter";
    static constexpr std::string_view doc = "An event that a sink would not take.";
    static constexpr auto fields = std::tuple{
        field("seq", &D::seq, {.doc = "Of the event.", .required = true, .column = {.title = "Seq"}}),
        field("type", &D::type, {.doc = "Of the event.", .column = {.title = "Type"}}),
        field("time", &D::time, {.doc = "When it was given up.", .column = {.title = "Given up"}}),
        field("attempts", &D::attempts, {.doc = "How often it was sent.", .column = {.title = "Attempts"}}),
        field("error", &D::error, {.doc = "Why the last one failed.", .column = {.title = "Error"}}),
        field("event", &D::event, {.doc = "The event."}),
    };
};

} // namespace portolan::schema
