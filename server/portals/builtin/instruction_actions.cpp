// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/instruction_actions.h"

#include "core/schema/json.h"
#include "core/schema/yaml.h"
#include "server/portals/builtin/html_text.h"

#include <algorithm>
#include <array>
#include <format>

namespace portolan::portals {

namespace {

struct Kind {
    std::string_view name;
    std::string_view title;   ///< where the author gives none; the page says it in other languages
    std::string_view subject; ///< the field that it cannot be without
    bool ofOneTerminal = false;
    std::string_view option; ///< a field that is true or false
};

constexpr auto kinds = std::to_array<Kind>({
    {"terminal:execute", "Run in terminal {}", "command", true, "clear"},
    {"terminal:execute-all", "Run in all terminals", "command", false, "clear"},
    {"terminal:input", "Type into terminal {}", "text", true, "endl"},
    {"terminal:interrupt", "Press Ctrl+C in terminal {}", "", true, ""},
    {"terminal:interrupt-all", "Press Ctrl+C in all terminals", "", false, ""},
    {"terminal:clear", "Clear terminal {}", "", true, ""},
    {"terminal:clear-all", "Clear all terminals", "", false, ""},
    {"dashboard:open-url", "Open in a new tab", "url", false, ""},
    {"dashboard:expose-terminal", "Show terminal {}", "", true, ""},
    {"workshop:copy", "Copy", "text", false, ""},
    {"workshop:copy-and-edit", "Copy and change before use", "text", false, ""},
});

constexpr auto fieldsOfAll = std::to_array<std::string_view>({"prefix", "title", "description", "event", "autostart",
                                                              "cascade", "hidden"});

constexpr std::int64_t mostTerminals = 4;

/// What a block asks for, all of it checked. Texts are filled, not escaped.
struct Action {
    const Kind *kind = nullptr;
    std::string subject;
    std::int64_t session = 1;
    std::optional<bool> option;
    std::string title;
    std::string description;
    std::string event; ///< JSON
};

const Kind *kindOf(std::string_view name)
{
    const auto *found = std::ranges::find(kinds, name, &Kind::name);
    return found == kinds.end() ? nullptr : found;
}

/// A scalar as text, so that `command: 1` and `command: true` are commands too.
Result<std::string> textOf(std::string_view field, JsonValue value, const VariableMarks &variables)
{
    if (value.kind() == JsonValue::Kind::Object || value.kind() == JsonValue::Kind::Array
        || value.kind() == JsonValue::Kind::Null)
        return fail(ErrorCode::InvalidArgument, std::format("{} is {}, and has to be a text", field, value.kindName()));
    const auto text = value.toString();
    return variables.fill(text ? *text : value.toJson());
}

Result<bool> flagOf(std::string_view field, JsonValue value, const VariableMarks &variables)
{
    const auto text = textOf(field, value, variables);
    if (!text)
        return std::unexpected(text.error());
    if (*text != "true" && *text != "false")
        return fail(ErrorCode::InvalidArgument, std::format("{} is neither true nor false", field));
    return *text == "true";
}

Result<std::int64_t> sessionOf(JsonValue value, const VariableMarks &variables)
{
    const auto text = textOf("session", value, variables);
    if (!text)
        return std::unexpected(text.error());
    if (text->size() != 1 || text->front() < '1' || text->front() > '0' + mostTerminals)
        return fail(ErrorCode::InvalidArgument,
                    std::format("session is the number of a terminal, 1 to {}, and not \"{}\"", mostTerminals,
                                text->substr(0, 40)));
    return text->front() - '0';
}

/// What is sent to a terminal is seen before: a character that the button cannot show must not be in it.
bool hasHiddenCharacters(std::string_view text)
{
    return std::ranges::any_of(text, [](char character) {
        return (static_cast<unsigned char>(character) < 0x20 && character != '\n' && character != '\t')
               || character == 0x7f;
    });
}

Result<void> checkSubject(Action &action)
{
    const auto field = action.kind->subject;
    if (field.empty())
        return {};
    if (withoutBlanks(action.subject).empty())
        return fail(ErrorCode::InvalidArgument, std::format("{} is missing", field));
    if (field == "command") // Enter is pressed after it, once
        action.subject.erase(action.subject.find_last_not_of('\n') + 1);
    if (hasHiddenCharacters(action.subject))
        return fail(ErrorCode::InvalidArgument, std::format("{} has control characters", field));
    if (field != "url")
        return {};
    auto address = webAddress(action.subject);
    if (!address)
        return fail(ErrorCode::InvalidArgument, "url has to begin with http:// or https://");
    action.subject = *std::move(address);
    return {};
}

/// The strings of a JSON text, filled; what else is in it stays.
void writeFilled(JsonWriter &writer, JsonValue value, const VariableMarks &variables)
{
    if (value.kind() == JsonValue::Kind::Object) {
        writer.beginObject();
        value.forEachMember([&](std::string_view key, JsonValue member) {
            writer.key(variables.fill(key));
            writeFilled(writer, member, variables);
        });
        writer.endObject();
    } else if (value.kind() == JsonValue::Kind::Array) {
        writer.beginArray();
        value.forEachElement([&](std::size_t, JsonValue element) { writeFilled(writer, element, variables); });
        writer.endArray();
    } else if (const auto text = value.toString()) {
        writer.string(variables.fill(*text));
    } else {
        writer.raw(RawJson{value.toJson()});
    }
}

Result<void> readCommonField(Action &action, std::string_view key, JsonValue value, const VariableMarks &variables)
{
    if (key == "event") {
        JsonWriter writer;
        writeFilled(writer, value, variables);
        action.event = writer.text();
        return {};
    }
    if (key != "prefix" && key != "title" && key != "description")
        return {};
    auto text = textOf(key, value, variables);
    if (!text)
        return std::unexpected(text.error());
    if (key == "description")
        action.description = *std::move(text);
    else if (key == "prefix")
        action.title = action.title.empty() ? *text : *text + ": " + action.title;
    else
        action.title += action.title.empty() ? *text : ": " + *text;
    return {};
}

Result<void> readField(Action &action, std::string_view key, JsonValue value, const VariableMarks &variables)
{
    const auto &kind = *action.kind;
    if (std::ranges::contains(fieldsOfAll, key))
        return readCommonField(action, key, value, variables);
    if (!key.empty() && key == kind.subject) {
        auto text = textOf(key, value, variables);
        if (!text)
            return std::unexpected(text.error());
        action.subject = *std::move(text);
        return {};
    }
    if (kind.ofOneTerminal && key == "session") {
        const auto session = sessionOf(value, variables);
        if (!session)
            return std::unexpected(session.error());
        action.session = *session;
        return {};
    }
    if (!key.empty() && key == kind.option) {
        const auto flag = flagOf(key, value, variables);
        if (!flag)
            return std::unexpected(flag.error());
        action.option = *flag;
        return {};
    }
    return fail(ErrorCode::InvalidArgument, std::format("it has no field \"{}\"", variables.fill(key.substr(0, 80))));
}

Result<Action> readAction(const Kind &kind, std::string_view body, const VariableMarks &variables)
{
    constexpr YamlLimits limits{.bytes = 64 * 1024, .depth = 8, .nodes = 200};
    Action action{.kind = &kind};
    if (withoutBlanks(body).empty()) {
        if (auto checked = checkSubject(action); !checked)
            return std::unexpected(checked.error());
        return action;
    }
    const auto json = yamlToJson(body, limits);
    if (!json)
        return failWithin("its YAML cannot be read", json.error());
    const auto document = JsonDocument::parse(*json);
    if (!document)
        return std::unexpected(document.error());
    if (document->root().kind() != JsonValue::Kind::Object)
        return fail(ErrorCode::InvalidArgument, std::format("it has to have fields such as \"{}: ...\"",
                                                            kind.subject.empty() ? "session" : kind.subject));
    Result<void> read;
    document->root().forEachMember([&](std::string_view key, JsonValue value) {
        if (read)
            read = readField(action, key, value, variables);
    });
    if (read)
        read = checkSubject(action);
    if (!read)
        return std::unexpected(read.error());
    return action;
}

/// The older names: the body is the subject itself, trimmed as it always was.
Result<Action> rawAction(std::string_view name, std::string_view body, const VariableMarks &variables)
{
    Action action{.subject = variables.fill(withoutBlanks(body))};
    if (name.starts_with("copy"))
        action.kind = kindOf(name == "copy" ? "workshop:copy" : "workshop:copy-and-edit");
    else if (name == "execute-all")
        action.kind = kindOf("terminal:execute-all");
    else
        action.kind = kindOf("terminal:execute");
    if (name.size() == std::string_view("execute-N").size())
        action.session = name.back() - '0';
    if (name.starts_with("execute") && action.subject == "<ctrl+c>") {
        action.kind = kindOf(name == "execute-all" ? "terminal:interrupt-all" : "terminal:interrupt");
        action.subject.clear();
    }
    if (auto checked = checkSubject(action); !checked)
        return std::unexpected(checked.error());
    return action;
}

bool isRaw(std::string_view name)
{
    constexpr auto names = std::to_array<std::string_view>({"execute", "execute-1", "execute-2", "execute-3",
                                                            "execute-4", "execute-all", "copy", "copy-and-edit"});
    return std::ranges::contains(names, name);
}

/// "terminal:execute": a family in small letters, a colon, and what to do. No language of code is written so.
bool looksLikeAction(std::string_view name)
{
    constexpr auto families = std::to_array<std::string_view>({"terminal", "dashboard", "editor", "workshop", "files",
                                                               "examiner", "section"});
    const auto colon = name.find(':');
    return colon != name.npos && std::ranges::contains(families, name.substr(0, colon));
}

std::string attribute(std::string_view name, std::string_view value)
{
    return std::format(" {}=\"{}\"", name, escapedHtml(value));
}

std::string button(const Action &action)
{
    const auto &kind = *action.kind;
    std::string html = "<button type=\"button\" class=\"action\"" + attribute("data-action", kind.name);
    if (!kind.subject.empty())
        html += attribute("data-" + std::string(kind.subject), action.subject);
    if (kind.ofOneTerminal)
        html += attribute("data-session", std::to_string(action.session));
    if (action.option)
        html += attribute("data-" + std::string(kind.option), *action.option ? "true" : "false");
    if (!action.event.empty())
        html += attribute("data-event", action.event);
    if (!action.title.empty())
        html += attribute("data-titled", "true");
    std::string title = action.title;
    if (title.empty())
        title = kind.ofOneTerminal ? std::vformat(kind.title, std::make_format_args(action.session)) : kind.title;
    html += "><span class=\"action-title\">" + escapedHtml(title) + "</span>";
    if (!action.description.empty())
        html += "<span class=\"action-description\">" + escapedHtml(action.description) + "</span>";
    if (!action.subject.empty())
        html += "<code class=\"action-subject\">" + escapedHtml(action.subject) + "</code>";
    return html + "</button>\n";
}

std::string brokenBlock(std::string_view name, std::string_view why, std::string_view body)
{
    return std::format("<div class=\"action-error\" role=\"note\"><p><strong>{}</strong>: {}</p>"
                       "<pre><code>{}</code></pre></div>\n",
                       escapedHtml(name), escapedHtml(why), escapedHtml(body));
}

} // namespace

std::optional<std::string> renderAction(std::string_view info, std::string_view body, const VariableMarks &variables)
{
    const auto word = withoutBlanks(info).substr(0, withoutBlanks(info).find_first_of(" \t"));
    if (!isRaw(word) && !looksLikeAction(word))
        return {};
    const auto *kind = kindOf(word == "editor:open-url" ? "dashboard:open-url" : word);
    if (!kind && !isRaw(word))
        return brokenBlock(variables.fill(word), "there is no such action here", variables.fill(body));
    const auto action = kind ? readAction(*kind, body, variables) : rawAction(word, body, variables);
    if (!action)
        return brokenBlock(word, variables.fill(action.error().detail), variables.fill(body));
    return button(*action);
}

} // namespace portolan::portals
