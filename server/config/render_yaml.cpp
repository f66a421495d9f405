// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/yaml_writer.h"
#include "server/config/keys.h"
#include "server/config/render.h"

#include <algorithm>

namespace portolan::config {

namespace {

constexpr std::size_t widestComment = 100;

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
            text += commentOf(key, depth * 2) + margin + std::string(key.name) + ":" + yamlBehindKey(*value, depth * 2);
        }
    }
    return text;
}

} // namespace portolan::config
