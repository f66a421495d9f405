// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/notify/cloud_event.h"

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/schema/codec.h"

#include <algorithm>

namespace portolan::notify {

namespace {

constexpr std::string_view dataType = "application/json";

/// The attributes in the order in which people read them; their names are those of the specification.
std::vector<std::pair<std::string_view, std::string>> attributesOf(const Event &event, const Sender &sender)
{
    std::vector<std::pair<std::string_view, std::string>> attributes{
        {"specversion", "1.0"},           {"id", std::format("{}-{}", sender.instance, event.seq)},
        {"source", sender.source},        {"type", cloudEventType(event)},
        {"time", formatTime(event.time)},
    };
    if (!event.subject.empty())
        attributes.emplace_back("subject", std::format("{}/{}", event.subjectKind, event.subject));
    attributes.emplace_back("sequence", std::to_string(event.seq));
    if (!event.owner.empty())
        attributes.emplace_back("owner", event.owner);
    if (!event.actor.empty())
        attributes.emplace_back("actor", event.actor);
    return attributes;
}

/// As section 3.1.3.2 of the binding has it: what is not printable ASCII, and quotes and percent signs, as UTF-8 octets.
std::string headerValue(std::string_view text)
{
    std::string value;
    for (const char character : text) {
        const auto code = static_cast<unsigned char>(character);
        if (code <= ' ' || code >= 0x7f || character == '"' || character == '%')
            value += std::format("%{:02X}", code);
        else
            value += character;
    }
    return value;
}

std::string_view dataOf(const Event &event)
{
    return event.data.text.empty() ? std::string_view("null") : std::string_view(event.data.text);
}

} // namespace

std::string cloudEventType(const Event &event)
{
    constexpr std::string_view instances = "lablet.session.";
    const std::string_view type = event.type;
    if (type == "lablet.session.status.changed") {
        const auto data = JsonDocument::parse(event.data.text);
        const auto status = data ? data->root().find("status") : std::nullopt;
        if (const auto name = status ? status->toString() : std::nullopt)
            return std::format("io.lablet.instance.{}", *name);
    }
    if (type.starts_with(instances))
        return std::format("io.lablet.instance.{}", type.substr(instances.size()));
    return type.starts_with("lablet.") ? std::format("io.{}", type) : std::format("io.portolan.{}", type);
}

bool wants(const Sink &sink, const Event &event)
{
    if (!sink.owner.empty() && sink.owner != event.owner)
        return false;
    const std::string type = cloudEventType(event);
    return sink.types.empty() || std::ranges::any_of(sink.types, [&](const std::string &pattern) {
               return matchesType(pattern, event.type) || matchesType(pattern, type);
           });
}

outbound::OutboundRequest requestFor(const Sink &sink, const Event &event, const Sender &sender,
                                     std::string_view secret, Time now)
{
    outbound::OutboundRequest request{.method = "POST", .url = sink.url, .maxAnswer = 64 * 1024};
    const auto attributes = attributesOf(event, sender);
    if (sink.mode == SinkMode::Structured) {
        JsonWriter writer;
        writer.beginObject();
        for (const auto &[name, value] : attributes)
            writer.key(name).string(value);
        writer.key("datacontenttype").string(dataType).key("data").raw({std::string(dataOf(event))}).endObject();
        request.body = writer.text();
        request.headers.emplace_back("Content-Type", "application/cloudevents+json; charset=utf-8");
    } else {
        for (const auto &[name, value] : attributes)
            request.headers.emplace_back(std::format("ce-{}", name), headerValue(value));
        request.headers.emplace_back("Content-Type", dataType);
        request.body = dataOf(event);
    }
    if (!secret.empty()) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
        const std::string timestamp = std::to_string(seconds);
        request.headers.emplace_back("X-Portolan-Timestamp", timestamp);
        request.headers.emplace_back("X-Portolan-Signature",
                                     "sha256=" + hmacSha256Hex(secret, timestamp + "." + request.body));
    }
    return request;
}

} // namespace portolan::notify
