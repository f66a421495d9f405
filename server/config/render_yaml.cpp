// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/codec.h"
#include "core/schema/yaml.h"
#include "server/config/keys.h"
#include "server/config/render.h"

#include <algorithm>

namespace portolan::config {

namespace {

constexpr std::size_t widestComment = 100;

/// Without quotes where it reads as the same text without them.
std::string yamlText(std::string_view text)
{
    const bool isPlain = !text.empty() && std::ranges::all_of(text, [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
               || (character >= '0' && character <= '9') || std::string_view("/._-:+@").contains(character);
    });
    if (isPlain) {
        if (const auto json = yamlToJson(std::format("k: {}", text));
            json && *json == std::format(R"({{"k":"{}"}})", text))
            return std::string(text);
    }
    return schema::encode(std::string(text));
}

std::string yamlScalar(JsonValue value)
{
    return value.kind() == JsonValue::Kind::String ? yamlText(*value.toString()) : value.toJson();
}

/// The value behind "key:", with the space or the line before it.
std::string yamlValue(JsonValue value, std::size_t indent)
{
    const bool isContainer = value.kind() == JsonValue::Kind::Array || value.kind() == JsonValue::Kind::Object;
    if (!isContainer)
        return " " + yamlScalar(value) + "\n";
    if (value.size() == 0)
        return " " + value.toJson() + "\n";
    const std::string margin(indent, ' ');
    std::string text = "\n";
    value.forEachMember([&](std::string_view name, JsonValue member) {
        text += margin + yamlText(name) + ":" + yamlValue(member, indent + 2);
    });
    value.forEachElement([&](std::size_t, JsonValue element) {
        if (element.kind() != JsonValue::Kind::Object) {
            text += margin + "- " + yamlScalar(element) + "\n";
            return;
        }
        // The first key stands behind the dash.
        const std::string map = yamlValue(element, indent + 2).substr(1);
        text += margin + "- " + map.substr(std::min(indent + 2, map.size()));
    });
    return text;
}

/// Broken where it is too wide; the lines after the first are `hanging` columns further in.
std::string comment(std::string_view text, std::size_t indent, std::size_t hanging = 0)
{
    const std::string margin = std::string(indent, ' ') + "# ";
    std::string lines;
    while (!text.empty()) {
        const std::string start = margin + std::string(lines.empty() ? 0 : hanging, ' ');
        const std::size_t room = widestComment - start.size();
        std::size_t end = text.size();
        if (end > room) {
            end = text.rfind(' ', room);
            if (end == text.npos)
                end = std::min(text.find(' '), text.size());
        }
        lines += start + std::string(text.substr(0, end)) + "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::size_t depthOf(std::string_view path)
{
    return static_cast<std::size_t>(std::ranges::count(path, '.'));
}

std::string commentOf(const Key &key, std::size_t indent)
{
    std::string facts = key.type;
    if (key.kind != Key::Kind::Structure)
        facts += "; default " + key.defaultText;
    return comment(key.doc, indent) + comment(std::format("({}; {})", facts, key.environment), indent);
}

} // namespace

std::string toYaml(const Configuration &configuration)
{
    const auto document = JsonDocument::parse(schema::encode(configuration));
    std::string text = "# The configuration of portolan-server: all keys, with what they are now.\n";
    if (!document)
        return text;
    std::vector<JsonValue> open{document->root()};
    for (const Key &key : keys()) {
        const std::size_t depth = depthOf(key.path);
        const std::string margin(depth * 2, ' ');
        if (key.element) {
            // Their values are written with the list, in front of this.
            const std::string usual = key.required ? "required" : "default " + key.defaultText;
            text += comment(std::format("- {} ({}; {}): {}", key.name, key.type, usual, key.doc), (depth - 1) * 2, 4);
            continue;
        }
        open.resize(depth + 1, document->root());
        const auto value = open[depth].find(key.name);
        if (!value)
            continue;
        text += "\n";
        if (key.kind == Key::Kind::Section) {
            text += comment(key.doc, depth * 2) + margin + std::string(key.name) + ":\n";
            open.push_back(*value);
        } else {
            text += commentOf(key, depth * 2) + margin + std::string(key.name) + ":" + yamlValue(*value, depth * 2 + 2);
        }
    }
    return text;
}

} // namespace portolan::config
