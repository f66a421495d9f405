// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/overlay.h"

#include "core/base/ascii.h"
#include "core/schema/json.h"
#include "core/schema/yaml.h"

#include <ranges>
#include <set>

namespace portolan::config {

namespace {

void writeValue(JsonWriter &writer, bool isText, std::string_view text)
{
    if (!isText) {
        const auto document = JsonDocument::parse(text);
        if (document
            && (document->root().kind() == JsonValue::Kind::Number
                || document->root().kind() == JsonValue::Kind::Bool)) {
            writer.raw({std::string(text)});
            return;
        }
    }
    writer.string(text);
}

void writeOverlaid(JsonWriter &writer, std::optional<JsonValue> value, const Overlay &overlaid,
                   const std::string &pointer)
{
    const auto writeMember = [&](std::string_view name, std::optional<JsonValue> member) {
        const std::string own = pointer + pointerSegment(name);
        writer.key(name);
        if (const auto found = overlaid.find(own); found != overlaid.end()) {
            writer.raw({found->second.json});
            return;
        }
        const std::string within = own + "/";
        const auto next = overlaid.lower_bound(within);
        const bool hasKeys = !member || member->kind() == JsonValue::Kind::Object
                             || member->kind() == JsonValue::Kind::Null;
        if (hasKeys && next != overlaid.end() && next->first.starts_with(within))
            writeOverlaid(writer, member, overlaid, own);
        else
            writer.raw({member->toJson()});
    };
    std::set<std::string, std::less<>> written;
    writer.beginObject();
    if (value)
        value->forEachMember([&](std::string_view name, JsonValue member) {
            written.emplace(name);
            writeMember(name, member);
        });
    const std::string within = pointer + "/";
    for (auto at = overlaid.lower_bound(within); at != overlaid.end() && at->first.starts_with(within); ++at) {
        // The names of keys need no escapes in pointers.
        const std::string rest = at->first.substr(within.size());
        const std::string name = rest.substr(0, rest.find('/'));
        if (written.insert(name).second)
            writeMember(name, std::nullopt);
    }
    writer.endObject();
}

} // namespace

Result<std::string> overrideToJson(const Key &key, std::string_view text)
{
    if (key.kind == Key::Kind::Structure || (key.kind == Key::Kind::List && trimmed(text).starts_with('[')))
        return trimmed(text).empty() ? Result<std::string>("null") : yamlToJson(text);
    JsonWriter writer;
    if (key.kind == Key::Kind::List) {
        writer.beginArray();
        for (const auto part : std::views::split(text, ','))
            if (const auto element = trimmed({part.begin(), part.end()}); !element.empty())
                writeValue(writer, key.isText, element);
        writer.endArray();
    } else if (text.empty() && key.defaultValue == "null") {
        writer.null(); // An optional key can be taken away.
    } else {
        writeValue(writer, key.isText, text);
    }
    return writer.text();
}

std::string overlay(const std::string &json, const Overlay &overlaid)
{
    const auto document = JsonDocument::parse(json);
    JsonWriter writer;
    writeOverlaid(writer, document ? std::optional(document->root()) : std::nullopt, overlaid, "");
    return writer.text();
}

} // namespace portolan::config
